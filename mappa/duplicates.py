"""Whether a referral is about a case that is known: found by any identifier, or by the name."""

from collections.abc import Sequence
from datetime import date

from mappa.cases import CaseRecord
from mappa.errors import RuleBroken
from mappa.identifiers import Identifier
from mappa.names import name_words
from mappa.referrals import Referral
from mappa.referred_people import IDENTIFIER_NAMES

ELSE = "If it is somebody else, add new-person. Nothing was saved."


class MayBeKnown(RuleBroken):
    """The person may be in one of these cases; who asked may see them, and chooses."""

    def __init__(self, message: str, refs: Sequence[str]) -> None:
        super().__init__(message, "identifier")
        self.refs = tuple(refs)


def choose_case(
    referral: Referral, found: Sequence[CaseRecord], alike: Sequence[CaseRecord]
) -> CaseRecord | None:
    """The case that a referral is about, None for somebody new; MayBeKnown where it is not sure.

    `found` are the cases with one of its identifiers or its reference, `alike` those with the same
    name and date of birth; all of them are cases that the referrer may see.
    """
    if referral.new_person:
        return None
    if len(found) > 1:
        refs = [case.ref for case in found]
        raise MayBeKnown(
            f"What is given belongs to different cases: {' and '.join(refs)}. Refer one of them "
            f"alone: refer {refs[0]} level {referral.level_sought} because ... {_else(referral)}",
            refs,
        )
    if found:
        _check_agrees(referral, found[0])
        return found[0]
    if alike:
        refs = [case.ref for case in alike]
        raise MayBeKnown(
            f"This may be {' or '.join(refs)}: the name and date of birth are the same. If so: "
            f"refer {refs[0]} level {referral.level_sought} because ... {_else(referral)}",
            refs,
        )
    return None


def contradictions(case: CaseRecord, identifiers: Sequence[Identifier]) -> list[str]:
    """The kinds of identifier that the case holds otherwise."""
    return [one.kind for one in identifiers if getattr(case, one.kind) not in (None, one.value)]


def is_alike(case: CaseRecord, name: str, born_on: date | None, today: date) -> bool:
    """Whether the words of the name and the date of birth are those of a case that is open."""
    words = name_words(name)
    same = bool(words) and words == name_words(case.name)
    return same and born_on is not None and case.born_on == born_on and case.is_open(today)


def _check_agrees(referral: Referral, case: CaseRecord) -> None:
    wrong = contradictions(case, referral.identifiers)
    if wrong:
        named = " and ".join(IDENTIFIER_NAMES[kind] for kind in wrong)
        raise MayBeKnown(
            f"This may be {case.ref}, but that case holds another {named}. If it is that person: "
            f"refer {case.ref} level {referral.level_sought} because ... {_else(referral)}",
            [case.ref],
        )


def _else(referral: Referral) -> str:
    if referral.identifier.kind == "case":
        return "If it is somebody else, refer by an identifier with new-person. Nothing was saved."
    return ELSE
