"""Who is registered as what: read from a typed line, a form or the command line by one rule."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from mappa.agencies import AGENCIES, read_agency
from mappa.areas import AREAS
from mappa.arguments import Field, Schema, clean_text, clean_words, read_line
from mappa.choices import harmless, read_choice
from mappa.errors import RuleBroken
from mappa.mentions import find_user
from mappa.people import GRANTS, ROLES, Person

LONGEST_NAME = 100
YES_OR_NO: Mapping[str, str] = {"yes": "Yes", "no": "No"}
NO_GRANTS = "none"
ADD_EXAMPLE = "people add @somebody name Ann Example agency police role practitioner"
CHANGE_EXAMPLE = "people change @somebody role chair"
REMOVE_EXAMPLE = "people remove @somebody because she has left"
EXAMPLES: Mapping[str, str] = {
    "list": "people list",
    "add": ADD_EXAMPLE,
    "change": CHANGE_EXAMPLE,
    "remove": REMOVE_EXAMPLE,
}
SCHEMA = Schema(
    word="people",
    subject="list, add, change or remove",
    subject_example="list",
    fields=(
        Field("name", "name Ann Example", "how the bot calls them", shape="label"),
        Field("agency", "agency police", "whose they are", choices=AGENCIES),
        Field("role", "role practitioner", "what they may do", choices=ROLES),
        Field(
            "grant",
            "grant category-4",
            "what they see beyond their role, each with a grant of its own: category-4, limited; "
            "grant none takes both away",
            many=True,
        ),
        Field("guest", "guest yes", "a guest of this Slack is meant", choices=YES_OR_NO),
        Field("page", "page 2", "goes on where a long list broke off"),
    ),
    examples=(
        "people",
        f"{ADD_EXAMPLE} grant category-4 grant limited",
        CHANGE_EXAMPLE,
        REMOVE_EXAMPLE,
        "people remove agency housing because they work with another bot",
    ),
)
_AROUND = ",:;.\"'“”‘’`*"  # what people put around a mention
_TAKES = {
    "list": {"page"},
    "add": {"name", "agency", "role", "grant", "guest"},
    "change": {"name", "agency", "role", "grant"},
    "remove": {"agency"},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants of the register: `what` is list, add, change or remove; of whom, by
    Slack id (not of all, and not of a whole agency)."""

    what: str
    user_id: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def page(self) -> int:
        """Which page of the list."""
        return int(self.values.get("page", "1"))

    @property
    def is_guest(self) -> bool:
        """Whether a guest is meant, and known to be one."""
        return self.values.get("guest") == "yes"

    @property
    def agency(self) -> str:
        """The agency all of whose people leave, if that is what is wanted."""
        return "" if self.user_id else self.values.get("agency", "")


def read_asked(typed: str) -> Asked:
    """Take a line apart: what is to be done, of whom, then fields in any order."""
    first, _, rest = " ".join(clean_words(SCHEMA, typed)).partition(" ")
    what = first.lower().strip(":,.")
    if not first or what == "page":
        what, rest = "list", f"{first} {rest}"
    if what not in EXAMPLES:
        raise RuleBroken(
            f"people: say list, add, change or remove, not {harmless(first)}. "
            f"Examples: {ADD_EXAMPLE}; {REMOVE_EXAMPLE}. Example: people list",
            "people",
        )
    nobody = what == "list" or re.match(r"agency\b", rest.strip(), re.IGNORECASE)
    if not nobody and not find_user(next(iter(rest.split()), "").strip(_AROUND)):
        raise _nobody_named(what)
    line = read_line(SCHEMA, f"- {rest}" if nobody else rest)
    return make_asked(what, "" if nobody else line.subject, line.values, line.reason)


def make_asked(what: str, mention: str, values: Mapping[str, str], reason: str = "") -> Asked:
    """What a line or a form says; every fault names its field. `mention`: of whom, if anybody."""
    reason = clean_text(reason, "because")
    for name in values:
        if name not in _TAKES[what]:
            raise RuleBroken(
                f"{name}: people {what} does not take that. Example: {EXAMPLES[what]}", name
            )
    if what == "list":
        return _list(values, reason)
    user_id = find_user(mention) or ""
    if not user_id and (mention or what != "remove" or "agency" not in values):
        raise _nobody_named(what)
    if what == "remove":
        return _removal(user_id, values, reason)
    read = {name: _READ[name](value) for name, value in values.items()}
    if what == "change" and not read:
        raise RuleBroken(
            "people: say what is to be changed: name, agency, role or grant. "
            f"Example: {CHANGE_EXAMPLE}",
            "role",
        )
    for name in ("name", "agency", "role"):
        if what == "add" and name not in read:
            raise RuleBroken(f"{name}: say it of whom you register. Example: {ADD_EXAMPLE}", name)
    return Asked(what, user_id, read, reason)


def make_person(asked: Asked, team_id: str, area: str) -> Person:
    """Whom an `add` registers."""
    nobody_yet = Person(0, team_id, asked.user_id, "", "", "", area)
    return changed(nobody_yet, asked)


def changed(person: Person, asked: Asked) -> Person:
    """The person with the fields that were named; all else stays."""
    values, grants = asked.values, person.grants
    if "grant" in values:
        grants = frozenset(values["grant"].split())
    return replace(
        person,
        name=values.get("name", person.name),
        agency=values.get("agency", person.agency),
        role=values.get("role", person.role),
        grants=grants,
    )


def read_name(text: str, example: str = "name Ann Example") -> str:
    """How somebody is called: one line that can be shown, and no mention or markup of Slack's."""
    name = " ".join(text.split())
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable() or set(name) & set("<>"):
        raise RuleBroken(
            f"name: 1 to {LONGEST_NAME} characters, in plain words. Example: {example}", "name"
        )
    return name


def read_role(text: str) -> str:
    """The code of a role; `coordinator` is spelt both ways."""
    typed = text.strip()
    return read_choice("co-ordinator" if typed.lower() == "coordinator" else typed, ROLES, "role")


def read_grants(given: Iterable[str]) -> frozenset[str]:
    """The codes of grants."""
    return frozenset(read_choice(one, GRANTS, "grant") for one in given)


def line_of(person: Person) -> str:
    """A registration in one line, as the command line prints it and the record keeps it."""
    also = "".join(f", {GRANTS[grant]}" for grant in sorted(person.grants))
    return (
        f"{person.user_id} {person.name}, {AGENCIES[person.agency]}, {ROLES[person.role]}, "
        f"{AREAS[person.area]}{also}"
    )


def area_of_line(line: str) -> str | None:
    """The code of the area that a registration in one line names, whatever the name in it is."""
    for also in sorted(GRANTS.values(), reverse=True):  # as they follow each other at the end
        line = line.removesuffix(f", {also}")
    return next((code for code, name in AREAS.items() if line.endswith(f", {name}")), None)


def _list(values: Mapping[str, str], reason: str) -> Asked:
    if reason:
        raise RuleBroken("people takes no reason. Example: people list", "because")
    if not re.fullmatch("[1-9][0-9]{0,3}", values.get("page", "1")):
        raise RuleBroken(
            f"page: {harmless(values['page'])} is not a page. Example: people page 2", "page"
        )
    return Asked("list", "", values)


def _removal(user_id: str, values: Mapping[str, str], reason: str) -> Asked:
    if user_id and values:
        raise RuleBroken(
            f"agency: name one person, or an agency all of whose people leave. "
            f"Examples: {REMOVE_EXAMPLE}; {SCHEMA.examples[-1]}",
            "agency",
        )
    agency = {"agency": read_agency(values["agency"])} if values else {}
    if not reason:
        raise RuleBroken(f"because: say why they leave. Example: {REMOVE_EXAMPLE}", "because")
    return Asked("remove", user_id, agency, reason)


def _nobody_named(what: str) -> RuleBroken:
    return RuleBroken(f"person: name one person by mention. Example: {EXAMPLES[what]}", "person")


def _grants(text: str) -> str:
    """Codes in their order, with spaces between them; nothing for none."""
    parts = [part for part in re.split(r"\s*[,;]\s*|\s+and\s+", text.strip()) if part]
    if [part.lower() for part in parts] == [NO_GRANTS]:
        return ""
    return " ".join(sorted(read_grants(parts or [text])))


_READ: Mapping[str, Callable[[str], str]] = {
    "name": read_name,
    "agency": read_agency,
    "role": read_role,
    "grant": _grants,
    "guest": lambda text: read_choice(text, YES_OR_NO, "guest"),
}
