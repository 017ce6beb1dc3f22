"""Caseloads of any size, put into a database by plain SQL; what is sealed in them stays empty."""

import sqlite3
from pathlib import Path

from storage.migrations import upgrade

PEOPLE = """
WITH RECURSIVE people(p) AS (SELECT 1 UNION ALL SELECT p + 1 FROM people WHERE p < :people)
INSERT INTO cases (
    id, ref, area, data_key_id, limited_access, made_at, lead_agency, district, rosh
)
SELECT p, 'BED-' || (100000 + p), 'BED', 1, 0, '2006-04-01 09:00:00.000000',
    CASE p % 7 WHEN 0 THEN 'police' WHEN 1 THEN 'mental-health' WHEN 2 THEN NULL
        ELSE 'probation' END,
    CASE p % 5 WHEN 0 THEN 'Luton' WHEN 1 THEN 'Bedford' WHEN 2 THEN 'Bedford'
        WHEN 3 THEN 'Dunstable' END,
    CASE p % 11 WHEN 0 THEN 'low' WHEN 1 THEN 'very-high' WHEN 2 THEN NULL ELSE 'medium' END
FROM people
"""

# Ten spells a person, one after the other over twenty years. Nine in ten people are still here;
# nearly all are at Level 1, and nobody is in Category 3 below Level 2.
SPELLS = """
WITH RECURSIVE k(k) AS (SELECT 0 UNION ALL SELECT k + 1 FROM k WHERE k < 9),
days AS (
    SELECT id AS p, k, id * 37 % 300 AS base, 500 + id % 180 AS step,
        (id * 7919 + k * 104729 + id * k * 31) % 101 AS dice,
        (id * 613 + k * 7 * (id % 13)) % 103 AS other
    FROM cases, k
),
facts AS (
    SELECT p, k,
        date('2006-04-01', (base + k * step + (p * 31 + k * 17) % 97) || ' days') AS starts,
        date('2006-04-01', (base + (k + 1) * step + (p * 31 + (k + 1) * 17) % 97) || ' days')
            AS ends,
        CASE WHEN dice < 1 THEN 0 WHEN dice < 93 THEN 1 WHEN dice < 99 THEN 2 ELSE 3 END AS level,
        CASE WHEN other < 66 THEN 1 WHEN other < 98 THEN 2 ELSE 3 END AS category
    FROM days
)
INSERT INTO spells (case_id, area, category, level, started_on, ended_on)
SELECT p, 'BED', CASE WHEN category = 3 AND level < 2 THEN 2 ELSE category END, level, starts,
    CASE WHEN k = 9 AND p % 10 > 0 THEN '9999-12-31' ELSE ends END
FROM facts
"""

# Everybody has been inside once, one in ten is inside now.
STAYS = """
INSERT INTO custody (case_id, from_on, to_on, why)
SELECT id, date('2006-04-01', (id * 53 % 6000) || ' days'),
    date('2006-04-01', (id * 53 % 6000 + 90 + id % 700) || ' days'), 'sentence'
FROM cases
UNION ALL
SELECT id, date('2025-01-01', (id * 59 % 500) || ' days'), '9999-12-31', 'recall'
FROM cases WHERE id % 10 = 3
"""

# Two in three have a licence and a sentence that end, nine in ten a next review; as many orders as
# people have, and two events for three of them, over the twenty years.
DATES = """
INSERT INTO case_dates (case_id, kind, "on")
SELECT id, 'licence_end', date('2010-01-01', (id * 71 % 9000) || ' days') FROM cases
WHERE id % 3 < 2
UNION ALL
SELECT id, 'sentence_end', date('2012-01-01', (id * 71 % 9000) || ' days') FROM cases
WHERE id % 3 < 2
UNION ALL
SELECT id, 'review', date('2026-05-01', (id * 37 % 180) || ' days') FROM cases WHERE id % 10 > 0
"""
ORDERS = """
INSERT INTO orders (case_id, kind, imposed_on, ends_on)
SELECT id, CASE id % 3 WHEN 0 THEN 'SOPO' WHEN 1 THEN 'SHPO' ELSE 'NO' END,
    date('2007-01-01', (id * 47 % 6800) || ' days'),
    CASE WHEN id % 5 > 0 THEN date('2012-01-01', (id * 47 % 6800) || ' days') END
FROM cases WHERE id % 3 < 2
"""
EVENTS = """
INSERT INTO events (case_id, kind, "on")
SELECT id, CASE id % 4 WHEN 0 THEN 'breach_of_notification' WHEN 1 THEN 'sfo'
    ELSE 'returned_breach_of_licence' END,
    date('2007-01-01', (id * 41 % 6800) || ' days')
FROM cases
UNION ALL
SELECT id, 'returned_breach_of_licence', date('2007-03-01', (id * 43 % 6800) || ' days')
FROM cases WHERE id % 3 = 0
"""


def make_caseload(path: Path, people: int) -> None:
    """A database of this version's schema with so many people, ten spells each."""
    upgrade(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")  # while it is filled; those who use it set FULL
    connection.execute("INSERT INTO data_keys (id, purpose) VALUES (1, 'caseload')")
    connection.execute(PEOPLE, {"people": people})
    connection.execute(SPELLS)
    for facts in (STAYS, DATES, ORDERS, EVENTS):
        connection.execute(facts)
    connection.commit()
    connection.close()
