"""How a case is seen: its card and its long parts, shown in private replies only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.reminders import REMINDER_STATES
from mappa.agencies import AGENCIES
from mappa.cases import (
    CATEGORIES,
    CUSTODY_REASONS,
    DATE_KINDS,
    LEVELS,
    RISK_BANDS,
    THRESHOLDS,
    CaseRecord,
)
from mappa.clocks import london_day
from mappa.days import uk_date
from mappa.people import Person
from storage.reminders import Reminder

REFER_CASE = "refer_case"
NAMES = 300  # characters of a list of names
CARD_ROOM, PAGE_ROOM = 1200, 3400  # characters of a long part: on the card, and on a page


@dataclass(frozen=True, slots=True)
class Part:
    """A long part: its first lines, and how many there are."""

    lines: Sequence[str]
    count: int


def case_card(
    case: CaseRecord,
    today: date,
    parts: Mapping[str, Part],
    people: Mapping[int, Person],
    command: str,
    done: str = "",
) -> Reply:
    """Everything that matters now; `done` heads the card after a change."""
    facts = _facts(case, today, people)
    dates = [_date(kind, on, today) for kind, on in _by_day(case)]
    shown = [blocks.words(done)] if done else []
    shown += [blocks.header(f"Case {case.ref}"), *blocks.pairs(facts)]
    lines = [done] if done else []
    lines += [f"Case {case.ref}", *(f"{label}: {value}" for label, value in facts.items())]
    for name, part in {"dates": Part(dates, len(dates)), **parts}.items():
        some = _beginning(part, f"{command} case {case.ref} {name}")
        lines += [f"{name.title()}:", *some]
        shown += [blocks.strong(name.title()), *blocks.paragraphs("\n".join(some))]
    shown.append(blocks.actions("case", blocks.button("Refer this case", REFER_CASE, case.ref)))
    return say(blocks.escape("\n".join(lines)), *shown)


def case_part(ref: str, part: str, items: Sequence[str], page: int, command: str) -> Reply:
    """One page of what is too long for the card, and how to get the next one."""
    pages = blocks.pages(items, PAGE_ROOM)
    head = f"Case {ref}: {part}, page {page} of {max(len(pages), 1)}"
    some = pages[page - 1] if page <= len(pages) else ["none" if page == 1 else "There is no more."]
    onward = [f"Next: {command} case {ref} {part} page {page + 1}"] if page < len(pages) else []
    text = "\n".join([head, *onward, *some])
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(some))]
    return say(blocks.escape(text), *shown, *map(blocks.context, onward))


def note(noted_at: datetime, text: str) -> str:
    return f"{uk_date(london_day(noted_at))}: {text}"


def team_lines(case: CaseRecord, people: Mapping[int, Person]) -> list[str]:
    """Everybody on the case, owners first; by Slack id who is not registered."""
    names = {person.user_id: person.name for person in people.values()}
    team = sorted(case.team, key=lambda member: (member.part != "owner", member.user_id))
    return [f"{names.get(m.user_id, m.user_id)}, {m.part}" for m in team]


def reminder_lines(reminders: Sequence[Reminder], people: Mapping[int, Person]) -> list[str]:
    """One line a notice, with everybody whom it goes to."""
    to: dict[str, list[str]] = {}
    for reminder in reminders:
        line = (
            f"{uk_date(london_day(reminder.due_at))}: {DATE_KINDS[reminder.kind].lower()} "
            f"{uk_date(reminder.about_on)}, {reminder.notice}, {REMINDER_STATES[reminder.state]}"
        )
        person = people.get(reminder.person_id)
        to.setdefault(line, []).append(person.name if person else "a leaver")
    return [f"{line}: {blocks.listed(names, NAMES)}" for line, names in to.items()]


def _beginning(part: Part, command: str) -> list[str]:
    """As much as the card has room for; where that is not all, how to see the rest."""
    some = next(iter(blocks.pages(part.lines, CARD_ROOM)), ["none"])
    left = part.count - len(some)
    return [*some, f"{left} more: {command}"] if left > 0 else some


def _facts(case: CaseRecord, today: date, people: Mapping[int, Person]) -> dict[str, str]:
    names = {person.user_id: person.name for person in people.values()}
    owners = [names.get(m.user_id, m.user_id) for m in case.team if m.part == "owner"]
    members = [names.get(m.user_id, m.user_id) for m in case.team if m.part != "owner"]
    return {
        "Name": case.name or "not recorded",
        "Now": _now(case, today),
        "Custody": _custody(case, today),
        "Risk of serious harm": RISK_BANDS[case.rosh] if case.rosh else "not recorded",
        "Lead agency": AGENCIES[case.lead_agency] if case.lead_agency else "not recorded",
        "District": case.district or "not recorded",
        "Owner": blocks.listed(owners, NAMES) or "none",
        "Team": blocks.listed(members, NAMES) or "nobody else",
        "Identifiers": _identifiers(case),
    }


def _now(case: CaseRecord, today: date) -> str:
    spell = case.spell_on(today)
    if spell is None:
        ended = [spell.ended_on for spell in case.spells if spell.ended_on <= today]
        return f"left MAPPA on {uk_date(max(ended))}" if ended else "referred, at no level yet"
    threshold = f"; threshold: {THRESHOLDS[spell.threshold]}" if spell.threshold else ""
    level = LEVELS[spell.level] if spell.level else "level to be confirmed"
    return (
        f"{level}, category {spell.category} ({CATEGORIES[spell.category]}), "
        f"since {uk_date(spell.started_on)}{threshold}"
    )


def _custody(case: CaseRecord, today: date) -> str:
    stay = case.custody_on(today)
    if stay is None:
        return "in the community"
    return f"in custody since {uk_date(stay.from_on)} ({CUSTODY_REASONS[stay.why].lower()})"


def _identifiers(case: CaseRecord) -> str:
    known = {
        "CRN": case.crn,
        "PNC": case.pnc,
        "CRO": case.cro,
        "Prison number": case.prison_number,
        "ViSOR": case.visor_ref,
    }
    return ", ".join(f"{label} {value}" for label, value in known.items() if value) or "none"


def _by_day(case: CaseRecord) -> list[tuple[str, date]]:
    return sorted(case.dates.items(), key=lambda item: (item[1], item[0]))


def _date(kind: str, on: date, today: date) -> str:
    past = " (past)" if on < today else ""
    return f"{DATE_KINDS[kind]}: {uk_date(on)}{past}"
