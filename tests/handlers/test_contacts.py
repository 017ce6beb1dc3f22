"""The word `contacts`: the area's people of other agencies, sealed, and never another area's."""

import pytest

from mappa.access import REFUSED
from mappa.contacts import AreaContact
from storage.contacts import add_contact
from storage.people import add_person
from storage.tables import contacts, records
from tests.build import NOW, person
from tests.handlers.conversations import Conversation

ADD = "contacts add housing Jo Harper, jo@housing.example"


def test_a_contact_is_kept_listed_and_removed(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    assert "none yet" in talk.typed("U0CORA", "contacts").text
    added = talk.typed("U0CORA", ADD).text
    number = added.split()[2].rstrip(":")
    line = f"{number}: Housing: Jo Harper, jo@housing.example"
    assert f"Saved: contact {line}" in added
    talk.typed("U0CORA", "contacts add Youth offending team Sam O'Hara")
    for user_id in ("U0CORA", "U0PRIYA"):
        assert line in talk.typed(user_id, "contacts").text
        assert line in talk.typed(user_id, "contacts Housing").text
        shown = talk.typed(user_id, "contacts youth-offending").text
        assert "Youth offending team: Sam O'Hara" in shown and "Jo" not in shown
    removed = talk.typed("U0CORA", f"contacts remove {number}")
    assert f"Saved: contact {line} is removed." in removed.text
    assert "Harper" not in removed.fallback
    assert "Jo Harper" not in talk.typed("U0CORA", "contacts").text
    assert f"no contact {number} here" in talk.typed("U0CORA", f"contacts remove {number}").text
    in_order = records.select().order_by(records.c.number)
    actions = talk.read(lambda session: [row.action for row in session.execute(in_order)])
    assert actions == ["contact added", "contact added", "contact removed", "refused"]
    stored = talk.read(lambda session: str(session.execute(contacts.select()).all()))
    assert "Jo" not in stored and "jo@" not in stored
    assert "jo@" not in talk.log.getvalue()


def test_another_area_has_contacts_of_its_own(talk: Conversation) -> None:
    herts = person("U0NOEL", "co-ordinator", area="HER")
    talk.write(lambda session: add_person(session, herts, NOW))
    talk.typed("U0CORA", ADD)
    number = talk.read(lambda session: session.execute(contacts.select()).one().id)
    assert "Jo Harper" not in talk.typed("U0NOEL", "contacts").text
    assert "There is no contact" in talk.typed("U0NOEL", f"contacts remove {number}").text
    assert "Jo Harper" in talk.typed("U0CORA", "contacts").text


def test_many_contacts_are_paged_and_none_is_left_out(talk: Conversation) -> None:
    def fill(session):  # type: ignore[no-untyped-def]
        for n in range(150):
            add_contact(session, "BED", AreaContact("police", f"Person {n:03} " + "x" * 30), NOW)

    talk.write(fill)
    seen = ""
    for page in (1, 2, 3, 4):
        seen += talk.typed("U0PRIYA", f"contacts police page {page}").text
    assert all(f"Person {n:03}" in seen for n in range(150))
    assert "There is no more." in talk.typed("U0PRIYA", "contacts page 9").text


@pytest.mark.parametrize("user_id", ["U0SIMI", "U0ADA", "U0CHAS"])
def test_who_does_not_work_with_cases_reads_none(shared_talk: Conversation, user_id: str) -> None:
    assert shared_talk.typed(user_id, "contacts").text == REFUSED["change case"]


@pytest.mark.parametrize(
    ("user_id", "typed", "says"),
    [
        ("U0PRIYA", ADD, "Only a co-ordinator changes the area's contacts; nothing was changed."),
        ("U0PRIYA", "contacts remove 1", "Only a co-ordinator changes the area's contacts"),
        ("U0CORA", "contacts add", "agency: say of which agency. Example: contacts add"),
        ("U0CORA", "contacts add Jo Harper", "agency: “Jo” is not one of police"),
        ("U0CORA", "contacts add police", "name: give the name after the agency. Example"),
        ("U0CORA", "contacts add police , x", "name: give the name after the agency. Example"),
        ("U0CORA", f"contacts add police {'x' * 101}", "name: 101 characters, at most 100 fit."),
        ("U0CORA", f"contacts add police J, {'x' * 301}", "address: 301 characters"),
        ("U0CORA", f"contacts add police {'x' * 10_000}", "contacts: the text has 10,0"),
        ("U0CORA", "contacts add police \u202eJo", "contacts: the text holds invisible control"),
        ("U0CORA", "contacts remove", "remove: “” is not a number. Example: contacts remove 3"),
        ("U0CORA", "contacts remove all", "remove: “all” is not a number."),
        ("U0CORA", "contacts remove 99999999", "There is no contact 99999999 here"),
        ("U0CORA", "contacts 😀", "agency: “😀” is not one of police"),
        ("U0CORA", "contacts police page x", "page: “x” is not a number."),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(
    shared_talk: Conversation, user_id: str, typed: str, says: str
) -> None:
    before = shared_talk.dump(without=())
    assert says in shared_talk.typed(user_id, typed).text
    assert shared_talk.dump(without=()) == before
