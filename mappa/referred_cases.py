"""The case behind a referral: the one that it opens, and what it adds to one that is known."""

from dataclasses import replace
from typing import Any

from mappa.case_dates import check_date_order
from mappa.case_facts import Contact
from mappa.cases import DATE_KINDS, CaseRecord, Custody, Spell
from mappa.errors import RuleBroken
from mappa.referrals import CATEGORY_NEEDED, Referral

# What a case and a referral both hold, under what name in each, and how it is called.
COMMON = {
    "name": ("name", "name"),
    "born_on": ("born_on", "date of birth"),
    "lead_agency": ("lead_agency", "lead agency"),
    "rosh": ("risk", "risk band"),
    "victim_concerns": ("victim_concerns", "victim concerns"),
}


def case_of_new_person(referral: Referral, ref: str, area: str) -> CaseRecord:
    """The case that a referral of an unknown person opens.

    Categories 1, 2 and 4 are under MAPPA by law, with the level to be confirmed. Category 3 comes
    in only by being accepted at a level, so until then the case has no spell.
    """
    if referral.category is None:
        raise RuleBroken(CATEGORY_NEEDED, "category")
    started = referral.referred_on
    spells = () if referral.category == 3 else (Spell(referral.category, 0, started),)
    # With the release or a parole hearing still ahead the person is inside; they are counted as in
    # custody until the release is recorded, because a planned day is not yet a fact.
    ahead = (referral.release, referral.parole_hearing)
    inside = any(on is not None and on > started for on in ahead)
    opened = CaseRecord(
        ref=ref,
        area=area,
        spells=spells,
        limited_access=referral.limited_access,
        custody=(Custody(started, why="not-recorded"),) if inside else (),
    )
    opened = fill_gaps(opened, referral)
    return replace(opened, lead_agency=opened.lead_agency or referral.agency)


def fill_gaps(case: CaseRecord, referral: Referral) -> CaseRecord:
    """The case with what it did not hold; what it holds otherwise stays as it is.

    Dates are added only where all of them then fall in order.
    """
    given: dict[str, Any] = {
        field: getattr(referral, theirs)
        for field, (theirs, _) in COMMON.items()
        if not getattr(case, field) and getattr(referral, theirs)
    }
    for one in referral.identifiers:
        if getattr(case, one.kind) is None:
            given[one.kind] = one.value
    return replace(case, dates=_dates(case, referral), contacts=_contacts(case, referral), **given)


def added_and_kept(
    before: CaseRecord, after: CaseRecord, referral: Referral
) -> tuple[list[str], list[str]]:
    """What a referral added to a known case, and what it says otherwise than the case does."""
    added = [name for field, (_, name) in COMMON.items() if _differs(before, after, field)]
    added += ["identifiers"] * any(_differs(before, after, i.kind) for i in referral.identifiers)
    added += [DATE_KINDS[k].lower() for k in after.dates if k not in before.dates]
    added += ["agencies"] * (before.contacts != after.contacts)
    kept = [
        name
        for field, (theirs, name) in COMMON.items()
        if getattr(referral, theirs) not in ("", None, getattr(after, field))
    ]
    kept += [DATE_KINDS[k].lower() for k, on in referral.dates.items() if after.dates.get(k) != on]
    kept += ["limited access"] * (referral.limited_access and not after.limited_access)
    return added, kept


def _dates(case: CaseRecord, referral: Referral) -> dict[str, Any]:
    dates = {**referral.dates, **case.dates}
    try:
        check_date_order(dates)
    except RuleBroken:
        return dict(case.dates)
    return dates


def _contacts(case: CaseRecord, referral: Referral) -> tuple[Contact, ...]:
    """An agency that is involved and has not named anybody yet is a contact without a name."""
    known = {contact.agency for contact in case.contacts}
    new = [agency for agency in referral.agencies if agency not in known]
    return (*case.contacts, *(Contact(agency) for agency in new))


def _differs(before: CaseRecord, after: CaseRecord, field: str) -> bool:
    return bool(getattr(before, field) != getattr(after, field))
