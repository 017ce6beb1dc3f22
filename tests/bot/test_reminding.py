"""`mappa-bot reminders`: the object that scripts rely on, what is listed when, and nothing sent."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from storage.databases import Database, make_engine
from storage.keys import KeyRing
from storage.tables import outgoing, reminders
from tests.bot.conftest import Typed
from tests.bot.words import KEY_1
from tests.build import case, open_case, register_cast
from tests.conftest import KEY

KEYS = ["subject", "case", "about", "on", "notice", "due_at", "to", "state"]
MADE = datetime(2026, 6, 17, 8, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Book:
    """A database in which Priya owns a case whose licence ends on 31 March 2027, and the command
    line that asks about it."""

    db: Database
    typed: Typed
    settings: dict[str, str]

    def ask(self, *words: str) -> list[dict[str, Any]]:
        done = self.typed("reminders", *words, "--json", **self.settings)
        (line,) = done.answer.splitlines()
        found = json.loads(line)
        assert list(found) == ["reminders"]
        listed: list[dict[str, Any]] = found["reminders"]
        assert all(list(one) == KEYS for one in listed)
        times = [datetime.fromisoformat(one["due_at"]) for one in listed]
        assert times == sorted(times)
        assert all(one["due_at"].endswith("+00:00") for one in listed)
        return listed


def fill(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
        open_case(session, case(), MADE)


@pytest.fixture
def book(live: dict[str, str], typed: Typed) -> Iterator[Book]:
    with closing(Database(make_engine(live["DATABASE_URL"]), KeyRing([KEY]))) as db:
        fill(db)
        yield Book(db, typed, live)


@pytest.fixture
def book_on_both(database_url: str, db: Database, typed: Typed) -> Book:
    fill(db)
    settings = {"DATABASE_URL": database_url, "MAPPA_KEYS": KEY_1, "MAPPA_AREA": "BED"}
    return Book(db, typed, settings)


def add(db: Database, user_id: str = "U0PRIYA", **given: Any) -> None:
    """A reminder of somebody's, as it may be stored."""
    with db.write() as session:
        ids = {one.user_id: one.id for one in register_cast(session).values()}
        values = {
            "area": "BED", "subject": "meeting BED-M12", "kind": "meeting", "notice": "7 days",
            "about_on": date(2027, 3, 10), "due_at": datetime(2027, 3, 3, 9, tzinfo=UTC),
            "person_id": ids[user_id], "state": "planned", "late": False,
        }  # fmt: skip
        session.execute(reminders.insert().values(values | given))


def test_the_object_is_the_contract_to_the_letter(book_on_both: Book) -> None:
    ask = book_on_both.ask
    one = {
        "subject": "case BED-1042",
        "case": "BED-1042",
        "about": "licence_end",
        "on": "2027-03-31",
        "notice": "28 days",
        "due_at": "2027-03-03T09:00:00+00:00",
        "to": "U0CORA",
        "state": "planned",
    }
    assert ask("--at", "2027-03-03T08:59:59", "--days", "1") == [
        *(before | {"state": "due"} for before in _earlier(one)),
        one,
        one | {"to": "U0PRIYA"},
    ]


def _earlier(one: dict[str, Any]) -> list[dict[str, Any]]:
    """The notices before it, which nobody has sent in this test."""
    times = {"6 months": "2026-09-30T08:00:00+00:00", "12 weeks": "2027-01-06T09:00:00+00:00"}
    return [
        one | {"notice": notice, "due_at": at, "to": to}
        for notice, at in times.items()
        for to in ("U0CORA", "U0PRIYA")
    ]


@pytest.mark.parametrize(
    ("at", "due"),
    [
        ("2027-03-03T09:00:00+00:00", True),
        ("2027-03-03T08:59:59Z", False),
        ("2027-03-03T10:00:00+01:00", True),
        ("2027-03-03T09:59:59+01:00", False),
        ("2027-03-03T09:00", True),
        ("2027-03-03 08:59", False),
        ("2027-03-03", True),  # a day is looked from at its end
        ("2027-03-02", False),
        ("3 March 2027", True),
        ("2/3/2027", False),
    ],
)
def test_a_planned_one_is_due_from_its_instant_on(book: Book, at: str, due: bool) -> None:
    found = {one["state"] for one in book.ask("--at", at) if one["notice"] == "28 days"}
    assert found == {"due" if due else "planned"}


@pytest.mark.parametrize(
    ("days", "notices"),
    [
        ("0", ["6 months"]),
        ("97", ["6 months"]),
        ("98", ["6 months", "12 weeks"]),
        ("1000", ["6 months", "12 weeks", "28 days", "7 days", "on the day"]),
    ],
)
def test_what_is_coming_is_listed_as_far_ahead_as_is_asked(
    book: Book, days: str, notices: list[str]
) -> None:
    found = book.ask("--at", "2026-09-30T10:00", "--days", days)
    assert list(dict.fromkeys(one["notice"] for one in found)) == notices


PAST: dict[str, Any] = {"about_on": date(2027, 3, 7)}
LATE: dict[str, Any] = {"about_on": date(2027, 3, 1), "notice": "overdue 2 working days"}
LISTED: list[tuple[dict[str, Any], str | None]] = [
    ({"state": "failed", "about_on": date(2026, 7, 1)}, "failed"),
    ({"state": "due", "about_on": date(2026, 7, 2)}, "due"),
    ({"state": "snoozed", "about_on": date(2026, 7, 3)}, "due"),
    ({"state": "sent"}, "sent"),
    ({"state": "acknowledged", "notice": "1 day"}, "acknowledged"),
    ({"state": "void", "notice": "2 days"}, "void"),
    ({"state": "sent", "about_on": date(2027, 3, 8)}, "sent"),
    ({"state": "sent", "notice": "3 days"} | PAST, None),
    ({"state": "acknowledged", "notice": "4 days"} | PAST, None),
    ({"state": "void", "notice": "5 days"} | PAST, None),
    ({"state": "sent"} | LATE, "sent"),
    ({"state": "acknowledged", "kind": "training"} | LATE, None),
    ({"state": "void", "kind": "invitation"} | LATE, None),
]


def test_what_was_told_is_listed_while_it_matters(book_on_both: Book) -> None:
    for given, _ in LISTED:
        add(book_on_both.db, **given)
    found = book_on_both.ask("--at", "2027-03-08")
    theirs = [one for one in found if one["subject"] == "meeting BED-M12"]
    assert [one["state"] for one in theirs] == [listed for _, listed in LISTED if listed]
    assert {one["case"] for one in theirs} == {None}


def test_another_area_is_another_list_and_an_empty_one_an_empty_list(
    book: Book,
) -> None:
    assert book.ask("--area", "HER", "--at", "2027-03-03") == []
    assert book.typed("reminders", "--area", "HER", **book.settings).answer.count(": 0") == 3


def test_in_words_what_is_overdue_due_and_coming_stands_apart_and_void_is_left_out(
    book: Book,
) -> None:
    add(book.db, **LATE, state="sent")
    add(book.db, "U0CORA", state="void", notice="on the day")
    add(book.db, "U0CORA", state="acknowledged", notice="28 days")
    words = ("--at", "2027-03-03", "--days", "30")
    said = book.typed("reminders", *words, **book.settings).answer
    assert said.startswith("Reminders on 3 March 2027 at 23:59, and 30 days ahead\n")
    overdue, due, told, coming = said.split("\n\n")[1:]
    assert overdue.splitlines() == [
        "Overdue: 1",
        "  3 March 2027 09:00  meeting BED-M12: Meeting on 1 March 2027 "
        "(overdue 2 working days), to U0PRIYA, sent",
    ]
    assert due.startswith("Due: 6\n")
    assert "case BED-1042: Licence end on 31 March 2027 (28 days), to U0PRIYA, due" in due
    assert told.startswith("Sent: 1\n")
    assert coming.startswith("Coming: 4\n")
    assert "void" not in said
    assert "Practice" not in said


def test_it_sends_and_writes_nothing(book: Book) -> None:
    with book.db.read() as session:
        before = session.execute(reminders.select()).all()
    book.ask("--at", "2027-03-03")
    with book.db.read() as session:
        assert session.execute(reminders.select()).all() == before
        assert session.execute(outgoing.select()).all() == []


@pytest.mark.parametrize(
    "at", ["", "x" * 400, "31 February 2027", "2027-13-01", "09:00", "2027-03-03T25:00",
           "0001-01-01", "9999-12-31T23:59", "2027-03-03T09:00+99:00", "٣ March 2027", "4 March"]
)  # fmt: skip
def test_what_is_no_instant_is_refused_in_one_line(
    typed: Typed, live: dict[str, str], at: str
) -> None:
    problem = typed("reminders", "--at", at, **live).problem
    assert problem.startswith("at: ")
    assert "Example: --at 2027-03-03T09:00" in problem


@pytest.mark.parametrize("days", ["-1", "x", "1.5", "٣", "99999", ""])
def test_what_is_no_number_of_days_is_wrong_usage(
    typed: Typed, live: dict[str, str], days: str
) -> None:
    done = typed("reminders", "--days", days, **live)
    assert (done.code, done.out) == (2, "")
    assert "is not a number of days" in done.err


def test_practice_is_said_in_words_and_never_beside_the_object(
    typed: Typed, practice: object
) -> None:
    assert typed("reminders").answer.endswith("Practice data: everybody in them is invented.\n")
    assert set(json.loads(typed("reminders", "--json").answer)) == {"reminders"}
    far = datetime.now(UTC).date() + timedelta(days=400)
    assert json.loads(typed("reminders", "--at", far.isoformat(), "--json").answer)["reminders"]
