"""What a panel heard and decided, which agencies answered, and who has to do what."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from mappa.samples.decks import chances, dealt, deck
from mappa.samples.panels import Hearing, Panel
from mappa.workbook.workbooks import ActionRow, AttendanceRow, HeardRow

REVIEW = {1: timedelta(days=120), 2: timedelta(days=84), 3: timedelta(days=42)}
RATIONALES = (
    "invented: the plan works and goes on",
    "invented: new facts, the plan was changed",
    "invented: risk has fallen since the last panel",
    "",
)
DISCLOSED = deck({True: 6, False: 16, None: 2})
# Of a hundred answers: how many attended, sent a report, sent apologies; the others said nothing.
ANSWERS = {
    "police": (96, 2, 1),
    "probation": (97, 2, 1),
    "prison": (46, 47, 4),
    "housing": (76, 6, 12),
    "mental-health": (71, 14, 9),
    "social-services": (68, 9, 14),
    "victim-liaison": (84, 10, 4),
    "approved-premises": (88, 4, 5),
    "youth-offending": (90, 5, 5),
}
RESPONSIBLE = {"police", "probation", "prison"}
SELDOM = (58, 14, 16)
STANDING = {
    2: ("police", "probation", "prison", "housing", "mental-health"),
    3: ("police", "probation", "prison", "housing", "mental-health", "health", "social-services"),
}
# Those who come for some cases only, each in turn.
OTHERS = (
    "social-services", "victim-liaison", "approved-premises", "social-services", "health",
    "jobcentre", "electronic-monitoring", "victim-liaison", "education", "immigration",
    "approved-premises", "other",
)  # fmt: skip
TASKS = (
    "invented: visit the address",
    "invented: write to the prison for its report",
    "invented: ask for a place to live",
    "invented: speak with the school",
    "invented: check the conditions of the licence",
    "invented: tell the victim's officer",
)
DUE = tuple(map(timedelta, (7, 14, 14, 21, 28, 28, 42)))
# How long before (or after) the day on which it is due an action is done, in days; None: never.
DONE = deck({-9: 9, -5: 12, -2: 16, 0: 14, -14: 6, 3: 5, 8: 4, 17: 3, 40: 2, 75: 1, None: 1})
WHO = ("Pat Example", "Jo Sample, manager", "Kim Invented, senior officer", "", "", "")


class Minutes:
    """Invents what stands in the minutes of one panel after the other."""

    def __init__(self, seed: int) -> None:
        self._random = chances(seed)
        self._disclosed = dealt(self._random, DISCLOSED)
        self._rationales = dealt(self._random, RATIONALES)
        self._others = dealt(self._random, OTHERS)
        self._who = dealt(self._random, WHO)
        self._at_panel: dict[tuple[str, str], str] = {}

    def heard(self, hearing: Hearing) -> HeardRow:
        """The decision; here and there a part of it was not recorded."""
        level = hearing.level
        forgotten = self._random.randrange(40)
        review = hearing.panel.on + REVIEW[level] if level and forgotten != 7 else None
        return HeardRow(
            hearing.panel.row.ref,
            hearing.case.ref,
            None if forgotten == 11 else level,
            review,
            next(self._disclosed),
            next(self._rationales) if level else "invented: nothing keeps the person under MAPPA",
        )

    def attendance(self, hearing: Hearing) -> Iterator[AttendanceRow]:
        """How each agency that was invited for the case answered."""
        return self.answers(hearing, self._invited(hearing))

    def answers(self, hearing: Hearing, agencies: Iterable[str]) -> Iterator[AttendanceRow]:
        """How each of these agencies answered for the case."""
        for agency in agencies:
            how = self._how(hearing.panel, agency)
            who = next(self._who) if how == "attended" else ""
            yield AttendanceRow(hearing.panel.row.ref, hearing.case.ref, agency, how, who)

    def _invited(self, hearing: Hearing) -> list[str]:
        invited = [*STANDING[hearing.panel.row.level], next(self._others)]
        lead = hearing.case.lead_agency
        return list(dict.fromkeys([*invited, lead] if lead else invited))

    def _how(self, panel: Panel, agency: str) -> str:
        """An agency comes to a panel or not; of three it is somebody else for each case."""
        if agency in RESPONSIBLE:
            return self._answer(agency)
        place = panel.row.ref, agency
        if place not in self._at_panel:
            self._at_panel[place] = self._answer(agency)
        return self._at_panel[place]

    def _answer(self, agency: str) -> str:
        attended, report, apologies = ANSWERS.get(agency, SELDOM)
        drawn = self._random.randrange(100)
        for how, up_to in (("attended", attended), ("report", report), ("apologies", apologies)):
            if drawn < up_to:
                return how
            drawn -= up_to
        return "none"


# Whom an action falls to; of a few it was not recorded.
DOERS = deck({"probation": 8, "police": 6, "housing": 3, "mental-health": 3, "prison": 2, None: 1})


class Actions:
    """Invents what was agreed: who has to do what by when, and when it was done."""

    def __init__(self, seed: int) -> None:
        self._random = chances(seed)
        self._tasks = dealt(self._random, TASKS)
        self._due = dealt(self._random, DUE)
        self._done = dealt(self._random, DONE)
        self._doers = dealt(self._random, (*DOERS, *OTHERS))

    def of(self, hearing: Hearing) -> Iterator[ActionRow]:
        """None, one or two of them for each hearing; whoever takes them numbers them."""
        for _ in range(self._random.randrange(3)):
            raised_on, due = hearing.panel.on, next(self._due)
            due_on, days = raised_on + due, next(self._done)
            done_on = None if days is None else max(raised_on, due_on + timedelta(days))
            yield ActionRow(
                "",
                hearing.case.ref,
                next(self._doers),
                what=next(self._tasks),
                due_on=None if self._random.randrange(50) == 0 else due_on,
                done_on=done_on,
                raised_on=raised_on,
            )


def numbered(actions: Iterable[ActionRow], first: int, until: date) -> list[ActionRow]:
    """With their references, in the order in which they were raised; nothing is done ahead."""
    in_order = sorted(actions, key=lambda row: row.raised_on or until)
    return [
        replace(
            row,
            ref=f"BED-AC{first + n}",
            done_on=row.done_on if row.done_on and row.done_on <= until else None,
        )
        for n, row in enumerate(in_order)
    ]
