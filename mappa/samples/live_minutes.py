"""The minutes of the panels of the last weeks: whole ones, and those that nobody has closed yet."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from mappa.meetings.minutes import INFORMATION, form_of
from mappa.samples.meetings import REVIEW
from mappa.samples.panels import Hearing
from mappa.samples.people import CORA
from mappa.workbook.workbooks import AttendanceRow, HeardRow

# What is said of a part, in turn.
SAYS: Mapping[str, tuple[str, ...]] = {
    "victims": ("none known", "one person, kept informed"),
    "diversity": ("nothing to note", "needs letters read aloud"),
    "risk": ("to adults known before", "rises with drink", "steady"),
    "supervision": ("weekly at the office", "twice a week"),
    "monitoring": ("electronic tag until the review", "visits without notice"),
    "interventions": ("group work", "waits for a place", "none now"),
    "victim-safety": ("exclusion zone", "contact through an officer"),
    "contingency": ("recall at once", "police are called"),
    "licence-conditions": ("no contact, no alcohol", "lives where agreed"),
    "dissent": ("none",),
}
INFORMED = ("seen weekly", "nothing new", "moves next month")
# Of minutes that are half taken: what was said up to the plan.
HALF = ("victims", "diversity", "risk", "supervision", "monitoring", "contingency")


def whole(row: HeardRow, hearing: Hearing, there: Iterable[AttendanceRow], turn: int) -> HeardRow:
    """The hearing with everything minuted, agreeing with what it decided."""
    level, on = hearing.level, hearing.panel.on
    decided = replace(
        row,
        position=turn,
        outcome_level=level,
        next_review_on=on + REVIEW[level] if level else None,
        disclosure=bool(row.disclosure),
        rationale=row.rationale or "three agencies are needed",
        leaves=level is None,
    )
    spoken = _said(SAYS, turn) | _informed(there, turn) | _disclosed(decided)
    return replace(decided, minutes=spoken | _decision(decided, hearing))


def closed(row: HeardRow, on: date, today: date, *, issued: bool) -> HeardRow:
    """The minutes of a day are closed soon after it, and issued if they were."""
    form, edition = form_of(on)
    return replace(
        row,
        closed_on=min(on + timedelta(days=2), today),
        closed_by=CORA,
        form=form,
        edition=edition,
        issued_on=min(on + timedelta(days=4), today) if issued else None,
    )


def half(row: HeardRow, there: Iterable[AttendanceRow], turn: int) -> HeardRow:
    """The hearing with what was minuted before somebody was called away."""
    said = {part: SAYS[part] for part in HALF}
    return replace(row, position=turn, minutes=_said(said, turn) | _informed(there, turn))


def _said(parts: Mapping[str, tuple[str, ...]], turn: int) -> dict[str, str]:
    return {part: says[turn % len(says)] for part, says in parts.items()}


def _informed(there: Iterable[AttendanceRow], turn: int) -> dict[str, str]:
    """Whoever came or wrote had something to say."""
    return {
        f"{INFORMATION}{row.agency}": INFORMED[(turn + place) % len(INFORMED)]
        for place, row in enumerate(there)
        if row.how in ("attended", "report")
    }


def _disclosed(row: HeardRow) -> dict[str, str]:
    if row.disclosure:
        return {
            "disclosure": "yes",
            "disclosure-to": "the landlord",
            "disclosure-rationale": "others live in the house",
        }
    return {
        "disclosure": "no",
        "disclosure-rationale": "nobody is at risk from not knowing",
    }


def _decision(row: HeardRow, hearing: Hearing) -> dict[str, str]:
    rationale = {"level-rationale": row.rationale}
    if row.outcome_level is None:
        return rationale | {"exit": "yes"}
    said = {"level": str(row.outcome_level)} | rationale
    if row.outcome_level > 1 and row.outcome_level != hearing.spell.level:
        said["threshold"] = "senior" if row.outcome_level == 3 else "step-down"
    if row.next_review_on:
        said["review"] = row.next_review_on.isoformat()
    if hearing.case.rosh:
        said["risk-band"] = hearing.case.rosh
    return said
