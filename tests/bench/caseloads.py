"""Caseloads of any size, put into a database by plain SQL; what is sealed in them stays empty."""

import sqlite3
from pathlib import Path

from storage.migrations import upgrade

PEOPLE = """
WITH RECURSIVE people(p) AS (SELECT 1 UNION ALL SELECT p + 1 FROM people WHERE p < :people)
INSERT INTO cases (id, ref, area, data_key_id, limited_access, made_at)
SELECT p, 'BED-' || (100000 + p), 'BED', 1, 0, '2006-04-01 09:00:00.000000' FROM people
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


def make_caseload(path: Path, people: int) -> None:
    """A database of this version's schema with so many people, ten spells each."""
    upgrade(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")  # while it is filled; those who use it set FULL
    connection.execute("INSERT INTO data_keys (id, purpose) VALUES (1, 'caseload')")
    connection.execute(PEOPLE, {"people": people})
    connection.execute(SPELLS)
    connection.execute(STAYS)
    connection.commit()
    connection.close()
