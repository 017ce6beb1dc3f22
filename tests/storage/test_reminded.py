"""Who may be reminded at the moment of sending, whom it is passed on to, what nobody is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from mappa.case_facts import Contact
from mappa.cases import Spell, TeamMember
from mappa.people import Person
from storage.area_dates import derive_area_dates
from storage.cases import StoredCase, add_case
from storage.databases import Session
from storage.deriving import derive_again, derive_reminders
from storage.meeting_reminders import derive_meeting_reminders
from storage.people import add_person, as_now, find_people, list_people, list_people_of_case
from storage.reminded import count_untold, list_untold, may_be_reminded, recipients_of
from storage.reminders import Reminder, get_reminder
from storage.tables import actions, heard, meetings, reminders
from tests.build import CAST, NOW, POLICY, TODAY, case, person
from tests.storage.panels import invite, plan_meeting, planned, raise_action, told
from tests.storage.reminding import states

AHEAD = datetime(2026, 7, 17, 9, tzinfo=UTC)
SOON = TODAY + timedelta(days=20)
TEAM = (TeamMember("U0PRIYA", "owner"), TeamMember("U0PETE", "member"))
CONTACTS = (Contact("police", user_id="U0PETE"), Contact("probation", user_id="U0PRIYA"))


@pytest.fixture
def stored(session: Session, cast: dict[str, Person]) -> StoredCase:
    """A case with a meeting ahead, and an action that Pete has to do."""
    made = add_case(session, case(team=TEAM, contacts=CONTACTS), NOW)
    meeting_id = plan_meeting(session, AHEAD, [made])
    invite(session, meeting_id, "U0PETE")
    raise_action(session, made, SOON, user_id="U0PETE")
    derive_reminders(session, [made], list_people_of_case(session, made.facts), POLICY, NOW)
    derive_meeting_reminders(session, meeting_id, POLICY, NOW)
    derive_area_dates(session, "BED", POLICY, NOW)
    return made


def one(session: Session, kind: str) -> Reminder:
    of_kind = reminders.c.kind == kind
    row = session.execute(reminders.select().where(of_kind).limit(1)).one()
    return get_reminder(session, row.id)


def test_an_action_is_told_to_who_has_to_do_it_until_it_is_done(
    session: Session, stored: StoredCase
) -> None:
    assert planned(session, "action_due") == {
        ("action BED-AC7 of BED-1042", "U0PETE", SOON, notice)
        for notice in ("7 days", "on the day", "overdue 2 working days")
    }
    session.execute(actions.update().values(done_on=TODAY))
    derive_again(session, one(session, "action_due"), POLICY, NOW)
    assert told(session, "action_due") == set()


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        (None, {"U0PRIYA"}),  # the case's owner
        ("U0NOEL", {"U0CORA"}),  # not registered
        ("U0SIMI", {"U0CORA"}),  # sees no case
        ("U0CHAS", {"U0CHAS"}),  # the chair of the meeting that hears it
    ],
)
def test_an_action_is_told_only_to_who_may_see_the_case(
    session: Session, stored: StoredCase, owner: str | None, expected: set[str]
) -> None:
    session.execute(actions.update().values(user_id=owner))
    derive_again(session, one(session, "action_due"), POLICY, NOW)
    assert told(session, "action_due") == expected


def test_minutes_are_chased_until_they_are_issued(session: Session, stored: StoredCase) -> None:
    ten_working_days = date(2026, 7, 31)
    assert planned(session, "minutes_due") == {
        ("minutes BED-M12 of BED-1042", "U0CORA", ten_working_days, notice)
        for notice in ("3 days", "on the day", "overdue 2 working days")
    }
    session.execute(heard.update().values(issued_on=TODAY))
    derive_again(session, one(session, "minutes_due"), POLICY, NOW)
    assert told(session, "minutes_due") == set()


@pytest.mark.parametrize(
    ("given", "position", "chased"),
    [
        ({"chair": None}, None, False),  # as it comes with a workbook
        ({"chair": None}, 1, True),
        ({"chair": "U0CHAS"}, None, True),
        ({"status": "cancelled"}, 1, False),
        ({"status": "held"}, 1, True),
    ],
)
def test_nobody_is_chased_for_the_minutes_of_what_was_not_planned_here(
    session: Session,
    cast: dict[str, Person],
    given: dict[str, Any],
    position: int | None,
    chased: bool,
) -> None:
    made = add_case(session, case(dates={}), NOW)
    plan_meeting(session, AHEAD, [made], **given)
    session.execute(heard.update().values(position=position))
    derive_reminders(session, [made], list_people(session, "BED"), POLICY, NOW)
    assert (told(session, "minutes_due") == {"U0CORA"}) == chased


@pytest.mark.parametrize(
    ("kind", "to", "expected"),
    [
        ("licence_end", ("chair",), ["U0CHAS"]),
        ("licence_end", ("agency-contact",), ["U0PRIYA"]),
        ("action_due", ("agency-contact",), ["U0PETE"]),
        ("action_due", ("owner", "chair"), ["U0PETE", "U0CHAS"]),
        ("minutes_due", ("chair", "co-ordinator"), ["U0CORA", "U0CHAS"]),
        ("minutes_due", ("invited",), ["U0CORA"]),  # means nobody here
        ("meeting", ("invited",), ["U0PETE"]),
        ("meeting", ("chair",), ["U0CHAS"]),
        ("annual_return", ("chair",), ["U0CORA"]),
    ],
)
def test_it_is_passed_on_to_whom_the_policy_means(
    session: Session, stored: StoredCase, kind: str, to: tuple[str, ...], expected: list[str]
) -> None:
    found = recipients_of(session, one(session, kind), to, POLICY, NOW)
    assert [person.user_id for person in found] == expected


def test_an_agency_without_a_contact_here_is_the_co_ordinators(
    session: Session, stored: StoredCase
) -> None:
    session.execute(actions.update().values(agency="housing"))
    found = recipients_of(session, one(session, "action_due"), ["agency-contact"], POLICY, NOW)
    assert [person.user_id for person in found] == ["U0CORA"]


def test_what_is_done_is_passed_on_to_nobody(session: Session, stored: StoredCase) -> None:
    reminder = one(session, "action_due")
    session.execute(actions.update().values(done_on=TODAY))
    assert recipients_of(session, reminder, ["owner"], POLICY, NOW) == []
    session.execute(meetings.update().values(status="cancelled"))
    assert recipients_of(session, one(session, "meeting"), ["invited"], POLICY, NOW) == []


def test_whoever_is_to_be_told_of_anything_may_be_told_of_it(
    session: Session, cast: dict[str, Person], stored: StoredCase
) -> None:
    rows = session.execute(reminders.select()).all()
    assert len({row.kind for row in rows}) == 6
    for row in rows:
        who = as_now(session, find_people(session, [row.person_id])[row.person_id], NOW)
        assert may_be_reminded(session, who, get_reminder(session, row.id)), row


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        ("licence_end", {"U0CORA", "U0PRIYA", "U0PETE", "U0CHAS"}),
        ("meeting", {"U0CORA", "U0PETE", "U0CHAS"}),
        ("annual_return", {"U0CORA"}),
    ],
)
def test_nobody_else_may_be_reminded(
    session: Session, cast: dict[str, Person], stored: StoredCase, kind: str, allowed: set[str]
) -> None:
    add_person(session, person("U0CAM", "co-ordinator", area="CAM"), NOW)
    people = [*cast.values(), *list_people(session, "CAM")]
    now = [as_now(session, person, NOW) for person in people]
    reminder = one(session, kind)
    found = {who.user_id for who in now if may_be_reminded(session, who, reminder)}
    assert found == allowed


def test_what_nobody_acknowledged_goes_on_while_its_date_stands(
    session: Session, stored: StoredCase
) -> None:
    row = session.execute(reminders.select().where(reminders.c.kind == "licence_end")).first()
    assert row is not None
    values = row._asdict() | {"notice": "28 days, not acknowledged", "step": 1}
    values.pop("id")
    session.execute(reminders.insert().values(**values))
    derive_again(session, one(session, "licence_end"), POLICY, NOW)
    passed_on = {"step": 1}
    assert {state for _, _, state in states(session, **passed_on)} == {"planned"}
    without = replace(stored.facts, dates={})
    gone = StoredCase(stored.id, stored.key, without)
    derive_reminders(session, [gone], list_people(session, "BED"), POLICY, NOW)
    assert {state for _, _, state in states(session, **passed_on)} == {"void"}


def test_what_nobody_may_be_told_of_is_found(session: Session) -> None:
    cora, priya = CAST[0], CAST[1]
    add_person(session, priya, NOW)
    in_4 = (Spell(4, 2, date(2026, 1, 5)),)
    add_case(session, case("BED-1"), NOW)
    add_case(session, case("BED-2", team=()), NOW)
    add_case(session, case("BED-3", spells=in_4), NOW)
    add_case(session, case("BED-4", dates={}, team=()), NOW)  # nothing to be told of
    add_case(session, case("CAM-1", area="CAM"), NOW)
    assert list_untold(session, "BED", POLICY, NOW) == ["area BED", "case BED-2", "case BED-3"]
    assert count_untold(session, POLICY, NOW) == 3 + 2  # and all of the other area
    add_person(session, cora, NOW)
    assert list_untold(session, "BED", POLICY, NOW) == ["case BED-3"]
    add_person(session, replace(cora, grants=frozenset({"category-4"})), NOW)
    assert list_untold(session, "BED", POLICY, NOW) == []
