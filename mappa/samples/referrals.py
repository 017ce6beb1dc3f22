"""Invented referrals: who refers, how long the decision takes, what it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from mappa.agencies import AGENCIES
from mappa.cases import CaseRecord, Spell
from mappa.samples.decks import chances, dealt, deck
from mappa.workbook.workbooks import ReferralRow

# Every agency refers, some of them seldom; of one referral it was not recorded which one did.
_OFTEN: dict[str | None, int] = {
    "probation": 19,
    "police": 11,
    "prison": 5,
    "youth-offending": 2,
    "mental-health": 2,
}
REFERRERS = (*deck(_OFTEN), *(code for code in AGENCIES if code not in _OFTEN), None)
DAYS = (0, 1, 2, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 8, 9, 10, 11, 12, 13, 14, 14, 16, 18, 20, 21, 23, 25)
WHY = (
    "invented: risk on release",
    "invented: several agencies have to act together",
    "invented: a victim lives near",
    "invented: nobody can manage this alone",
)
BECAUSE = {
    "accepted": "invented: needs more than one agency",
    "declined": "invented: one agency can manage it",
    "withdrawn": "invented: the release was put off",
    "open": "",
}


class Referring:
    """Invents referrals; whoever takes them numbers them."""

    def __init__(self, seed: int) -> None:
        self._random = chances(seed)
        self._agencies = dealt(self._random, REFERRERS)
        self._days = dealt(self._random, DAYS)
        self._why = dealt(self._random, WHY)

    def accepted(self, case: CaseRecord, spell: Spell, sought: int = 0) -> ReferralRow:
        """The referral that led to a spell at Level 2 or 3, decided on its first day."""
        on = spell.started_on
        made_on = on - timedelta(next(self._days))
        return self._made(case, spell, made_on, sought or spell.level, "accepted", on)

    def refused(
        self, case: CaseRecord, made_on: date, decision: str, sought: int = 2
    ) -> ReferralRow | None:
        """One that changed nothing; None where the case was not at one level all the time."""
        decided_on = made_on + timedelta(next(self._days))
        spell = case.spell_on(made_on)
        if spell is None or spell is not case.spell_on(decided_on) or spell.level > 1:
            return None
        return self._made(case, spell, made_on, sought, decision, decided_on)

    def open(
        self, case: CaseRecord, made_on: date, sought: int, agency: str | None = None
    ) -> ReferralRow:
        """One that waits for its decision."""
        row = self._made(case, case.spells[-1], made_on, sought, "open", None)
        return row if agency is None else replace(row, agency=agency)

    def _made(
        self,
        case: CaseRecord,
        spell: Spell,
        made_on: date,
        sought: int,
        decision: str,
        decided_on: date | None,
    ) -> ReferralRow:
        return ReferralRow(
            ref="",
            case_ref=case.ref,
            referred_on=made_on,
            agency=next(self._agencies),
            level_sought=sought,
            decision=decision,
            decided_on=decided_on,
            level_set=spell.level if decision == "accepted" else None,
            reason=next(self._why),
            category=spell.category,
            threshold="senior" if sought == 3 else "high-risk",
            decision_reason=BECAUSE[decision],
        )


def spells_to_refer(case: CaseRecord) -> Iterator[Spell]:
    """Those at Level 2 or 3: each began with a referral."""
    return (spell for spell in case.spells if spell.level >= 2)
