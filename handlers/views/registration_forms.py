"""The forms of an admin: register somebody, change a registration, end somebody's access."""

from collections.abc import Mapping, Sequence

from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.people import GRANTS, ROLES, Person
from mappa.registrations import LONGEST_NAME, NO_GRANTS

SUBMIT_PERSON, SUBMIT_PERSON_CHANGE = "submit_person", "submit_person_change"
SUBMIT_LEAVING, SUBMIT_REMOVAL = "submit_leaving", "submit_removal"
FURTHER: Mapping[str, str] = {
    NO_GRANTS: "None",
    **GRANTS,
    ", ".join(GRANTS): " and ".join(GRANTS.values()),
}
AS_IT_IS = "Left empty, it stays as it is"


def add_form() -> blocks.Block:
    """Field names are those of the typed line, so that errors find their field."""
    shown = [
        blocks.person_input("person", "Who", optional=False),
        blocks.text_input("name", "Name", longest=LONGEST_NAME),
        blocks.choice_input("agency", "Agency", AGENCIES),
        blocks.choice_input("role", "Role", ROLES),
        blocks.choice_input("grant", "What they see beyond it", FURTHER, initial=NO_GRANTS),
        blocks.choice_input(
            "guest",
            "If the account is a guest's of this Slack",
            {"yes": "A guest is meant"},
            optional=True,
        ),
    ]
    return blocks.form(SUBMIT_PERSON, "Register somebody", "Register", shown)


def change_form() -> blocks.Block:
    """Only what is filled in is changed."""
    shown = [
        blocks.person_input("person", "Who", optional=False),
        blocks.choice_input("role", "Role", ROLES, hint=AS_IT_IS, optional=True),
        blocks.choice_input("agency", "Agency", AGENCIES, hint=AS_IT_IS, optional=True),
        blocks.choice_input(
            "grant", "What they see beyond their role", FURTHER, hint=AS_IT_IS, optional=True
        ),
        blocks.text_input("name", "Name", hint=AS_IT_IS, optional=True, longest=LONGEST_NAME),
    ]
    return blocks.form(SUBMIT_PERSON_CHANGE, "Change a registration", "Save", shown)


def leaving_form() -> blocks.Block:
    """Whose access is to end; nothing is ended by this form yet."""
    shown = [
        blocks.person_input("person", "One person"),
        blocks.choice_input("agency", "Or everybody of an agency", AGENCIES, optional=True),
    ]
    return blocks.form(SUBMIT_LEAVING, "End somebody's access", "Next", shown)


def removal_form(gone: Sequence[Person], value: str) -> blocks.Block:
    """To be confirmed with a reason; `value` says who is meant, by Slack id or agency."""
    names = blocks.listed([f"{one.name} ({AGENCIES[one.agency]})" for one in gone], 2500)
    shown = [
        blocks.words(
            f"This ends at once the access of {names}. What they did stays on the record."
        ),
        blocks.text_input("because", "Why", lines=True),
    ]
    return blocks.form(SUBMIT_REMOVAL, "End somebody's access", "End it", shown, value)
