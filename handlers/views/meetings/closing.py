"""What closing minutes will do, and what it did."""

from collections.abc import Iterable
from datetime import date

from handlers.views import blocks
from mappa.cases import LEVELS, RISK_BANDS, CaseRecord
from mappa.days import uk_date
from mappa.meetings.closing import Decided

SUBMIT_CLOSE = "submit_close"


def close_form(refs: str, decided: Decided, on: date, mark: str) -> blocks.Block:
    """What is about to become true of the case; a reason may be given where one is wanted. `mark`:
    of the minutes that it was read from."""
    review = f" Next review {uk_date(decided.review_on)}." if decided.review_on else ""
    said = (
        f"Closing the minutes of {refs} records from {uk_date(on)}: "
        f"{level_words(decided.level)}; disclosure {decided.disclosure}.{review} "
        "Closed minutes can be opened again only by a co-ordinator, with a reason."
    )
    shown = [
        blocks.words(said),
        blocks.text_input(
            "review-reason",
            "Why the review is later than the policy",
            hint="Only where it is",
            initial=decided.review_reason,
            optional=True,
            lines=True,
        ),
    ]
    return blocks.form(SUBMIT_CLOSE, "Close the minutes", "Close", shown, f"{refs} {mark}")


def level_words(level: int | None) -> str:
    """What was decided."""
    return LEVELS[level] if level else "leaves MAPPA"


def closed(
    refs: str, decided: Decided, before: CaseRecord, after: CaseRecord, said: Iterable[str]
) -> list[str]:
    """What closing changed in the case."""
    meeting, case = refs.split()
    lines = [f"Closed: the minutes of {case} at {meeting}. {_level(decided, before, after)}"]
    if decided.review_on:
        lines.append(f"Next review: {uk_date(decided.review_on)}.")
    lines.append(f"Disclosure: {decided.disclosure}.")
    if before.rosh != after.rosh and after.rosh:
        lines.append(f"Risk of serious harm: {RISK_BANDS[after.rosh].lower()}.")
    return [*lines, *said]


def sent_before(refs: str, issued_on: date | None) -> list[str]:
    """What was issued before it was corrected is still in people's hands."""
    if issued_on is None:
        return []
    return [
        f"They were issued on {uk_date(issued_on)} as they were then: send them anew. "
        f"Example: minute {refs} issue again"
    ]


def held(ref: str, *, held: bool) -> list[str]:
    """Whether the whole meeting is over with this."""
    return [f"All that {ref} heard is closed: the meeting is recorded as held."] if held else []


def reopened(refs: str, issued_on: date | None) -> list[str]:
    lines = [
        "Opened again. What closing changed in the case stands until the minutes are closed again."
    ]
    if issued_on:
        lines.append(
            f"They were issued on {uk_date(issued_on)}: after closing, send them anew. "
            f"Example: minute {refs} issue again"
        )
    return lines


def _level(decided: Decided, before: CaseRecord, after: CaseRecord) -> str:
    words = level_words(decided.level)
    if before.spells == after.spells:
        return f"Decision: {words}, as it stands."
    if decided.level is None and not decided.anyway:
        spell = max(before.spells, key=lambda one: one.started_on)
        if spell.category == 3:
            return f"Decision: {words}; below level 2 somebody in category 3 leaves."
    return f"Decision: {words}; the case is changed."
