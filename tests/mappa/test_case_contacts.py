"""Who speaks for each agency of a case: somebody in Slack, or a name and an address outside it."""

import pytest

from mappa.case_contacts import read_contact
from mappa.case_facts import Contact
from tests.mappa.typed import after, after_all, refused


@pytest.mark.parametrize(
    ("typed", "contact"),
    [
        ("police <@U0PETE|pete>", Contact("police", user_id="U0PETE")),
        ("police U0PETE", Contact("police", user_id="U0PETE")),
        ("police Sam Example, 1 Road", Contact("police", "Sam Example", "1 Road")),
        (
            "mental health services Sam Example, <mailto:sam@example.org|sam@example.org>",
            Contact("mental-health", "Sam Example", "sam@example.org"),
        ),
        ("Health: Sam Example", Contact("health", "Sam Example")),
        ("youth-offending, Sam Example, 1 Road, Luton", Contact(
            "youth-offending", "Sam Example", "1 Road, Luton")),
    ],
)  # fmt: skip
def test_a_contact_is_read(typed: str, contact: Contact) -> None:
    assert read_contact(typed) == (contact.agency, contact)
    assert after(f"contact {typed}").contacts == (contact,)


def test_an_agency_has_one_contact_and_a_case_has_many() -> None:
    found = after_all(
        [
            "contact police Sam Example, sam@example.org",
            "contact housing Jo Example",
            "contact police <@U0PETE>",
        ]
    )
    assert found.contacts == (
        Contact("housing", "Jo Example"),
        Contact("police", user_id="U0PETE"),
    )
    assert after("contact police <@U0PETE>", found) == found
    assert after("contact housing none", found).contacts == found.contacts[1:]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("contact police", "say who speaks for that agency"),
        ("contact scouts Sam Example", "does not begin with an agency"),
        ("contact Sam Example", "does not begin with an agency"),
        ("contact police none", "has none in BED-1042 to take out"),
        ("contact police 123, Road", "say who speaks for Police"),
        ("contact police <!channel>", "is no plain text"),
        ("contact police <@U1> <@U2>", "is no plain text"),
        ("contact police 😀", "is no plain text"),
        (f"contact police {'x' * 301}", "at most 300 fit"),
    ],
)
def test_a_contact_that_cannot_be_read_is_refused(typed: str, says: str) -> None:
    refusal = refused(typed)
    assert says in refusal.message
    assert refusal.field == "contact"


def test_fields_after_a_contact_are_fields_and_quotes_hold_them_in() -> None:
    found = after("contact police Sam Example, sam@example.org risk high")
    assert (found.contacts[0].address, found.rosh) == ("sam@example.org", "high")
    quoted = after('contact "police Sam Example, Risk House" risk high')
    assert (quoted.contacts[0].address, quoted.rosh) == ("Risk House", "high")
    assert refused("contact police Sam Example, Risk House").field == "risk"
