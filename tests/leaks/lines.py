"""Lines for a case of the planted world: every word of the command, right and wrong."""

import re
from collections.abc import Iterator
from random import Random

from handlers.views.cases import OPEN_PARTS
from tests.handlers.badness import BAD
from tests.handlers.slots import Slot
from tests.leaks.worlds import World

# Reads of a case and of what is there, over cases of every kind.
LOOKS = (
    "case {ref}", "{ref}", *(f"case {{ref}} {part}" for part in OPEN_PARTS),
    "history {ref}", "history {ref} seen", "find {ref}", "find {crn}", "find {name}", "find {pnc}",
    "find born {born}", "find {name} as a file", "actions {ref}", "action {area}-AC{number}",
    "action {area}-AD{number}", "meeting {meeting}", "minute {meeting} {ref}",
    "minute {meeting} {ref} document", "screen {area}-R{number}", "request {ref} 1",
    "answer {area}-R{number}", "update {ref}", "update {ref} level", "update {ref} nonsense 1",
    "undo {ref}", "merge {ref} into {other} because {because}", "transfer {ref} accept",
    "refer {crn} level 3 because {because}", "refer {ref} category 2 level 2 because {because}",
    "refer X999999 category 2 level 2 crn {crn} name {name} because {because}",
    "case-audit {area}-A2 case {ref} outcome met note {because}", "case {crn}", "case {name}",
)  # fmt: skip
# Of nobody's case in particular.
AT_LARGE = (
    "", "help", "me", "reminders", "reminders days 90", "referrals", "referrals all", "meetings",
    "meetings past", "actions", "actions overdue", "actions mine", "contacts", "contacts health",
    "deputies", "training", "case-audit", "export", "report", "report 2025/26", "stats",
    "stats 2025/26", "find hale", "find nobody", "aardvark", "update", "case", "meeting", "minute",
    "transfer", "request", "urgent", "history", "undo", "screen", "refer",
)  # fmt: skip
QUESTIONS = (
    "how many level 2 cases", "how many cases by level", "how many cases by district",
    "list level 2 cases", "show me the level 2 cases", "which cases are in custody",
    "which level 2 cases have a licence ending in the next 60 days", "list category 4 cases",
    "list cases without a district", "list open referrals", "list overdue actions",
    "how many referrals by agency last year", "how many actions are overdue", "list held meetings",
    "attendance rate last year", "list reviews due in the next 28 days", "how many women",
    "list people with an SHPO", "which cases did the panel hear last year", "average days from "
    "referral to decision", "who is Zq10001name", "how many cases in Luton compared with last year",
)  # fmt: skip
# What is typed with these belongs to a person, a meeting or an area, not to the case.
OF_NO_CASE = {"people", "meeting", "urgent", "training", "contacts", "refer", "reassign", "deputy"}
_MEETING = re.compile(r"\bBED-M\d\b")


# What shows the rest of the buttons and forms: by whom, the line, and a case of which kind (of
# Hertfordshire where that is said; the second of them where there is a 2).
PATHS = (
    ("U0CORA", "transfer {ref} to Hertfordshire because he moved", "in custody"),
    ("U0CORA", "transfer {ref}", "moved here"),
    ("U0HANA", "transfer {ref}", "offered"),
    ("U0CORA", "screen BED-R{number} more because say more", "ordinary"),
    ("U0CORA", "answer BED-R{number}", "ordinary"),
    ("U0PETE", "answer BED-R{number}", "ordinary"),
    ("U0PETE", "me", "ordinary"),
    ("U0CORA", "screen BED-R{number}", "nobody's"),
    ("U0CORA", "request {ref}", "ordinary"),
    ("U0CORA", "find hale", "ordinary"),
    ("U0CORA", "find hale page 2", "ordinary"),
    ("U0CORA", "history {ref}", "ordinary"),
    ("U0CORA", "history {ref} page 2", "ordinary"),
    ("U0CORA", "audit {ref}", "ordinary"),
    ("U0CORA", "audit {ref} page 2", "ordinary"),
    ("U0CORA", "minute {meeting} {ref} reopen because wrong", "pete's"),
    ("U0CORA", "minute {meeting} {ref} attended health (Jo Fox), housing, police, education; "
     "disclosure no because nobody is at risk; level 2 review 20 August 2026 because it is high; "
     "risk-band high", "pete's"),
    ("U0CORA", "minute {meeting} {ref} close because late", "pete's"),
    ("U0CORA", "minute {meeting} {ref}", "pete's"),
    ("U0CORA", "minute {meeting} {ref} reopen because wrong", "pete's 2"),
    ("U0CORA", "minute {meeting} {ref} attended health (Jo Fox), housing, police, education; "
     "disclosure no because nobody is at risk; level 2 review 20 August 2026 because it is high; "
     "risk-band high", "pete's 2"),
    ("U0CORA", "minute {meeting} {ref} close", "category 4"),
    ("U0CORA", "retention", "long gone"),
    ("U0CORA", "retention {ref}", "long gone"),
    ("U0CORA", "erase {ref}", "long gone"),
    ("U0CORA", "subject-access {ref}", "ordinary"),
    ("U0CORA", "subject-access {ref} because of a request", "ordinary"),
    ("U0PETE", "subject-access {ref} because of a request", "pete's"),
    ("U0CORA", "erase {ref} because its time is over", "long gone"),
    ("U0PETE", "break-glass {ref} because he is at our desk", "nobody's"),
    ("U0PETE", "break-glass", "nobody's"),
    ("U0CORA", "break-glass", "nobody's"),
    ("U0GLEN", "me", "nobody's"),
    ("U0CORA", "case {ref}", "limited"),
    ("U0CORA", "update {ref} note {because} said", "limited"),
    ("U0CORA", "update {ref} level", "limited"),
    ("U0CORA", "action {area}-AC{number}", "limited"),
    ("U0CORA", "action {ref}", "limited"),
    ("U0CORA", "request {ref} 1", "limited"),
    ("U0CORA", "referrals", "limited"),
    ("U0CORA", "help", "limited"),
    ("U0CORA", "refer", "limited"),
    ("U0CORA", "training", "ordinary"),
    ("U0CORA", "contacts", "ordinary"),
    ("U0CORA", "meetings", "ordinary"),
    ("U0CORA", "report 2025/26", "ordinary"),
    ("U0CORA", "how many cases by level", "ordinary"),
    ("U0CORA", "cases by month in 2025/26", "ordinary"),
    ("U0CORA", "case-audit BED-A2", "drawn"),
    ("U0AUDE", "case-audit BED-A2", "drawn"),
    ("U0AUDE", "case {ref}", "drawn"),
    ("U0CORA", "screen BED-R{number}", "declined"),
    ("U0CORA", "minute {meeting} {ref}", "heard by a chair"),
    ("U0CORA", "minute {meeting} {ref} document", "heard by a chair"),
    ("U0PETE", "screen BED-R{number}", "declined"),
    ("U0HANA", "meeting {meeting}", "HER planned with a chair"),
    ("U0ADA", "people", "ordinary"),
    ("U0ADA", "people list", "ordinary"),
    ("U0ADA", "people add", "ordinary"),
    ("U0ADA", "people change", "ordinary"),
    ("U0ADA", "people remove", "ordinary"),
)  # fmt: skip


def line_for(world: World, slot: Slot, number: int, random: Random) -> str:
    """The right line of a slot, about a case of the planted world."""
    good = slot.good
    sensitive = slot.free and "district" not in slot.named  # a district is plain: figures name it
    if sensitive and good and slot.word not in OF_NO_CASE and "BED-" in slot.line:
        good = f"{world.marks.word(number, 'typed')} {good}"
    return about(world, slot.line.format(good), number, random)


def wrong_line_for(world: World, slot: Slot, number: int, random: Random) -> str:
    return about(world, slot.line.format(BAD[random.choice(list(BAD))]), number, random)


def about(world: World, line: str, number: int, random: Random) -> str:
    """A line of the laden office with the references of a case of the planted world in it."""
    area, ref = world.area(number), world.refs[number]
    other = world.refs[random.choice(world.kinds["ordinary"])]
    gone = world.refs[random.choice(world.kinds["long gone"])]
    offered = [one for one in world.kinds["offered"] if world.area(one) == "HER"]
    new = {
        "BED-1039": gone, "BED-1042": ref, "BED-1043": other, "BED-1044": other, "BED-1045": ref,
        "BED-1046": ref, "HER-1001": world.refs[random.choice(offered)],
        "BED-R1": f"{area}-R{number}",
        "BED-AC1": f"{area}-AC{number}", "BED-AC2": f"{area}-AD{number}", "BED-A1": f"{area}-A2",
        "BED-T1": f"{area}-T1",
    }  # fmt: skip
    meeting = world.meeting_of.get(number) or random.choice(sorted(world.meeting_of.values()))
    line = re.sub("|".join(rf"\b{old}\b" for old in new), lambda found: new[found[0]], line)
    return _MEETING.sub(meeting, line)


def look_at(world: World, line: str, number: int, random: Random) -> str:
    """One of LOOKS about a case."""
    case = world.cases[number]
    other = world.refs[random.choice(world.kinds["ordinary"])]
    return line.format(
        ref=case.ref, number=number, area=world.area(number), crn=case.crn, pnc=case.pnc,
        name=case.name.split()[0], born=case.born_on, other=other,
        meeting=world.meeting_of.get(number) or "BED-M90002",
        because=world.marks.word(number, "typed"),
    )  # fmt: skip


def one_of(world: World, kind: str) -> int:
    """The case that is meant by a kind in PATHS."""
    plain = kind.removeprefix("HER ").removesuffix(" 2")
    area = "HER" if kind.startswith("HER ") else "BED"
    some = [one for one in world.kinds[plain] if world.area(one) == area]
    return some[1 if kind.endswith(" 2") else 0]


def every(world: World) -> Iterator[int]:
    """A case of each kind of each area."""
    for some in world.kinds.values():
        for area in ("BED", "HER"):
            yield from [one for one in some if world.area(one) == area][:1]
