"""A reminder that failed is not forgotten while its date is ahead and nobody else was told."""

from datetime import date

import pytest

from storage.databases import Session
from storage.health import count_told_nobody
from storage.tables import reminders
from tests.build import TODAY, case, open_case, register_cast

LAST = date(2027, 3, 31)


@pytest.mark.parametrize(
    ("states", "today", "untold"),
    [
        ({"U0PRIYA": "failed", "U0CORA": "failed"}, TODAY, 1),
        ({"U0PRIYA": "failed", "U0CORA": "failed"}, LAST, 1),
        ({"U0PRIYA": "failed", "U0CORA": "failed"}, date(2027, 4, 1), 0),
        ({"U0PRIYA": "failed", "U0CORA": "sent"}, TODAY, 0),
        ({"U0PRIYA": "failed", "U0CORA": "acknowledged"}, TODAY, 0),
        ({"U0PRIYA": "failed", "U0CORA": "void"}, TODAY, 1),
        ({}, TODAY, 0),
    ],
)
def test_a_notice_that_reached_nobody_counts_while_its_date_is_ahead(
    session: Session, states: dict[str, str], today: date, untold: int
) -> None:
    cast = register_cast(session)
    open_case(session, case())
    for user_id, state in states.items():
        one = (reminders.c.notice == "28 days") & (reminders.c.person_id == cast[user_id].id)
        of_licence = one & (reminders.c.kind == "licence_end")
        session.execute(reminders.update().where(of_licence).values(state=state))
    assert count_told_nobody(session, today) == untold
