"""The ways that the databases take: what is asked often reads an index, not a table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, text

from mappa.asking.questions import Day, Filters, Question
from storage.asking.counting import count
from storage.asking.scopes import Scope
from storage.cases import add_cases
from storage.databases import Database, Session
from storage.due_reminders import claim_due_reminders
from storage.outgoing import claim_outgoing, count_unsent, is_anything_due
from storage.reminders import count_due_unsent, list_reminders_of_case
from storage.sent_files import list_outlived
from storage.statistics.facts import count_orders, list_events
from storage.statistics.levels import count_levels_2_and_3, count_pictures
from tests.build import NOW, POLICY, TODAY, case

YEAR = (date(2013, 4, 1), date(2014, 3, 31))


@contextmanager
def statements(db: Database) -> Iterator[list[tuple[str, Any]]]:
    """Every statement sent to the database meanwhile, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def plan(db: Database, ask: Callable[[Session], object]) -> str:
    """How the first statement of a question is carried out, by the database's own account."""
    with statements(db) as sent, db.write() as session:
        if not db.is_sqlite:  # with a handful of rows it would rather read the whole table
            session.execute(text("SET LOCAL enable_seqscan = off"))
        sent.clear()
        ask(session)
        statement, parameters = sent[0]
        explain = "EXPLAIN QUERY PLAN " if db.is_sqlite else "EXPLAIN "
        rows = session.connection.exec_driver_sql(explain + statement, parameters).all()
    return "\n".join(str(row[-1]) for row in rows)


@pytest.mark.parametrize(
    "question",
    [
        Question("people", Day(TODAY), TODAY),
        Question("people", Day(TODAY), TODAY, Filters(frozenset({2}))),
        Question("people", Day(TODAY), TODAY, Filters(frozenset({2, 3}), frozenset({1}))),
        Question("people", Day(TODAY), TODAY, Filters(categories=frozenset({1}))),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_picture_of_a_day_reads_nothing_but_its_covering_index(
    db: Database, question: Question
) -> None:
    found = plan(db, lambda s: count(s, question, Scope("BED", category_4=False)))
    assert (
        "SEARCH spells USING COVERING INDEX ix_spells_picture "
        "(area=? AND level=? AND category=? AND ended_on>?)"
    ) in found
    assert "SEARCH custody USING" in found
    few = "SCAN cases USING INDEX ix_cases_merged_away"  # of those that were merged only
    assert "SCAN" not in found.replace(few, "")


ASKED: list[tuple[Callable[[Session], object], str]] = [
    (
        lambda s: count(s, Question("people", Day(TODAY), TODAY), Scope("BED", category_4=True)),
        "ix_spells_picture",
    ),
    (
        lambda s: count_levels_2_and_3(s, "BED", *YEAR, "first", category_4=True),
        "ix_spells_levels_2_and_3",
    ),
    (lambda s: count_pictures(s, "BED", YEAR), "ix_spells_picture"),
    (lambda s: list_events(s, "BED", *YEAR), "ix_events_kind_on"),
    (lambda s: count_orders(s, "BED", *YEAR), "ix_orders_kind_imposed_on"),
    (lambda s: is_anything_due(s, NOW), "ix_reminders_unsent"),
    (lambda s: is_anything_due(s, NOW), "ix_outgoing_open"),
    (lambda s: is_anything_due(s, NOW), "ix_sent_files_delete_at"),
    (lambda s: list_outlived(s, NOW), "ix_sent_files_delete_at"),
    (lambda s: claim_due_reminders(s, POLICY, NOW), "ix_reminders_unsent"),
    (lambda s: count_due_unsent(s, NOW), "ix_reminders_unsent"),
    (lambda s: claim_outgoing(s, NOW, 4), "ix_outgoing_open"),
    (lambda s: count_unsent(s), "ix_outgoing_open"),
    (lambda s: list_reminders_of_case(s, 1), "ix_reminders_case_id"),
]


@pytest.mark.parametrize(("ask", "index"), ASKED, ids=[index for _, index in ASKED])
def test_what_is_asked_often_uses_the_index_made_for_it(
    db: Database, ask: Callable[[Session], object], index: str
) -> None:
    found = plan(db, ask)
    assert index in found
    assert "Seq Scan" not in found


def test_many_cases_come_in_with_a_handful_of_statements_a_case(db: Database) -> None:
    facts = [case(f"BED-{n}") for n in range(1, 101)]
    with statements(db) as sent, db.write() as session:
        add_cases(session, facts, NOW)
    assert len(sent) <= 2 * len(facts) + 12
