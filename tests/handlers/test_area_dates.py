"""What a co-ordinator does for the area as a whole has its reminders with it."""

import pytest
from sqlalchemy import select

from storage.tables import reminders
from tests.handlers.conversations import Conversation
from tests.handlers.returning import fill, form, freeze


def dates(talk: Conversation) -> set[tuple[str, str, str]]:
    """Subject, kind and date of what is to be told of the area."""
    with talk.db.read() as session:
        planned = (reminders.c.state == "planned") & reminders.c.case_id.is_(None)
        rows = session.execute(select(reminders).where(planned))
        return {(row.subject, row.kind, row.about_on.isoformat()) for row in rows}


LAST, RUNNING = "2026-06-30", "2027-06-30"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "training on 24 August 2026 agencies police about risk",
            ("training BED-T1", "training", "2026-08-24"),
        ),
        ("case-audit draw cases 1", ("area BED", "case_audit", "2026-12-17")),
    ],
)
def test_what_is_typed_is_told_of_in_time(
    talk: Conversation, typed: str, expected: tuple[str, str, str]
) -> None:
    talk.open_case("BED-2001")
    talk.typed("U0CORA", typed)
    of_returns = {("area BED", "annual_return", on) for on in (LAST, RUNNING)}
    assert dates(talk) == {expected} | of_returns


def test_a_frozen_return_is_asked_for_no_more(talk: Conversation) -> None:
    fill(talk)
    talk.typed("U0CORA", "training on 3 June 2026 agencies police attended 3")
    assert ("area BED", "annual_return", LAST) in dates(talk)
    freeze(talk, form(talk))
    assert dates(talk) == {("area BED", "annual_return", RUNNING)}
