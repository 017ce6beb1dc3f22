"""Cases of every kind, with a marker in every field that somebody writes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from mappa.case_facts import (
    Absence,
    Contact,
    Conviction,
    Disclosure,
    OrderChange,
    Placement,
    Request,
    Transfer,
    Watch,
)
from mappa.cases import CaseRecord, Custody, Event, Order, Spell, TeamMember
from tests.leaks.markers import Marks

DAY, LAST = date(2026, 5, 1), date(2026, 4, 30)
# Who is on the team of the cases of a kind, but for which nothing else is said.
KINDS = (
    "ordinary", "nobody's", "pete's", "limited", "category 4", "once category 4",
    "limited and category 4", "into which one was merged", "merged", "offered", "moved here",
    "moved away", "declined", "left", "planned with a chair", "heard by a chair", "called off",
    "drawn", "drawn before", "owner gone", "broken glass", "lara's limited", "in custody",
    "long gone",
)  # fmt: skip
TEAMS = {
    "nobody's": (), "pete's": (("U0PETE", "owner"), ("U0PRIYA", "member")),
    "merged": (), "planned with a chair": (), "heard by a chair": (), "called off": (),
    "drawn": (), "drawn before": (), "owner gone": (("U0GONE", "owner"),), "broken glass": (),
    "lara's limited": (("U0LARA", "owner"),),
}  # fmt: skip
PRIYAS = (("U0PRIYA", "owner"),)


def made_case(marks: Marks, number: int, ref: str, kind: str, area: str, nth: int) -> CaseRecord:
    """With something in every field."""

    def word(name: str) -> str:
        return marks.word(number, name)

    category = 4 if "category 4" in kind else 2
    now = 2 if kind == "once category 4" else category
    began = date(2026, 1, 5)
    elsewhere = "BED" if area == "HER" else "HER"
    made = CaseRecord(
        ref=ref,
        area=area,
        name=f"{word('name')} Hale",
        born_on=marks.born_on(number, nth),
        crn=marks.crn(number),
        pnc=marks.pnc(number),
        cro=marks.cro(number),
        prison_number=marks.prison_number(number),
        visor_ref=word("visor"),
        lead_agency="probation",
        district="Luton" if area == "BED" else None,
        rosh="high",
        limited_access="limited" in kind,
        spells=(
            Spell(category, 1, date(2025, 1, 1), began, None, word("earlierspell")),
            Spell(now, 2, began, reason=f"{word('spell')} it was"),
        ),
        custody=(Custody(date(2026, 3, 1), date(2026, 4, 1)),),
        absences=(Absence(date(2026, 4, 1), date(2026, 4, 9)),),
        placements=(Placement("private", date(2026, 2, 1), place=f"7 {word('place')} Lane"),),
        dates={
            "licence_end": date(2026, 7, 3 + nth % 20),
            "sentence_end": date(2028, 3, 1 + nth % 20),
            "review": date(2026, 9, 1 + nth % 25),
        },
        date_notes={"licence_end": word("licencenote"), "sentence_end": word("sentencenote")},
        orders=(Order("SHPO", date(2024, 1, 5)),),
        order_changes=(OrderChange("SHPO", date(2024, 1, 5), "breached", DAY, word("ordernote")),),
        events=(Event("sfo", DAY, f"{word('eventnote')} happened"),),
        disclosures=(Disclosure(DAY, "yes", word("disclosureto"), word("disclosurewhy")),),
        convictions=(Conviction(date(2020, 1, 5), "caution"),),
        contacts=(Contact("health", word("contactname"), f"{word('contactaddress')}@x.example"),),
        requests=(
            Request(1, "escort", date(2026, 6, 1), f"{word('requestwhat')} at the gate", "police"),
            Request(
                2, "support", DAY, word("closedrequest"), outcome="done",
                outcome_note=word("requestnote"), closed_on=date(2026, 6, 2),
            ),
        ),
        watches=(Watch(date(2026, 6, 1), date(2026, 12, 1), word("watchnote")),),
        team=tuple(TeamMember(*one) for one in TEAMS.get(kind, PRIYAS)),
    )  # fmt: skip
    if kind == "left":
        return replace(made, spells=(replace(made.spells[0], ended_on=LAST),))
    if kind == "long gone":
        was, last = made.spells
        past = replace(was, started_on=date(2010, 1, 1), ended_on=date(2012, 1, 1))
        until = replace(last, level=1, started_on=date(2012, 1, 1), ended_on=date(2014, 5, 1))
        return replace(plain_case(made), spells=(past, until), dates={}, date_notes={}, team=())
    if kind == "in custody":
        return replace(made, custody=(Custody(date(2026, 3, 1)),))
    if kind == "moved here":
        moved = Transfer(elsewhere, area, LAST, "accepted", DAY, word("transferreason"))
        was, is_ = made.spells
        return replace(made, spells=(replace(was, area=elsewhere), is_), transfers=(moved,))
    given = {"offered": "open", "moved away": "open", "declined": "declined"}
    if decision := given.get(kind):
        on = None if decision == "open" else DAY
        offer = Transfer(area, elsewhere, LAST, decision, on, word("transferreason"))
        return replace(made, transfers=(offer,))
    return made


def plain_case(case: CaseRecord) -> CaseRecord:
    """Without what few cases have; hardly any of them has a team, so that nobody works with a
    thousand."""
    return replace(
        case, team=case.team if case.ref.endswith("0") else (), absences=(), orders=(),
        order_changes=(), disclosures=(), contacts=(), requests=(), watches=(), convictions=(),
        events=(), dates=_last(case.dates), date_notes=_last(case.date_notes),
    )  # fmt: skip


def _last(of_kinds: Mapping[str, Any]) -> dict[str, Any]:
    return {kind: value for kind, value in of_kinds.items() if kind == "sentence_end"}
