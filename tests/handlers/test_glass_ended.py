"""Broken glass is over when its time is, when somebody ends it, and with what it stood on."""

from datetime import timedelta

from handlers.views.glass import END_GLASS
from handlers.views.meetings.meetings import SEND_AGENDA
from mappa.cases import TeamMember
from storage.cases import get_case
from storage.people import remove_person
from storage.tables import people
from tests.build import MARKER, TEAM
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import said
from tests.handlers.pressing import press
from tests.handlers.referring import give, message_with, nothing_changes, register, told
from tests.handlers.test_glass import BREAK, HOURS, NOT_THERE, WHY, history, opened


def test_a_co_ordinator_ends_it_by_the_button_once(talk: Conversation) -> None:
    talk.typed("U0PETE", BREAK)
    message = message_with(talk, "U0CORA", END_GLASS)
    talk.clock.pass_(minutes=5)
    talk.press("U0CORA", END_GLASS, message)
    assert opened(talk) == set()
    assert NOT_THERE in talk.typed("U0PETE", "case BED-1042").text
    [ended] = history(talk, "glass ended")
    assert (ended["after"], ended["person_id"]) == (
        {"of": "U0PETE", "because": ""},
        talk.people["U0CORA"].id,
    )
    talk.send()
    [notice] = [m for m in said(talk, "D0CORA") if m["ts"] == message["ts"]]
    assert "Ended by Cora Practice at 09:3" in notice["text"] and END_GLASS not in str(notice)
    assert "Cora Practice has ended" in said(talk, "D0PETE")[-1]["text"]
    press(talk, "U0CORA", END_GLASS, "1")  # from the same notice of another co-ordinator
    assert "It was over already, at 09:3" in told(talk, "U0CORA")[-1]
    assert len(history(talk, "glass ended")) == 1


def test_a_forged_button_ends_nothing(talk: Conversation) -> None:
    talk.open_case("BED-1050", crn=None, limited_access=True)
    give(talk, "U0PETE", "limited")
    give(talk, "U0CORA", "limited")
    talk.typed("U0PETE", BREAK.replace("BED-1042", "BED-1050"))
    give(talk, "U0CORA")  # who no longer may see it
    with nothing_changes(talk):
        for value in ("", "1", "99", "BED-1042", "x" * 2000, "٣", "1 1", "9" * 18):
            window = press(talk, "U0CORA", END_GLASS, value)
            assert "That is no longer there." in window and "BED-1050" not in window
        for user_id in ("U0PETE", "U0PRIYA", "U0SIMI", "U0NOEL"):
            assert "BED-1050" not in press(talk, user_id, END_GLASS, "1")


def test_it_is_ended_in_one_line_of_one_or_of_all(talk: Conversation) -> None:
    register(talk, "U0NOEL", "practitioner")
    for user_id in ("U0PETE", "U0NOEL"):
        talk.typed(user_id, BREAK)
    both = "Ended: Pete Practice, Noel Practice no longer sees BED-1042"
    said_of_one = talk.typed("U0CORA", "break-glass end BED-1042 <@U0PETE> because it is over").text
    assert said_of_one == both.replace(", Noel Practice", "") + " through broken glass."
    assert (opened(talk), opened(talk, "U0NOEL")) == (set(), {"BED-1042"})
    assert history(talk, "glass ended")[0]["after"] == {"of": "U0PETE", "because": "it is over"}
    talk.typed("U0PETE", BREAK)
    assert talk.typed("U0CORA", "break-glass BED-1042 end").text.startswith("Ended: Noel")
    assert (opened(talk), opened(talk, "U0NOEL")) == (set(), set())


def test_co_ordinators_list_what_is_and_was_broken(talk: Conversation) -> None:
    talk.open_case("BED-1050", crn=None, limited_access=True)
    give(talk, "U0PETE", "limited")
    give(talk, "U0CORA", "limited")
    talk.typed("U0PETE", BREAK.replace("BED-1042", "BED-1050"))
    talk.clock.pass_(minutes=60 * 24)
    talk.typed("U0PETE", BREAK)
    listed, who = talk.typed("U0CORA", "break-glass").text, "Pete Practice, Police"
    assert f"BED-1042: {who}, 18 June 2026, 09:30, open until 13:30: {WHY}" in listed
    assert f"BED-1050: {who}, 17 June 2026, 09:30, until 13:30: {WHY}" in listed
    assert listed.index("BED-1042:") < listed.index("BED-1050:")
    give(talk, "U0CORA")
    talk.write(lambda session: remove_person(session, TEAM, "U0PETE", talk.clock()))
    listed = talk.typed("U0CORA", "break-glass").text
    assert "BED-1050" not in listed and "BED-1042: Pete Practice" in listed
    talk.clock.pass_(minutes=60 * 24 * 31)
    assert "none" in talk.typed("U0CORA", "break-glass").text
    assert "There is no more." in talk.typed("U0CORA", "break-glass page 2").text


def test_who_moves_area_or_loses_the_role_sees_nothing_by_it(talk: Conversation) -> None:
    talk.typed("U0PETE", BREAK)
    them = people.update().where(people.c.user_id == "U0PETE")
    before = {"area": "BED", "role": "practitioner"}
    changes: tuple[dict[str, str], ...] = ({"area": "HER"}, {"role": "smb"}, {})
    for change in changes:
        values = {**before, **change}
        with talk.db.write() as session:
            session.execute(them.values(**values))
        assert (MARKER in talk.typed("U0PETE", "case BED-1042").text) is (values == before)


def test_a_file_asked_for_through_it_is_not_sent_when_it_is_over(laden: Conversation) -> None:
    for waits, sent in ((timedelta(0), 1), (HOURS, 0)):
        laden.clock.at += timedelta(days=1)
        assert "Glass broken until" in laden.typed("U0PETE", BREAK).text
        assert "BED-1042" in press(laden, "U0PETE", SEND_AGENDA, "BED-M1")
        laden.clock.at += waits
        before = len(files_of(laden))
        laden.send()
        assert len(files_of(laden)) - before == sent, waits


def files_of(talk: Conversation) -> list[object]:
    return [m for m in said(talk, "D0PETE") if m.get("files")]


def test_who_comes_on_the_team_meanwhile_works_with_it_as_anybody(talk: Conversation) -> None:
    talk.typed("U0PETE", BREAK)
    talk.typed("U0CORA", "update BED-1042 member <@U0PETE>")
    assert "Glass broken" not in talk.typed("U0PETE", "case BED-1042").text
    assert "Saved" in talk.typed("U0PETE", "update BED-1042 note spoke to housing").text
    assert TeamMember("U0PETE") in talk.read(lambda s: get_case(s, "BED-1042").facts.team)
