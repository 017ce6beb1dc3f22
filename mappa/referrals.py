"""A referral: the request to manage somebody at Level 2 or 3."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from mappa.agencies import AGENCIES
from mappa.arguments import Field, Schema, clean_text, read_line
from mappa.case_dates import check_date_order, read_case_date
from mappa.cases import THRESHOLDS, CaseRecord, Custody, Spell, check_combination
from mappa.choices import read_choice
from mappa.errors import RuleBroken
from mappa.identifiers import Identifier, read_identifier
from mappa.updates import read_category, read_level

CATEGORY_NEEDED = (
    "Say the category as well, since the person may be new here. "
    "Example: refer X320741 category 2 level 2 because high risk on release"
)


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

    @property
    def dates(self) -> dict[str, date]:
        """The dates of the case that came with the referral."""
        given = {"release": self.release, "licence_end": self.licence_end}
        return {kind: on for kind, on in given.items() if on}


def read_referral(typed: str, agency: str, today: date) -> Referral:
    """The referral that a typed line asks for; `agency` is the referrer's own."""
    line = read_line(SCHEMA, typed)
    return make_referral(line.subject, {**line.values, "because": line.reason}, agency, today)


def make_referral(identifier: str, values: Mapping[str, str], agency: str, today: date) -> Referral:
    """The referral that a line or a form asks for; every fault names its field."""
    if not values.get("level"):
        raise RuleBroken("Say which level is sought, 2 or 3. Example: level 2", "level")
    referral = Referral(
        identifier=_identifier(identifier, today),
        level_sought=read_level(values["level"]),
        reason=clean_text(values.get("because", ""), "because"),
        referred_on=today,
        category=read_category(values["category"]) if values.get("category") else None,
        agency=_choice(values, "agency", AGENCIES) or agency,
        threshold=_choice(values, "threshold", THRESHOLDS),
        release=_date(values, "release", today),
        licence_end=_date(values, "licence-end", today),
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
    return referral


def _identifier(text: str, today: date) -> Identifier:
    try:
        return read_identifier(text, today)
    except RuleBroken as problem:
        raise RuleBroken(problem.message, "identifier") from problem


def _choice(values: Mapping[str, str], name: str, choices: Mapping[str, str]) -> str | None:
    return read_choice(values[name], choices, name) if values.get(name) else None


def _date(values: Mapping[str, str], name: str, today: date) -> date | None:
    return read_case_date(values[name], name, today) if values.get(name) else None


def case_of_new_person(referral: Referral, ref: str, area: str) -> CaseRecord:
    """The case that a referral of an unknown person opens.

    Categories 1, 2 and 4 are under MAPPA by law, with the level to be confirmed. Category 3 comes
    in only by being accepted at a level, so until then the case has no spell.
    """
    if referral.category is None:
        raise RuleBroken(CATEGORY_NEEDED, "category")
    started = referral.referred_on
    spells = () if referral.category == 3 else (Spell(referral.category, 0, started),)
    # With the release still ahead the person is inside; they are counted as in custody until
    # the release is recorded, because a planned day is not yet a fact.
    inside = referral.release is not None and referral.release > started
    case = CaseRecord(
        ref=ref,
        area=area,
        spells=spells,
        lead_agency=referral.agency,
        custody=(Custody(started),) if inside else (),
        dates=referral.dates,
    )
    known: dict[str, Any] = {referral.identifier.kind: referral.identifier.value}
    return replace(case, **known)
