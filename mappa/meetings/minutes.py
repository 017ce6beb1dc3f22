"""The minutes of one case at one meeting: their parts, in the order of the standing agenda."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mappa.agencies import AGENCIES
from mappa.arguments import LONGEST_TEXT, clean_text
from mappa.case_dates import read_case_date
from mappa.cases import RISK_BANDS, THRESHOLDS
from mappa.choices import read_choice
from mappa.days import uk_date
from mappa.disclosures import DISCLOSURE_DECISIONS, LONGEST_TO
from mappa.errors import RuleBroken
from mappa.labels import read_label
from mappa.updates import read_level

Minutes = Mapping[str, str]  # text by part; what was not said is missing
LEVEL_DECISIONS: Mapping[str, str] = {"1": "Level 1", "2": "Level 2", "3": "Level 3"}
EXITS: Mapping[str, str] = {
    "yes": "Leaves MAPPA",
    "anyway": "Leaves MAPPA, though another category is in force",
}
INFORMATION = "information."


@dataclass(frozen=True, slots=True)
class MinutePart:
    """One thing that is minuted. `shape`: text of several lines, choice, day, or label."""

    name: str
    label: str
    example: str
    shape: str = "text"
    choices: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""


@dataclass(frozen=True, slots=True)
class MinuteSection:
    """A form's worth of parts; `name` is what is typed to get it."""

    name: str
    title: str
    parts: tuple[MinutePart, ...] = ()


def _choice(name: str, label: str, choices: Mapping[str, str], example: str) -> MinutePart:
    return MinutePart(name, label, example, "choice", choices)


NO_VICTIM_NAMED = "Never name a victim, nor where one lives"
RISKS = (
    MinutePart(
        "victims", "Victim and potential-victim issues", "victims none known", hint=NO_VICTIM_NAMED
    ),
    MinutePart("diversity", "Diversity", "diversity needs an interpreter"),
    _choice("risk-band", "Risk of serious harm: band", RISK_BANDS, "risk-band high"),
    MinutePart("risk", "Risk of serious harm", "risk to children, rising since June"),
)
PLAN = (
    MinutePart("supervision", "Supervision", "supervision weekly at the office"),
    MinutePart("monitoring", "Monitoring and control", "monitoring electronic tag"),
    MinutePart("interventions", "Interventions and treatment", "interventions group work"),
    MinutePart("victim-safety", "Victim safety", "victim-safety exclusion zone"),
    MinutePart("contingency", "Contingency plan", "contingency recall at once"),
    MinutePart("licence-conditions", "Licence conditions", "licence-conditions no contact"),
)
DISCLOSURE = (
    _choice("disclosure", "Disclosure decision", DISCLOSURE_DECISIONS, "disclosure no"),
    MinutePart("disclosure-to", "Disclosure to", "disclosure-to the head teacher", "label"),
    MinutePart(
        "disclosure-rationale",
        "Disclosure, rationale",
        "disclosure-rationale nobody is at risk from not knowing",
        hint="Why, whether yes or no",
    ),
)
DECISION = (
    _choice("level", "Level decision", LEVEL_DECISIONS, "level 2"),
    MinutePart("level-rationale", "Level, rationale", "level-rationale three agencies are needed"),
    _choice("threshold", "Threshold", THRESHOLDS, "threshold co-ordination"),
    MinutePart("review", "Next review", "review 20 August 2026", "day"),
    MinutePart(
        "review-reason",
        "Why the review is later than the policy",
        "review-reason the panel cannot meet before",
        hint="Only where it is",
    ),
    _choice("exit", "Exit from MAPPA", EXITS, "exit"),
    MinutePart("dissent", "Dissent", "dissent none"),
)
PARTS: Mapping[str, MinutePart] = {
    part.name: part for part in (*RISKS, *PLAN, *DISCLOSURE, *DECISION)
}
ATTENDANCE_SECTION, INFORMATION_SECTION = "attendance", "information"
SECTIONS: Mapping[str, MinuteSection] = {
    one.name: one
    for one in (
        MinuteSection(ATTENDANCE_SECTION, "Attendance"),
        MinuteSection(INFORMATION_SECTION, "Information exchange"),
        MinuteSection("risks", "Victims, diversity, risk", RISKS),
        MinuteSection("plan", "Risk management plan", PLAN),
        MinuteSection("disclosure", "Disclosure", DISCLOSURE),
        MinuteSection("decision", "Decision", DECISION),
    )
}


def information_part(agency: str) -> MinutePart:
    """What one agency brings to the exchange of information."""
    label = f"Information: {AGENCIES.get(agency, agency)}"
    return MinutePart(f"{INFORMATION}{agency}", label, f"information {agency} seen weekly")


def find_part(name: str) -> MinutePart | None:
    """The part of this name, None where there is none."""
    agency = name.removeprefix(INFORMATION)
    if agency != name:
        return information_part(agency) if agency in AGENCIES else None
    return PARTS.get(name)


def parts_in_order(minutes: Minutes) -> list[tuple[MinutePart, str]]:
    """What is minuted, in the order of the agenda; what no part is left of comes last."""
    names = [f"{INFORMATION}{agency}" for agency in AGENCIES] + list(PARTS)
    known = [
        (part, minutes[name]) for name in names if name in minutes and (part := find_part(name))
    ]
    others = sorted(set(minutes) - set(names))
    return known + [(MinutePart(name, name, name), minutes[name]) for name in others]


def read_part(part: MinutePart, typed: str, today: date) -> str:
    """The text as it is kept, or a refusal that names the part."""
    if part.shape == "choice":
        return _read_choice(part, typed)
    if part.shape == "day":
        return read_case_date(typed, part.name, today).isoformat()
    if part.shape == "label":
        return read_label(typed, part.name, LONGEST_TO, part.example)
    text = clean_lines(typed, part.name)
    if not any(char.isalnum() for char in text):
        raise RuleBroken(
            f"{part.name}: say it in words; if there is none, say so. Example: {part.name} none",
            part.name,
        )
    return text


def _read_choice(part: MinutePart, typed: str) -> str:
    """A level is read as in an update: "-1" is none."""
    if part.name != "level":
        return read_choice(typed, part.choices, part.name)
    level = read_level(typed.strip().casefold().removeprefix("level "))
    if not level:
        raise RuleBroken(
            "level: a meeting decides on level 1, 2 or 3; to be confirmed is no decision. "
            "Example: level 2",
            "level",
        )
    return str(level)


def clean_lines(text: str, name: str) -> str:
    """Free text whose lines stay lines."""
    if len(text) > LONGEST_TEXT:
        clean_text(text, name)  # says so
    lines = [clean_text(line, name) for line in text.replace("\r\n", "\n").split("\n")]
    return "\n".join(lines).strip()


def in_words(part: MinutePart, value: str) -> str:
    """A value as it is read; one that was brought in and is none is shown as it came."""
    if part.shape == "choice":
        return part.choices.get(value, value)
    return uk_date(read_day_of(value)) if part.shape == "day" and is_sound(part, value) else value


def is_sound(part: MinutePart, value: str) -> bool:
    """Whether a kept value is one that the part can have: a workbook may have brought any text."""
    if part.shape == "choice":
        return value in part.choices
    return part.shape != "day" or _is_day(value)


def _is_day(value: str) -> bool:
    try:
        read_day_of(value)
    except ValueError:
        return False
    return len(value) == len("2026-08-20")


def sound(minutes: Minutes) -> dict[str, str]:
    """The minutes without what no decision can be read from."""
    return {
        name: value
        for name, value in minutes.items()
        if (part := find_part(name)) and is_sound(part, value)
    }


def read_day_of(value: str) -> date:
    """The day of a part that holds one."""
    return date.fromisoformat(value)


def check_together(minutes: Minutes) -> None:
    """What cannot stand side by side."""
    if "exit" in minutes and "level" in minutes:
        raise RuleBroken(
            "exit and a level exclude each other: who leaves MAPPA is at no level. Give one of "
            "them, and empty the other. Example: level 2",
            "exit",
        )
    if "exit" in minutes and "review" in minutes:
        raise RuleBroken(
            "review: who leaves MAPPA has no next review. Empty it, or decide a level instead. "
            "Example: level 2",
            "review",
        )
    if "threshold" in minutes and ("exit" in minutes or minutes.get("level") == "1"):
        raise RuleBroken("threshold is for levels 2 and 3 only. Leave it out. Example: level 1",
                         "threshold")  # fmt: skip


# From this day the minutes are on the newer form; see the page on the domain, section 7.
FORM_C_FROM = date(2022, 5, 1)


def form_of(held_on: date) -> tuple[str, str]:
    """The form of the minutes of a meeting, and its edition."""
    return ("MAPPA C", "May 2022") if held_on >= FORM_C_FROM else ("MAPPA B", "before May 2022")
