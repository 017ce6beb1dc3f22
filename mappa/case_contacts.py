"""Who speaks for an agency in a case: somebody in this Slack, or somebody outside it."""

from dataclasses import replace
from datetime import date

from mappa.agencies import AGENCIES
from mappa.arguments import Field
from mappa.case_facts import Contact
from mappa.cases import CaseRecord
from mappa.changes import NONE, Asked, Change, Part
from mappa.choices import harmless, is_choice, read_choice
from mappa.errors import RuleBroken
from mappa.labels import read_label
from mappa.mentions import find_user

LONGEST = 300
EXAMPLE = "contact police Sam Example, sam@example.org"
_FIELDS = (
    Field(
        "contact",
        EXAMPLE,
        "an agency and who speaks for it: also @somebody; none takes out",
        shape="label",
    ),
)


def read_contact(text: str) -> tuple[str, Contact | None]:
    """The agency that the words begin with, and its contact: None where it is to have none."""
    agency, rest = _agency_and_rest(text)
    if rest.casefold() == NONE:
        return agency, None
    if user_id := find_user(rest):
        return agency, Contact(agency, user_id=user_id)
    name, _, address = read_label(rest, "contact", LONGEST, EXAMPLE).partition(",")
    if not any(char.isalpha() for char in name):
        raise RuleBroken(
            f"contact: say who speaks for {AGENCIES[agency]}: @somebody, or a name and after a "
            f"comma an address. Example: {EXAMPLE}",
            "contact",
        )
    return agency, Contact(agency, name.strip(), address.strip())


def _agency_and_rest(text: str) -> tuple[str, str]:
    words = text.split()
    for length in range(min(len(words), 6), 0, -1):
        start = " ".join(words[:length]).strip(" ,:")
        if is_choice(start, AGENCIES):
            rest = " ".join(words[length:]).strip(" ,:")
            if not rest:
                raise RuleBroken(
                    f"contact: say who speaks for that agency. Example: {EXAMPLE}", "contact"
                )
            return read_choice(start, AGENCIES, "contact"), rest
    raise RuleBroken(
        f"contact: {harmless(text)} does not begin with an agency: {', '.join(AGENCIES)}. "
        f"Example: {EXAMPLE}",
        "contact",
    )


def _read(asked: Asked) -> Change | None:
    if "contact" not in asked.values:
        return None
    agency, contact = read_contact(asked.text("contact"))

    def change(case: CaseRecord) -> CaseRecord:
        others = tuple(one for one in case.contacts if one.agency != agency)
        if contact is None and len(others) == len(case.contacts):
            raise RuleBroken(
                f"contact: {AGENCIES[agency]} has none in {case.ref} to take out.", "contact"
            )
        if contact in case.contacts:
            return case
        contacts = (*others, contact) if contact else others
        return replace(case, contacts=tuple(sorted(contacts, key=lambda one: one.agency)))

    return change


def _shown(case: CaseRecord, today: date) -> dict[str, str]:
    return {}  # a case has many: the field is for one more


PART = Part("Contacts", _FIELDS, _read, _shown)
