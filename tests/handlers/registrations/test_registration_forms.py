"""The buttons and forms of an admin do what the line does, by the same rules."""

import pytest

from handlers.views import registration_forms
from handlers.views.registrations import ADD_PERSON, CHANGE_PERSON, LIST_PEOPLE, REMOVE_PEOPLE
from storage.people import find_person
from tests.build import NOW, TEAM, person
from tests.handlers.conversations import Conversation
from tests.handlers.form_sheets import Sheet
from tests.handlers.referring import told
from tests.handlers.registrations.test_registrations import roles
from tests.handlers.windows import last_answer_to, open_window, press_in_window, shown
from tests.handlers.workspaces import Answer, Json

FORMS = {
    ADD_PERSON: registration_forms.add_form(),
    CHANGE_PERSON: registration_forms.change_form(),
    REMOVE_PEOPLE: registration_forms.leaving_form(),
}


def opened(talk: Conversation, action_id: str) -> Json:
    """The form behind a button of the list."""
    talk.command("U0ADA", "people")
    talk.press("U0ADA", action_id, last_answer_to(talk, "U0ADA"))
    return open_window(talk, "U0ADA")


def send(talk: Conversation, form: Json, **values: str) -> Json:
    """What stands in the window after the form was sent in, or the errors of it."""
    filled = {name: {"value": value} for name, value in values.items()}
    answer = talk._do("submit", user="U0ADA", view_id=form["id"], values=filled)
    talk.settle()
    return dict(answer["errors"] or talk.form("U0ADA") or {})


def test_somebody_is_registered_by_form(talk: Conversation) -> None:
    form = opened(talk, ADD_PERSON)
    notice = send(
        talk, form, person="U0NOEL", name="Noel Example", agency="housing", role="practitioner",
        grant="category-4, limited",
    )  # fmt: skip
    assert "nothing is saved yet" in shown(notice)
    assert told(talk, "U0ADA")[-1] == (
        "Saved. Registered: Noel Example, Practitioner, Housing, Category 4, Limited-access cases."
    )
    assert roles(talk)["U0NOEL"] == "practitioner"


def test_only_what_is_filled_in_is_changed(talk: Conversation) -> None:
    notice = send(talk, opened(talk, CHANGE_PERSON), person="U0PETE", role="chair")
    assert "Pete Practice: role Practitioner → Chair." in shown(notice)
    pete = talk.read(lambda session: find_person(session, TEAM, "U0PETE", NOW))
    assert pete is not None and (pete.role, pete.agency) == ("chair", "police")


@pytest.mark.parametrize(
    ("values", "names", "gone"),
    [
        ({"person": "U0PETE"}, "Pete Practice (Police)", {"U0PETE"}),
        ({"agency": "police"}, "Pete Practice (Police), Chas Practice", {"U0PETE", "U0CHAS"}),
    ],
)
def test_who_leaves_is_named_and_confirmed_before_anything_ends(
    talk: Conversation, values: dict[str, str], names: str, gone: set[str]
) -> None:
    before = roles(talk)
    confirming = send(talk, opened(talk, REMOVE_PEOPLE), **values)
    assert names in shown(confirming)
    assert roles(talk) == before
    notice = send(talk, confirming, because="they work with another bot")
    assert "Access ended at once" in shown(notice)
    assert before.keys() - roles(talk).keys() == gone


@pytest.mark.parametrize(
    ("button", "values", "field", "says"),
    [
        (ADD_PERSON, {"person": "U0PETE", "name": "P", "agency": "police", "role": "smb"},
         "person", "registered in your area already"),
        (ADD_PERSON, {"person": "U0NOEL", "name": "<@U0PETE>", "agency": "police", "role": "smb"},
         "name", "in plain words"),
        (CHANGE_PERSON, {"person": "U0ADA", "role": "co-ordinator"},
         "person", "nobody changes their own registration"),
        (CHANGE_PERSON, {"person": "U0PETE"}, "role", "say what is to be changed"),
        (CHANGE_PERSON, {"person": "U0NOEL", "role": "smb"}, "person", "not registered"),
        (REMOVE_PEOPLE, {}, "person", "name one person by mention"),
        (REMOVE_PEOPLE, {"person": "U0ADA"}, "person", "nobody changes their own registration"),
        (REMOVE_PEOPLE, {"person": "U0PETE", "agency": "police"}, "agency", "name one person, or"),
        (REMOVE_PEOPLE, {"agency": "other"}, "person", "you are of that agency yourself"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(
    shared_talk: Conversation, button: str, values: dict[str, str], field: str, says: str
) -> None:
    before = shared_talk.dump()
    sheet = Sheet(button, FORMS[button], values, by="U0ADA")
    answer = Answer.of(shared_talk.deliver(sheet.sent_in()))
    assert list(answer.errors) == [field] and says in answer.errors[field]
    assert shared_talk.dump() == before


def test_home_offers_the_register_to_an_admin_and_to_nobody_else(talk: Conversation) -> None:
    home = str(talk.open_home("U0ADA"))
    assert "/mappa people" in home and LIST_PEOPLE in home
    assert "BED-" not in home
    talk.press("U0ADA", LIST_PEOPLE)
    assert "People registered here: 6" in str(open_window(talk, "U0ADA"))
    form = press_in_window(talk, "U0ADA", CHANGE_PERSON)
    assert "Changed" not in shown(form) and form["callback_id"] == "submit_person_change"
    assert LIST_PEOPLE not in str(talk.open_home("U0CORA"))


@pytest.mark.parametrize(
    "forged", ["", "U0ADA", "agency other", "agency", "agency FBI", "x" * 200, "<@U0PETE>x"]
)
def test_a_forged_confirmation_ends_nobodys_access(shared_talk: Conversation, forged: str) -> None:
    before = shared_talk.dump()
    form = registration_forms.removal_form([person("U0PETE")], forged)
    sheet = Sheet("removal", form, {"because": "so"}, by="U0ADA")
    assert Answer.of(shared_talk.deliver(sheet.sent_in())).errors
    assert shared_talk.dump() == before
