"""The word `reminders`: one's own, a case's, the area's; and nothing that is not theirs."""

import re
from datetime import date, datetime, timedelta

import pytest

from mappa.cases import TeamMember
from storage.people import add_person
from storage.tables import reminders
from tests.build import MARKER, NOW, TODAY, person
from tests.handlers.conversations import Conversation

JULY = date(2026, 7, 1)


def add(talk: Conversation, user_id: str = "U0PRIYA", **given: object) -> None:
    values = {"area": "BED", "subject": "case BED-1042", "case_id": 1, "kind": "licence_end",
              "about_on": JULY, "notice": "28 days", "due_at": NOW - timedelta(days=1),
              "person_id": talk.people[user_id].id, "state": "sent", "late": False}  # fmt: skip
    talk.write(lambda session: session.execute(reminders.insert().values(values | given)))


def test_it_lists_what_is_overdue_then_what_waits_then_what_is_coming(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    add(talk, kind="review", about_on=date(2026, 6, 10), notice="overdue 5 working days")
    add(talk)
    add(talk, kind="release", state="planned", due_at=NOW + timedelta(days=1))
    add(talk, kind="tused", state="snoozed", due_at=datetime(2026, 6, 19, 8, tzinfo=NOW.tzinfo))
    text = talk.typed("U0PRIYA", "reminders").text
    assert text.splitlines() == [
        "Your reminders, the next 28 days: 4, page 1 of 1",
        "Overdue (1)",
        "• BED-1042: Next review on 10 June 2026 (overdue 5 working days), sent",
        "Waiting to be acknowledged (1)",
        "• BED-1042: Licence end on 1 July 2026 (28 days), sent",
        "Coming (2)",
        "• BED-1042: Release on 1 July 2026 (28 days), planned for 18 June 2026",
        "• BED-1042: Top-up supervision end on 1 July 2026 (28 days), "
        "snoozed until 19 June 2026, 09:00",
    ]
    assert talk.count("records", action="reminders listed") == 1
    assert MARKER not in text


def test_of_one_thing_only_the_last_that_was_told_is_listed_and_nothing_that_was_answered(
    talk: Conversation,
) -> None:
    add(talk, notice="28 days", due_at=NOW - timedelta(days=3))
    add(talk, notice="7 days", due_at=NOW - timedelta(days=2))
    text = talk.typed("U0PRIYA", "reminders").text
    assert "(7 days)" in text
    assert "(28 days)" not in text
    add(talk, notice="1 day", state="acknowledged")
    assert "Nothing." in talk.typed("U0PRIYA", "reminders").text


def test_what_was_told_of_a_day_that_has_passed_is_over_unless_it_is_overdue(
    talk: Conversation,
) -> None:
    add(talk, about_on=TODAY - timedelta(days=1))
    assert "Nothing." in talk.typed("U0PRIYA", "reminders").text


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("reminders", []),
        ("reminders 90 days", []),
        ("reminders 110 days", ["6 months"]),
        ("reminders 400 days", ["6 months", "12 weeks", "28 days", "7 days", "on the day"]),
        ("reminders next 204 days", ["6 months", "12 weeks"]),
    ],
)
def test_it_looks_as_far_ahead_as_is_asked(
    talk: Conversation, typed: str, shown: list[str]
) -> None:
    answer = talk.typed("U0PRIYA", typed).text
    assert re.findall(r"\(([a-z0-9 ]+)\), planned", answer) == shown


def test_a_case_shows_whose_reminders_they_are(talk: Conversation) -> None:
    text = talk.typed("U0PRIYA", "reminders bed-1042 110 days").text
    assert text.startswith("Reminders of BED-1042, the next 110 days: 2, page 1 of 1")
    assert "to Cora Practice" in text
    assert "to Priya Practice" in text
    missing, not_theirs = (
        talk.typed("U0PETE", f"reminders {ref}").text for ref in ("BED-9999", "BED-1042")
    )
    assert missing.replace("BED-9999", "BED-1042") == not_theirs


def test_all_are_the_co_ordinators_and_of_what_they_may_see(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    talk.write(lambda session: add_person(session, person("U0CARL", "co-ordinator"), NOW))
    talk.open_case("BED-1050", crn=None, dates={"licence_end": JULY})
    talk.open_case("BED-1051", crn=None, dates={"licence_end": JULY})
    with talk.db.engine.begin() as connection:
        limited = "UPDATE cases SET limited_access = true WHERE ref = 'BED-1051'"
        connection.exec_driver_sql(limited)
    add(talk, subject="meeting BED-M1", case_id=None, kind="meeting", state="planned")
    text = talk.typed("U0CORA", "reminders all").text
    assert "Reminders of the area" in text
    for name in ("Cora", "Priya", "Carl"):
        line = "BED-1050: Licence end on 1 July 2026 (7 days), planned for 24 June 2026, to"
        assert f"{line} {name} Practice" in text
    assert "BED-M1: Meeting on 1 July 2026 (28 days), planned for 16 June 2026, to Priya" in text
    assert "BED-1051" not in text
    refused = talk.typed("U0PRIYA", "reminders all").text
    assert "the co-ordinator's. Example: reminders" in refused


@pytest.mark.parametrize("change", ["limited", "team"])
def test_what_somebody_may_no_longer_see_is_not_listed_to_them(
    talk: Conversation, change: str
) -> None:
    add(talk)
    assert "BED-1042" in talk.typed("U0PRIYA", "reminders").text
    with talk.db.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE cases SET limited_access = 1" if change == "limited" else "DELETE FROM team"
        )
    assert "Nothing." in talk.typed("U0PRIYA", "reminders").text


@pytest.mark.parametrize("user_id", ["U0SIMI", "U0ADA"])
def test_who_gets_no_reminders_is_told_so(talk: Conversation, user_id: str) -> None:
    for typed in ("reminders", "reminders all", "reminders BED-1042", "reminders nonsense ="):
        assert "Your role gets no reminders" in talk.typed(user_id, typed).text


def test_a_long_list_goes_on_page_by_page_and_leaves_nothing_out(talk: Conversation) -> None:
    refs = [f"BED-{number}" for number in range(3000, 3060)]
    for ref in refs:
        team = (TeamMember("U0PRIYA", "owner"),)
        talk.open_case(ref, crn=None, team=team, dates={"licence_end": JULY})
    seen, typed, pages = "", "reminders 30 days", 0
    while typed:
        answer = talk.typed("U0PRIYA", typed)
        assert all(ref in answer.whole for ref in re.findall("BED-3[0-9]+", answer.text))
        seen += answer.text
        pages += 1
        onward = re.search("^Next: /mappa (.+)$", answer.text, re.MULTILINE)
        typed = onward[1] if onward else ""
    assert pages > 1
    assert [ref for ref in refs if f"{ref}: Licence end on 1 July 2026 (7 days)" not in seen] == []
    assert "There is no more." in talk.typed("U0PRIYA", f"reminders page {pages + 1}").text
    assert talk.newly_broken() == []


def test_home_sets_what_is_overdue_apart_and_shows_meetings_too(talk: Conversation) -> None:
    add(talk, kind="review", about_on=date(2026, 6, 10), notice="overdue 5 working days")
    add(talk, "U0CORA", subject="area BED", case_id=None, kind="case_audit", state="planned")
    home = str(talk.open_home("U0PRIYA")["blocks"])
    assert (
        home.index("*Overdue*") < home.index("Next review on 10 June 2026") < home.index("Coming")
    )
    assert "Area BED" not in home
    theirs = str(talk.open_home("U0CORA")["blocks"])
    assert "Area BED: Case audit due on 1 July 2026 (28 days), planned" in theirs
    assert "*Overdue*" not in theirs
    assert talk.newly_broken() == []
