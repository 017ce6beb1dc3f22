"""Who is invited to a meeting, and what those invited can answer."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mappa.agencies import AGENCIES, read_agency
from mappa.arguments import LONGEST_CHOICE, clean_text
from mappa.case_facts import Contact
from mappa.cases import CaseRecord
from mappa.choices import harmless, is_choice, read_choice
from mappa.contacts import AreaContact
from mappa.errors import RuleBroken
from mappa.mentions import find_user

ANSWERS: Mapping[str, str] = {
    "accepted": "I will come",
    "report": "I will send a report",
    "apologies": "Apologies",
}
SAID: Mapping[str, str] = {
    "accepted": "will come",
    "report": "will send a report",
    "apologies": "sends apologies",
}
REPLY_EXAMPLE = "meeting BED-M12 reply housing accepted"
PRISON = "prison"
# Typed for an answer beside its code and its words.
_ALSO_SAID: Mapping[str, str] = {
    **{said: code for code, said in SAID.items()},
    "accept": "accepted",
    "accepts": "accepted",
    "attending": "accepted",
    "coming": "accepted",
    "sends a report": "report",
    "sends report": "report",
    "apology": "apologies",
    "sends apology": "apologies",
    "cannot come": "apologies",
    "declined": "apologies",
}
_LONGEST_ANSWER = 5  # words


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is to come for an agency: in this Slack by `user_id`, outside by name and address.

    With neither nobody is named: the agency is invited all the same.
    """

    agency: str
    user_id: str = ""
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody of an agency has answered; `who` only where it was said."""

    agency: str
    answer: str
    who: str = ""


def invited_for(
    case: CaseRecord,
    registered: Mapping[str, str],
    contacts: Sequence[AreaContact],
    on: date,
    standing: Collection[str] = (),
) -> tuple[Invited, ...]:
    """Who is invited for a case to a meeting on a day, each once.

    Its team and its contacts; the lead agency and, for somebody in custody that day, the prison
    in any case. `registered`: the agency of everybody registered in the area, by Slack id;
    `contacts` of the area speak for an agency that has nobody else. `standing`: the agencies of
    the panel's standing members, who come as it is.
    """
    team = sorted(case.team, key=lambda member: member.part != "owner")
    people = [
        Invited(registered[member.user_id], member.user_id)
        for member in team
        if member.user_id in registered
    ]
    people += [_of_contact(contact) for contact in case.contacts]
    prison = PRISON if case.custody_on(on) else None
    for agency in (case.lead_agency, prison):
        if agency and agency not in standing and all(one.agency != agency for one in people):
            people += _of_area(agency, contacts) or [Invited(agency)]
    in_order = sorted(people, key=lambda one: (one.agency != case.lead_agency, _rank(one.agency)))
    return tuple(dict.fromkeys(in_order))


def _rank(agency: str) -> int:
    codes = list(AGENCIES)
    return codes.index(agency) if agency in codes else len(codes)


def in_order(agencies: Iterable[str]) -> list[str]:
    """Each agency once, in the order of the list of agencies."""
    return sorted(set(agencies), key=lambda agency: (_rank(agency), agency))


def _of_contact(contact: Contact) -> Invited:
    if contact.user_id:
        return Invited(contact.agency, contact.user_id)
    return Invited(contact.agency, "", contact.name, contact.address)


def _of_area(agency: str, contacts: Sequence[AreaContact]) -> list[Invited]:
    return [
        Invited(agency, "", contact.name, contact.address)
        for contact in contacts
        if contact.agency == agency
    ]


def read_reply(typed: str) -> Answered:
    """What was answered in whose name: an agency, perhaps a name or a mention, and the answer."""
    words = clean_text(typed, "reply").split()
    agency, rest = _agency_first(words)
    for start in range(max(len(rest) - _LONGEST_ANSWER, 0), len(rest)):
        if answer := _answer(" ".join(rest[start:])):
            return Answered(agency, answer, _name(" ".join(rest[:start])))
    wrong = harmless(" ".join(rest)) + " ends in none of them" if rest else "none is given"
    raise RuleBroken(
        f"answer: {wrong}. Say one of {', '.join(ANSWERS)}. Example: {REPLY_EXAMPLE}", "answer"
    )


def _agency_first(words: list[str]) -> tuple[str, list[str]]:
    for length in range(min(len(words), LONGEST_CHOICE), 0, -1):
        if is_choice(" ".join(words[:length]).rstrip(",:"), AGENCIES):
            return read_agency(" ".join(words[:length]).rstrip(",:")), words[length:]
    if not words:
        raise RuleBroken(f"agency: say which agency answered. Example: {REPLY_EXAMPLE}", "agency")
    return read_agency(words[0]), []


def _answer(text: str) -> str:
    tidy = re.sub("[-‐‑‒–—_]", " ", text.casefold()).strip(" .,:")
    if is_choice(tidy, ANSWERS):
        return read_choice(tidy, ANSWERS, "answer")
    return _ALSO_SAID.get(tidy, "")


def _name(text: str) -> str:
    """A name as it was typed, or the Slack id of a mention."""
    bare = text.strip(" ,:\"'“”")
    return find_user(bare) or bare
