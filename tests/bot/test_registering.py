"""`mappa-bot people`: who may use the bot, typed as people type it."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.registering import register_admins
from bot.settings import Settings
from mappa.agencies import AGENCIES
from mappa.cases import TeamMember
from mappa.people import ROLES
from storage.databases import Database
from storage.people import add_person, list_people, remove_person
from storage.records import find_broken_record
from storage.reminders import list_reminders_of_case
from storage.tables import outgoing, records
from tests.bot.conftest import Typed
from tests.bot.words import KEY_1, say
from tests.build import NOW, TEAM, case, open_case, person

ANN = {"slack-id": "U0ANN", "name": "Ann Example", "agency": "police", "role": "practitioner"}


@pytest.fixture
def either(database_url: str) -> dict[str, str]:
    """Live data in a database of either kind."""
    return {"DATABASE_URL": database_url, "MAPPA_KEYS": KEY_1, "MAPPA_AREA": "BED"}


def add(*more: str, **changes: str) -> list[str]:
    given = ANN | {name.replace("_", "-"): value for name, value in changes.items()}
    options = [part for name, value in given.items() for part in (f"--{name}", value)]
    return ["people", "add", *options, "--team-id", TEAM, *more]


def test_somebody_is_registered_listed_and_removed(live: dict[str, str], typed: Typed) -> None:
    line = "U0ANN Ann Example, Police, Practitioner, Bedfordshire"
    assert typed("people", "list", **live).answer == ""
    assert typed(*add(), **live).answer == f"Registered: {line}\n"
    assert typed("people", "list", **live).answer == f"{line}\n"
    gone = ["people", "remove", "--slack-id", "u0ann", "--team-id", TEAM]
    assert typed(*gone, **live).answer == f"Removed: {line}\n"
    assert typed("people", "list", **live).answer == ""
    assert typed(*gone, **live).problem == "Nobody is registered with the Slack id U0ANN."


@pytest.mark.parametrize(
    ("option", "given", "shown"),
    [
        ("role", "coordinator", "Co-ordinator"),
        ("role", " Co-ordinator ", "Co-ordinator"),
        ("role", "CO ORDINATOR", "Co-ordinator"),
        ("role", "Lay Adviser", "Lay adviser"),
        ("role", "lay_adviser", "Lay adviser"),
        ("agency", "Youth Offending Team", "Youth offending team"),
        ("agency", "YOUTH-OFFENDING", "Youth offending team"),
        ("agency", "mental health services", "Mental health services"),
        ("name", "  Ann   Example ", "Ann Example"),
        ("name", "Zoë O’Example", "Zoë O’Example"),
        ("slack_id", "w012ab3cd", "W012AB3CD"),
    ],
)
def test_values_are_taken_as_people_type_them(
    option: str, given: str, shown: str, typed: Typed, live: dict[str, str]
) -> None:
    assert shown in typed(*add(**{option: given}), **live).answer
    assert shown in typed("people", "list", **live).answer


@pytest.mark.parametrize(
    ("option", "given", "says"),
    [
        ("role", "boss", ", ".join(ROLES)),
        ("agency", "FBI", ", ".join(AGENCIES)),
        ("name", "  ", "name: 1 to 100 characters"),
        ("name", "x" * 101, "name: 1 to 100 characters"),
        ("name", "Ann\x1b[31m", "name: 1 to 100 characters"),
        ("slack_id", "ann", "slack-id: “ann” is not a Slack id. Example: --slack-id U012AB3CD"),
        ("slack_id", "<@U0ANN>", "is not a Slack id"),
        ("slack_id", "U0ANN, U0BOB", "is not a Slack id"),
        ("slack_id", "T0ANN", "is not a Slack id"),
        ("slack_id", "", "is not a Slack id"),
        ("team_id", "U0ANN", "team-id: “U0ANN” is not a Slack id. Example: --team-id T012AB3CD"),
    ],
)
def test_an_unknown_value_is_refused_with_what_there_is(
    option: str, given: str, says: str, typed: Typed, live: dict[str, str]
) -> None:
    words = add(**{option: given}) if option != "team_id" else [*add()[:-1], given]
    assert says in typed(*words, **live).problem
    assert typed("people", "list", **live).answer == ""


def test_grants_are_given_by_code_or_name(typed: Typed, live: dict[str, str]) -> None:
    granted = ["--grant", "Category 4", "--grant", "limited-access cases"]
    assert ", Category 4, Limited-access cases" in typed(*add(*granted), **live).answer
    assert ", Category" not in typed(*add(), **live).answer, "what is not given again is gone"
    problem = typed(*add("--grant", "everything"), **live).problem
    assert "grant: “everything” is not one of category-4, limited" in problem


def test_the_workspace_is_asked_for_until_the_bot_has_been_there(
    typed: Typed, practice: Path, live: dict[str, str]
) -> None:
    without = add()[:-2]
    assert "give --team-id T..." in typed(*without, **live).problem
    assert typed(*without).answer.startswith("Registered: U0ANN"), "practice knows its own"


def test_the_same_id_from_another_workspace_is_a_stranger(
    typed: Typed, live: dict[str, str]
) -> None:
    assert typed(*add(), **live).code == 0
    elsewhere = [*add(name="Olga Outside")[:-1], "T0OUTSIDE"]
    assert "registered from another workspace already" in typed(*elsewhere, **live).problem
    gone = ["people", "remove", "--slack-id", "U0ANN", "--team-id", "T0OUTSIDE"]
    assert typed(*gone, **live).problem == "Nobody is registered with the Slack id U0ANN."
    assert "Ann Example" in typed("people", "list", **live).answer


def test_an_area_can_be_named(typed: Typed, live: dict[str, str]) -> None:
    assert typed(*add("--area", "Kent"), **live).answer.endswith(", Kent\n")
    assert typed("people", "list", **live).answer == ""
    assert "U0ANN" in typed("people", "list", "--area", "ken", **live).answer


def test_what_is_registered_is_on_the_record_and_the_chain_holds(
    either: dict[str, str], typed: Typed, db: Database
) -> None:
    for words in (add(), add(role="chair"), ["people", "remove", "--slack-id", "U0ANN"]):
        given = [*words, "--team-id", TEAM] if words[1] == "remove" else words
        assert typed(*given, **either).code == 0
    with db.read() as session:
        rows = session.execute(select(records).order_by(records.c.number)).all()
        assert [row.action for row in rows] == [
            "person registered",
            "person registered",
            "person removed",
        ]
        assert [bool(row.before_sealed) for row in rows] == [False, True, True]
        assert not any(b"Ann" in (row.after_sealed or b"") for row in rows)
        assert find_broken_record(session, "BED") is None


def test_reminders_follow_whoever_comes_and_goes(
    either: dict[str, str], typed: Typed, db: Database
) -> None:
    with db.write() as session:
        stored = open_case(session, case())
    assert typed(*add(role="co-ordinator"), **either).code == 0
    with db.read() as session:
        (ann,) = list_people(session, "BED")
        told = {one.person_id for one in list_reminders_of_case(session, stored.id)}
    assert told == {ann.id}
    assert typed(*add("--area", "Kent", role="co-ordinator"), **either).code == 0
    with db.read() as session:
        assert list_reminders_of_case(session, stored.id) == [], "she is elsewhere now"


def test_who_owned_cases_alone_leaves_word_of_them_for_the_co_ordinator(
    either: dict[str, str], typed: Typed, db: Database
) -> None:
    for more in ({}, {"slack-id": "U0CORA", "role": "co-ordinator"}):
        assert typed(*add(**more), **either).code == 0
    with db.write() as session:
        open_case(session, case(team=(TeamMember("U0ANN", "owner"),)))
    gone = ["people", "remove", "--slack-id", "U0ANN", "--team-id", TEAM]
    assert typed(*gone, **either).answer.startswith("Removed: U0ANN Ann Example")
    with db.read() as session:
        people = {one.id: one.user_id for one in list_people(session, "BED")}
        rows = session.execute(select(outgoing)).all()
    assert [(people[row.person_id], row.about) for row in rows] == [("U0CORA", "BED-1042")]
    said = typed(*add(), **either).answer
    assert "\nWith this they work with 1 case that names them from earlier." in said
    assert "BED-" not in said
    with db.read() as session:
        rows = session.execute(select(outgoing).order_by(outgoing.c.id)).all()
    assert [(people[row.person_id], row.about) for row in rows[1:]] == [("U0CORA", "BED-1042")]


def test_the_first_admins_come_from_the_settings_and_keep_what_they_became(db: Database) -> None:
    settings = Settings(mappa_admins=("U0ADA", "U0ANN"), mappa_area="BED")
    with db.write() as session:
        add_person(session, person("U0ANN", "co-ordinator"), NOW)
        register_admins(session, settings, TEAM, NOW)
        register_admins(session, settings, TEAM, NOW)
        roles = {one.user_id: one.role for one in list_people(session, "BED")}
        assert roles == {"U0ANN": "co-ordinator", "U0ADA": "admin"}
        assert find_broken_record(session, "BED") is None
        remove_person(session, TEAM, "U0ADA", NOW)
        register_admins(session, settings, TEAM, NOW)  # the next start gives nothing back
        assert [one.user_id for one in list_people(session, "BED")] == ["U0ANN"]


def test_a_terminal_that_cannot_show_a_name_does_not_make_it_fail(
    live: dict[str, str], tmp_path: Path
) -> None:
    plain = live | {"PYTHONIOENCODING": "ascii"}
    assert "Zo\\xeb" in say(tmp_path, *add(name="Zoë Example"), **plain).answer
    assert "Zo\\xeb" in say(tmp_path, "people", "list", **plain).answer
