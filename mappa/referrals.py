"""A referral: the request to manage somebody at Level 2 or 3."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mappa.agencies import AGENCIES
from mappa.arguments import Field, Schema, clean_text, read_line
from mappa.case_dates import check_date_order, read_case_date
from mappa.case_facts import VICTIM_CONCERNS
from mappa.cases import RISK_BANDS, THRESHOLDS, check_combination
from mappa.choices import harmless, read_choice
from mappa.errors import RuleBroken
from mappa.identifiers import Identifier
from mappa.identities import read_birthday
from mappa.referred_people import (
    IDENTIFIER_FIELDS,
    check_one_of_each,
    read_agencies,
    read_further,
    read_name,
    read_subject,
)
from mappa.updates import read_category, read_level

CATEGORY_NEEDED = (
    "Say the category as well, since the person may be new here. "
    "Example: refer X320741 category 2 level 2 because high risk on release"
)
DATE_FIELDS = {
    "release": "release",
    "licence-end": "licence_end",
    "sentence-end": "sentence_end",
    "parole-hearing": "parole_hearing",
}

SCHEMA = Schema(
    word="refer",
    subject="case reference, CRN, PNC or prison number",
    subject_example="X320741",
    fields=(
        Field("category", "category 2", "1 to 4; needed for a new person", ("cat",)),
        Field("level", "level 2", "the level sought, 2 or 3"),
        Field(
            "agency", "agency police", "who refers; your own agency if not given", choices=AGENCIES
        ),
        Field(
            "threshold", "threshold senior", f"one of {', '.join(THRESHOLDS)}", choices=THRESHOLDS
        ),
        Field("release", "release 1 May 2026", "release date", ("crd", "ard", "release-date")),
        Field("licence-end", "licence-end 31 March 2027", "licence end", ("led", "license-end")),
        Field("sentence-end", "sentence-end 1 May 2028", "sentence end", ("sed",)),
        Field("parole-hearing", "parole-hearing 3 September 2026", "parole hearing", ("parole",)),
        Field("crn", "crn X320741", "a further identifier"),
        Field("pnc", "pnc 2002/0073319Z", "the same"),
        Field("cro", "cro 65656/91H", "the same"),
        Field("prison-number", "prison-number A1234AA", "the same", ("prison-no", "nomis")),
        Field("visor", "visor 12/3456", "the ViSOR reference", ("visor-ref",), shape="label"),
        Field("name", 'name "Alex Invented"', "the person's name", shape="label"),
        Field("born", "born 1 May 1980", "date of birth", ("date-of-birth", "dob"), shape="day"),
        Field(
            "lead-agency",
            "lead-agency probation",
            "the agency with statutory responsibility",
            choices=AGENCIES,
        ),
        Field("agencies", "agencies police, housing and probation", "other agencies involved"),
        Field(
            "risk", "risk high", f"one of {', '.join(RISK_BANDS)}", ("rosh",), choices=RISK_BANDS
        ),
        Field(
            "victim-concerns",
            "victim-concerns yes",
            "yes, no or not relevant; never who the victim is",
            choices=VICTIM_CONCERNS,
        ),
        Field("limited-access", "limited-access", "only who has the grant sees it", shape="flag"),
        Field("new-person", "new-person", "somebody else than a case like it", shape="flag"),
    ),
    examples=(
        "refer X320741 category 2 level 2 because high risk on release",
        "refer BED-1042 level 3 threshold senior because risk has risen",
    ),
)


@dataclass(frozen=True, slots=True)
class Referral:
    """What was asked for; `identifier` says for whom. `category` is required for a new person."""

    identifier: Identifier
    level_sought: int
    reason: str
    referred_on: date
    category: int | None = None
    agency: str | None = None
    threshold: str | None = None
    release: date | None = None
    licence_end: date | None = None
    sentence_end: date | None = None
    parole_hearing: date | None = None
    further: tuple[Identifier, ...] = ()
    name: str = ""
    born_on: date | None = None
    lead_agency: str | None = None
    agencies: tuple[str, ...] = ()
    risk: str | None = None
    victim_concerns: str | None = None
    limited_access: bool = False
    new_person: bool = False

    @property
    def dates(self) -> dict[str, date]:
        """The dates of the case that came with the referral."""
        given = {kind: getattr(self, kind) for kind in DATE_FIELDS.values()}
        return {kind: on for kind, on in given.items() if on}

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """Every identifier given of the person; a case reference is none."""
        first = () if self.identifier.kind == "case" else (self.identifier,)
        return (*first, *(one for one in self.further if one not in first))


def read_referral(typed: str, agency: str, today: date) -> Referral:
    """The referral that a typed line asks for; `agency` is the referrer's own."""
    line = read_line(SCHEMA, typed)
    return make_referral(line.subject, {**line.values, "because": line.reason}, agency, today)


def make_referral(identifier: str, values: Mapping[str, str], agency: str, today: date) -> Referral:
    """The referral that a line or a form asks for; every fault names its field."""
    if not values.get("level"):
        raise RuleBroken("Say which level is sought, 2 or 3. Example: level 2", "level")
    referral = Referral(
        identifier=read_subject(identifier, today),
        level_sought=read_level(values["level"]),
        reason=clean_text(values.get("because", ""), "because"),
        referred_on=today,
        category=read_category(values["category"]) if values.get("category") else None,
        agency=_choice(values, "agency", AGENCIES) or agency,
        threshold=_choice(values, "threshold", THRESHOLDS),
        **{kind: _date(values, name, today) for name, kind in DATE_FIELDS.items()},
        further=tuple(
            read_further(name, values[name], today)
            for name in IDENTIFIER_FIELDS
            if values.get(name)
        ),
        name=read_name(values["name"]) if values.get("name") else "",
        born_on=read_birthday(values["born"], "born", today) if values.get("born") else None,
        lead_agency=_choice(values, "lead-agency", AGENCIES),
        agencies=read_agencies(values["agencies"]) if values.get("agencies") else (),
        risk=_choice(values, "risk", RISK_BANDS),
        victim_concerns=_choice(values, "victim-concerns", VICTIM_CONCERNS),
        limited_access=_flag(values, "limited-access"),
        new_person=_flag(values, "new-person"),
    )
    return _checked(referral)


def _checked(referral: Referral) -> Referral:
    if referral.level_sought not in (2, 3):
        raise RuleBroken("A referral asks for level 2 or level 3. Example: level 2", "level")
    if not referral.reason:
        raise RuleBroken(
            "A referral needs a reason. Example: because high risk on release", "because"
        )
    if referral.category is not None:
        check_combination(referral.category, referral.level_sought)
    check_date_order(referral.dates)
    check_one_of_each(referral.identifier, referral.further)
    if referral.new_person and referral.identifier.kind == "case":
        raise RuleBroken(
            "new-person and a case reference exclude each other. Give a CRN, PNC or prison "
            "number instead of the reference. Example: refer X320741 new-person level 2",
            "new-person",
        )
    return referral


def _choice(values: Mapping[str, str], name: str, choices: Mapping[str, str]) -> str | None:
    return read_choice(values[name], choices, name) if values.get(name) else None


def _date(values: Mapping[str, str], name: str, today: date) -> date | None:
    return read_case_date(values[name], name, today) if values.get(name) else None


def _flag(values: Mapping[str, str], name: str) -> bool:
    """On a line nothing follows it; in a form it is chosen."""
    typed = values.get(name)
    if typed not in (None, "", "yes"):
        raise RuleBroken(f"{name}: {harmless(typed)} is not an answer to it. Example: {name}", name)
    return typed is not None
