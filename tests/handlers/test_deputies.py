"""The word `deputy`: from the first day to the last one sees and is reminded as the other is."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.records import find_broken_record
from storage.tables import records, reminders
from tests.build import MARKER
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import begin, said

NAME = "deputy <@U0PETE|pete> for <@U0PRIYA|priya> from 1 July 2026 until 14 July 2026"
LONDON = ZoneInfo("Europe/London")


def sees(talk: Conversation, on: date, hour: int = 12, minute: int = 0) -> bool:
    """Whether Pete sees Priya's case at an hour of a day, London time."""
    talk.clock.at = datetime(on.year, on.month, on.day, hour, minute, tzinfo=LONDON)
    card = MARKER in talk.typed("U0PETE", "case BED-1042").whole
    listed = "BED-1042: " in talk.typed("U0PETE", "find BED-1042").text
    assert card == listed
    return card


def test_access_begins_on_the_first_day_and_ends_after_the_last(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    answer = talk.typed("U0CORA", NAME)
    assert answer.text == (
        "Saved. Pete Practice stands in for Priya Practice from 1 July 2026 until 14 July 2026: "
        "sees their cases and is reminded as they are."
    )
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 14), date(2026, 7, 15)]
    assert [sees(talk, day) for day in days] == [False, True, True, False]
    assert not sees(talk, days[0], 23, 59)
    assert sees(talk, days[1], 0, 0)
    assert sees(talk, days[2], 23, 59)
    assert not sees(talk, days[3], 0, 0)
    for user_id in ("U0PRIYA", "U0CORA"):
        assert MARKER in talk.typed(user_id, "case BED-1042").whole


def test_the_deputy_may_change_what_the_other_may_and_no_more(talk: Conversation) -> None:
    talk.typed("U0CORA", "deputy <@U0PETE> for <@U0PRIYA> until 14 July 2026")
    assert talk.typed("U0PETE", "update BED-1042 risk high").text.startswith("Saved: risk")
    refused = talk.typed("U0PETE", "update BED-1042 level 3 because risk")
    assert "is decided by the panel or the co-ordinator" in refused.text


def test_the_deputy_is_reminded_of_what_falls_into_those_days(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    soon = {"licence_end": date(2026, 7, 8)}
    talk.open_case("BED-2000", crn=None, dates=soon)
    pete = talk.people["U0PETE"].id

    def told() -> set[tuple[str, str]]:
        rows = talk.read(lambda session: session.execute(reminders.select()).all())
        return {(row.notice, row.state) for row in rows if row.person_id == pete}

    assert told() == set()
    talk.typed("U0CORA", NAME)
    assert told() == {("7 days", "planned"), ("on the day", "planned")}
    talk.typed("U0CORA", "deputy <@U0PETE> for <@U0PRIYA> ended")
    assert told() == {("7 days", "void"), ("on the day", "void")}


def test_it_can_be_called_off_at_once_and_is_listed_until_then(talk: Conversation) -> None:
    talk.typed("U0CORA", NAME)
    line = "Pete Practice stands in for Priya Practice from 1 July 2026 until 14 July 2026"
    assert line in talk.typed("U0CORA", "deputies").text
    assert sees(talk, date(2026, 7, 3))
    answer = talk.typed("U0CORA", "deputy <@U0PETE> for <@U0PRIYA> ended")
    assert answer.text == "Saved. Pete Practice no longer stands in for Priya Practice."
    assert not sees(talk, date(2026, 7, 3))
    assert "Nobody stands in for anybody now" in talk.typed("U0CORA", "deputies").text
    again = talk.typed("U0CORA", "deputy <@U0PETE> for <@U0PRIYA> ended").text
    assert again == "They are not deputy now and not named for later; nothing was changed."
    assert talk.typed("U0CORA", NAME.replace("1 July", "4 July")).text.startswith("Saved.")


def test_both_are_told_and_it_is_on_the_record(talk: Conversation) -> None:
    begin(talk)
    until = talk.clock().date() + timedelta(days=20)
    line = f"deputy <@U0PETE> for <@U0PRIYA> until {until.isoformat()}"
    assert talk.typed("U0CORA", line).text.startswith("Saved.")
    talk.send()
    for channel in ("D0PETE", "D0PRIYA"):
        texts = [m["text"] for m in said(talk, channel)]
        (text,) = [text for text in texts if not text.startswith("Reminder")]
        assert text.startswith("Pete Practice stands in for Priya Practice from ")
    actions = talk.read(lambda session: [row.action for row in session.execute(records.select())])
    assert "deputy named" in actions
    assert talk.read(lambda session: find_broken_record(session, "BED")) is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("deputy", "deputy needs a mention of the deputy first"),
        ("deputy pete for <@U0PRIYA> until 1 July 2026", "deputy: name one person by mention"),
        ("deputy <@U0PETE> until 1 July 2026", "for: say in whose place"),
        ("deputy <@U0PETE> for priya until 1 July 2026", "for: name one person by mention"),
        ("deputy <@U0PETE> for <@U0PETE> until 1 July 2026", "for: nobody is their own deputy"),
        ("deputy <@U0PETE> for <@U0PRIYA>", "until: give the last day"),
        ("deputy <@U0PETE> for <@U0PRIYA> until July", "until: "),
        ("deputy <@U0PETE> for <@U0PRIYA> until 1 July", "until: Give the year"),
        ("deputy <@U0PETE> for <@U0PRIYA> until 16 June 2026", "is before the first day"),
        (
            "deputy <@U0PETE> for <@U0PRIYA> from 16 June 2026 until 1 July 2026",
            "from: a deputy begins today or later, not on 16 June 2026",
        ),
        ("deputy <@U0PETE> for <@U0PRIYA> until 18 June 2027", "for a year at most"),
        ("deputy <@U0PETE> for <@U0PRIYA> ended until 1 July 2026", "ended: it ends at once"),
        ("deputy <@U0NOEL> for <@U0PRIYA> until 1 July 2026", "deputy: that person is not reg"),
        ("deputy <@U0PETE> for <@U0NOEL> until 1 July 2026", "for: that person is not reg"),
        ("deputy <@U0SIMI> for <@U0PRIYA> until 1 July 2026", "deputy: that person's role"),
        ("deputy <@U0PETE> for <@U0CHAS> until 1 July 2026", "for: that person's role"),
        ("deputy <@U0CORA> for <@U0PRIYA> until 20 June 2026", "There is a deputy from"),
    ],
)
def test_what_cannot_be_arranged_is_refused_by_name(
    shared_talk: Conversation, typed: str, says: str
) -> None:
    if shared_talk.count("deputies") == 0:
        shared_talk.typed(
            "U0CORA", "deputy <@U0PETE> for <@U0PRIYA> from 19 June 2026 until 30 June 2026"
        )
    before = shared_talk.dump(without=())
    answer = shared_talk.typed("U0CORA", typed)
    assert says.lower() in answer.text.lower()
    assert "Example" in answer.text
    assert shared_talk.dump(without=()) == before
