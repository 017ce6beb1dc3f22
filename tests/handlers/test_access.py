"""Nobody sees what is not theirs, whichever way they come."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from handlers.views.blocks import button
from mappa.access import REFUSED
from mappa.cases import Spell, TeamMember
from storage.cases import get_case
from storage.databases import Session
from storage.notes import add_note
from storage.people import STRANGER, add_person, remove_person
from storage.tables import reminders
from tests.build import MARKER, NOW, TEAM, person
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Answer, Json

NOTE = "Quincy the budgerigar"
REF = "BED-1077"
SECRETS = (MARKER, NOTE, "X001077", "27 May 2027")
GONE = "No case {} that you may see."
NOTED = ("deliveries", "records", "record_heads")  # that somebody was refused
LINES = (
    "case {}",
    "case {} notes",
    "case {} reminders",
    "case {} team",
    "update {} note seen",
    "update {} level 3 because risk",
    "update {} licence-end 1 May 2027 because risk",
    "update {} owner <@U0PETE> member <@U0PRIYA>",
    "update {}",
    "update {} dates",
    "undo {}",
    "history {}",
    "history {} seen",
    "refer {} level 3 because risk has risen",
    "refer {} category 2 level 3 because risk has risen",
)


@pytest.fixture
def kept(talk: Conversation) -> Conversation:
    """Priya has one more case, with a note that nobody else may read."""
    talk.open_case(REF, dates={"licence_end": date(2027, 5, 27)})

    def note(session: Session) -> None:
        case = get_case(session, REF, to_change=True)
        add_note(session, case, NOTE, talk.people["U0PRIYA"], NOW)

    talk.write(note)
    return talk


def answers_to_commands(talk: Conversation, user_id: str) -> Iterator[tuple[str, Answer]]:
    for line in (*LINES, "me", "help", "refer", "how many cases", "aardvark"):
        yield line, talk.typed(user_id, line.format(REF))


def press_everything(talk: Conversation, user_id: str, channel: str) -> None:
    """Old and forged buttons of every kind, and the form that one of them may open."""
    ids = talk.read(lambda session: list(session.execute(reminders.select()).all()))
    for made in (
        button("Show the case", "open_case", REF),
        button("Acknowledge", "acknowledge_reminder", ",".join(str(row.id) for row in ids)),
        button("Refer this case", "refer_case", REF),
        button("Update", "open_update.update", REF),
        button("Set the review", "open_update.review", f"{REF} dates"),
        button("Undo", "undo_change", f"{REF} 1"),
        button("History", "show_history", REF),
        button("Older", "other_page.older", f"{REF} page 2"),
    ):
        message = talk.plant(channel, made)
        talk.press(user_id, made["action_id"], message)
        talk.settle()


@pytest.mark.parametrize("user_id", ["U0PETE", "U0CHAS", "U0SIMI", "U0ADA"])
def test_somebody_registered_sees_nothing_of_a_case_that_is_not_theirs(
    kept: Conversation, user_id: str
) -> None:
    before = kept.dump()
    for line, answer in answers_to_commands(kept, user_id):
        assert not [secret for secret in SECRETS if secret in answer.whole], line
    press_everything(kept, user_id, "C0GENERAL")
    kept.say(user_id, f"case {REF}")
    kept.say(user_id, "@MAPPA how many cases", "C0GENERAL")
    kept.open_home(user_id)
    kept.send()
    changed = {name for name, rows in kept.dump().items() if rows != before[name]}
    # The answers, where direct messages go, and how fast each may be written to.
    assert changed <= {"outgoing", "people", "lanes"}
    seen = kept.everything_seen()
    assert not [secret for secret in SECRETS if secret in seen]
    assert kept.newly_broken() == []


@pytest.mark.parametrize("user_id", ["U0NOEL", "U0OLGA", "removed"])
def test_a_stranger_learns_nothing_on_any_path(kept: Conversation, user_id: str) -> None:
    if user_id == "removed":
        user_id = "U0PRIYA"
        kept.write(lambda session: remove_person(session, TEAM, user_id, NOW))
    before = kept.dump(without=NOTED)
    channel = "C0SHARED" if user_id == "U0OLGA" else "C0GENERAL"
    if user_id != "U0OLGA":  # Slack gives commands, direct messages and Home to members only
        for line, answer in answers_to_commands(kept, user_id):
            assert answer.text == STRANGER, line
        kept.say(user_id, "how many cases")
        home = kept.open_home(user_id)
        assert [block["text"]["text"] for block in home["blocks"]] == ["MAPPA", STRANGER]
    press_everything(kept, user_id, channel)
    form = kept.form(user_id)
    assert form is not None
    assert [block["text"]["text"] for block in form["blocks"]] == [STRANGER]
    kept.say(user_id, "@MAPPA how many level 2 cases", channel)
    kept.send()
    said = [m for m in kept.messages() if m.get("bot_id") and m["text"] != "Planted."]
    assert {m["text"] for m in said} == {STRANGER}
    assert {m.get("ephemeral_to") for m in said if m["channel"] == channel} == {user_id}
    assert kept.dump(without=NOTED) == before
    assert kept.newly_broken() == []


def test_an_outsider_is_one_also_when_the_payload_names_our_workspace(kept: Conversation) -> None:
    """In a shared channel everybody acts under the workspace of the app."""
    message = kept.plant("C0SHARED", button("Show the case", "open_case", REF))

    def as_if_priya(payload: Json) -> None:
        payload["user"] |= {"id": "U0PRIYA", "username": "priya"}

    with kept.tampering(as_if_priya):
        kept.press("U0OLGA", "open_case", message)
    kept.settle()
    assert MARKER not in kept.everything_seen()
    assert STRANGER in kept.everything_seen()


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("user_id", ["U0PETE", "U0CHAS"])
def test_not_there_and_not_yours_read_the_same(kept: Conversation, user_id: str, line: str) -> None:
    theirs = kept.typed(user_id, line.format(REF))
    nobodys = kept.typed(user_id, line.format("BED-9077"))
    assert theirs.whole.replace(REF, "BED-9077") == nobodys.whole
    changes = line.startswith(("update", "undo"))
    refused = REFUSED["change case"] if user_id == "U0CHAS" and changes else GONE.format(REF)
    assert theirs.text.startswith(refused)


def gated(talk: Conversation) -> None:
    """A case in Category 4, one that once was, one with limited access; all three Priya's."""
    spells = (Spell(4, 2, NOW.date()),)
    talk.open_case("BED-2001", spells=spells)
    earlier = (Spell(4, 2, NOW.date().replace(year=2020), NOW.date()), Spell(2, 2, NOW.date()))
    talk.open_case("BED-2002", spells=earlier)
    talk.open_case("BED-2003", limited_access=True)


def may_see(talk: Conversation, user_id: str) -> set[str]:
    """The cases that somebody gets shown when they ask for each of them."""
    refs = ("BED-1042", "BED-2001", "BED-2002", "BED-2003")
    return {ref[-4:] for ref in refs if MARKER in talk.typed(user_id, f"case {ref}").whole}


@pytest.mark.parametrize(
    ("user_id", "grants", "seen"),
    [
        ("U0CORA", "", "1042"),
        ("U0CORA", "category-4", "1042 2001 2002"),
        ("U0CORA", "limited", "1042 2003"),
        ("U0CORA", "category-4 limited", "1042 2001 2002 2003"),
        ("U0PRIYA", "", "1042"),
        ("U0PRIYA", "category-4 limited", "1042 2001 2002 2003"),
        ("U0PETE", "category-4 limited", ""),
        ("U0CHAS", "category-4 limited", ""),
        ("U0SIMI", "category-4 limited", ""),
        ("U0ADA", "category-4 limited", ""),
    ],
)
def test_category_4_and_limited_access_need_their_grant(
    talk: Conversation, user_id: str, grants: str, seen: str
) -> None:
    gated(talk)
    granted = replace(talk.people[user_id], grants=frozenset(grants.split()))
    talk.write(lambda session: add_person(session, granted, NOW))
    assert may_see(talk, user_id) == set(seen.split())
    counted = talk.typed("U0CORA", "how many cases").text
    all_three = user_id == "U0CORA" and "category-4" in grants
    assert counted.startswith("4 people" if all_three else "3 people")
    assert ("Category 4 not shown" in counted) is not all_three


@pytest.mark.parametrize("role", ["co-ordinator", "practitioner", "lay-adviser", "auditor"])
def test_another_area_and_other_roles_see_no_case_of_ours(talk: Conversation, role: str) -> None:
    area = "HER" if role in ("co-ordinator", "practitioner") else "BED"
    talk.write(lambda session: add_person(session, person("U0NOEL", role, area=area), NOW))
    assert may_see(talk, "U0NOEL") == set()
    talk.write(
        lambda session: add_person(
            session, person("U0NOEL", role, area=area, grants=frozenset({"limited"})), NOW
        )
    )
    assert may_see(talk, "U0NOEL") == set()


def test_a_case_handed_over_is_lost_and_won_at_once_on_old_buttons_too(talk: Conversation) -> None:
    message = talk.plant("C0PANEL", button("Show the case", "open_case", "BED-1042"))
    talk.typed("U0CORA", "update BED-1042 owner <@U0PETE|pete>")
    talk.press("U0PETE", "open_case", message)
    talk.settle()
    form = talk.form("U0PETE")
    assert form is not None
    assert MARKER in str(form["blocks"])
    assert TeamMember("U0PETE", "owner") in talk.read(
        lambda session: get_case(session, "BED-1042").facts.team
    )


def test_what_an_acknowledgement_is_refused_for_reads_the_same(talk: Conversation) -> None:
    """A reminder that is somebody else's, one that is not there, and nonsense."""
    texts = set()
    rows = talk.read(lambda session: session.execute(reminders.select()).all())
    other = next(row for row in rows if row.person_id == talk.people["U0CORA"].id)
    for value in (str(other.id), "999999", "0", "-1", "9" * 2000, "x", "1e3", "٣", "", ",,,"):
        made = button("Acknowledge", "acknowledge_reminder", value or " ")
        talk.press("U0PRIYA", "acknowledge_reminder", talk.plant("C0GENERAL", made))
        talk.settle()
        form = talk.form("U0PRIYA")
        assert form is not None
        texts.add(form["blocks"][0]["text"]["text"])
    assert texts == {"That reminder is no longer there."}
    assert talk.count("reminders", state="acknowledged") == 0
