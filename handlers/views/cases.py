"""How a case is seen: its card and its long parts, shown in private replies only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.desks import Reply, say
from handlers.views import blocks, case_facts
from handlers.views.case_facts import NOT_RECORDED, single
from handlers.views.next_steps import step_buttons, undo_button
from handlers.views.reminders import REMINDER_STATES
from mappa.absences import custody_status
from mappa.case_agendas import NOTHING, CaseAgenda, Heard
from mappa.cases import CATEGORIES, DATE_KINDS, LEVELS, THRESHOLDS, CaseRecord
from mappa.clocks import london_day
from mappa.days import uk_date
from mappa.meetings.times import in_words
from mappa.next_steps import Dated
from mappa.notices import REMINDER_KINDS
from mappa.notifications import is_indefinite
from mappa.people import Person
from storage.reminders import Reminder

NAMES = 300  # characters of a list of names, and of a list of facts
CARD_ROOM, SHORT_ROOM, PAGE_ROOM = 1200, 400, 3400  # of a long part: on the card, and on a page
OPEN_PARTS = ("overdue", "next", "notes", "reminders", "team", *case_facts.PARTS)
# On the card only where there is something in them; the rest of a case is told by other lines.
ON_CARD = (
    "placements", "orders", "order-changes", "events", "convictions", "requests", "contacts",
    "disclosures", "transfers", "watches",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A long part: its first lines, and how many there are."""

    lines: Sequence[str]
    count: int

    @classmethod
    def of(cls, lines: Sequence[str]) -> "Part":
        return cls(lines, len(lines))


@dataclass(frozen=True, slots=True)
class Card:
    """All that a card is drawn from beside the case itself."""

    today: date
    people: Mapping[int, Person]
    command: str
    parts: Mapping[str, Part]
    overdue: Sequence[Dated] = ()
    coming: Sequence[Dated] = ()
    agenda: CaseAgenda = NOTHING
    plans: bool = False  # whether they may put it on the agenda of a meeting
    prompts: Sequence[str] = ()  # sentences on what to do now
    steps: Sequence[str] = ()
    referrals: Sequence[str] = ()  # the references of those that wait for a decision
    done: str = ""
    undo: int | None = None  # the number on the record of the change that was just made

    @property
    def names(self) -> dict[str, str]:
        return {person.user_id: person.name for person in self.people.values()}


def case_card(case: CaseRecord, card: Card) -> Reply:
    """Everything that matters now, what comes next, what is overdue, and what can be done."""
    facts = _facts(case, card) | _short_parts(case, card)
    shown = blocks.paragraphs(card.done) if card.done else []
    shown += [blocks.header(f"Case {case.ref}"), *blocks.pairs(facts)]
    for title, some in _sections(case, card):
        shown += [blocks.strong(title), *blocks.paragraphs("\n".join(some))]
    if card.undo is not None:
        shown.append(blocks.actions("undo", undo_button(case.ref, card.undo)))
    if buttons := step_buttons(case, card.steps, card.referrals):
        shown.append(blocks.actions("case", *buttons))
    first = f"{card.done.partition('. ')[0].removesuffix('.')}. " if card.done else ""
    return say(blocks.escape(f"{first}Case {case.ref}"), *shown)


def case_part(ref: str, part: str, items: Sequence[str], page: int, command: str) -> Reply:
    """One page of what is too long for the card, and how to get the next one."""
    pages = blocks.pages(items, PAGE_ROOM)
    head = f"Case {ref}: {part}, page {page} of {max(len(pages), 1)}"
    some = pages[page - 1] if page <= len(pages) else ["none" if page == 1 else "There is no more."]
    onward = [f"Next: {command} case {ref} {part} page {page + 1}"] if page < len(pages) else []
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(some))]
    return say(blocks.escape("\n".join([head, *onward])), *shown, *map(blocks.context, onward))


def merged_away(ref: str, into: str) -> str:
    """What became of a case that was found to be the same person as another."""
    return f"{ref} was merged into {into}: they are one person. Example: case {into}"


def is_erased(ref: str, case: CaseRecord) -> str:
    """Why nothing is done to a case any more."""
    on = uk_date(case.erased_on) if case.erased_on else ""
    return (
        f"{ref} was erased on {on}: nobody can read or change it any more; nothing was done. "
        f"What is left of it: case {case.ref}"
    )


def erased_card(case: CaseRecord, today: date, command: str) -> Reply:
    """What is left of a case: what figures count, and nothing that says who it was."""
    on = uk_date(case.erased_on) if case.erased_on else ""
    facts = {
        "Erased": f"on {on}. Who it was and all that was written is gone; figures count it still",
        "Last": _now(case, today),
        "Lead agency": single("lead_agency", case.lead_agency),
        "District": case.district or NOT_RECORDED,
    }
    head, how = f"Case {case.ref}", f"Who did what to it: {command} history {case.ref}"
    text = "\n".join([head, *(f"{label}: {value}" for label, value in facts.items()), how])
    shown = [blocks.header(head), *blocks.pairs(facts), blocks.context(how)]
    return say(blocks.escape(text), *shown)


def note(noted_at: datetime, text: str) -> str:
    return f"{uk_date(london_day(noted_at))}: {text}"


def dated_lines(found: Iterable[Dated]) -> list[str]:
    """What lies ahead or should have happened, with its day."""
    return [f"{uk_date(one.on)}: {one.what}" for one in found]


def team_lines(case: CaseRecord, people: Mapping[int, Person]) -> list[str]:
    """Everybody on the case, owners first; by Slack id who is not registered."""
    names = {person.user_id: person.name for person in people.values()}
    team = sorted(case.team, key=lambda member: (member.part != "owner", member.user_id))
    return [case_facts.fact(member, names) for member in team]


def reminder_lines(reminders: Sequence[Reminder], people: Mapping[int, Person]) -> list[str]:
    """One line a notice, with everybody whom it goes to."""
    to: dict[str, list[str]] = {}
    for reminder in reminders:
        line = (
            f"{uk_date(london_day(reminder.due_at))}: {REMINDER_KINDS[reminder.kind].lower()} "
            f"{uk_date(reminder.about_on)}, {reminder.notice}, {REMINDER_STATES[reminder.state]}"
        )
        person = people.get(reminder.person_id)
        to.setdefault(line, []).append(person.name if person else "a leaver")
    return [f"{line}: {blocks.listed(names, NAMES)}" for line, names in to.items()]


def _sections(case: CaseRecord, card: Card) -> Iterable[tuple[str, list[str]]]:
    ref, command = case.ref, card.command
    if card.overdue:
        overdue = Part.of(dated_lines(card.overdue))
        yield "Overdue", _beginning(overdue, f"{command} case {ref} overdue", SHORT_ROOM)
    if card.prompts:
        yield "Now to be done", list(card.prompts)
    if card.coming:
        coming = Part.of(dated_lines(card.coming))
        yield "Next", _beginning(coming, f"{command} case {ref} next", SHORT_ROOM)
    yield "Dates", [_date(case, kind, on, card.today) for kind, on in _by_day(case)] or ["none"]
    for name, part in card.parts.items():
        yield name.title(), _beginning(part, f"{command} case {ref} {name}", CARD_ROOM)


def _short_parts(case: CaseRecord, card: Card) -> dict[str, str]:
    """The facts that few cases have, each on one line with the way to all of it."""
    found = {}
    for part in ON_CARD:
        if told := case_facts.lines(case, part, card.names):
            first = blocks.cut(told[0], NAMES)
            more = f"; {len(told) - 1} more" if len(told) > 1 else ""
            way = f": {card.command} case {case.ref} {part}" if more or first != told[0] else ""
            found[case_facts.PARTS[part][1]] = f"{first}{more}{way}"
    return found


def _beginning(part: Part, command: str, room: int) -> list[str]:
    """As much as the card has room for; where that is not all, how to see the rest."""
    some = next(iter(blocks.pages(part.lines, room)), ["none"])
    left = part.count - len(some)
    return [*some, f"{left} more: {command}"] if left > 0 else some


def _facts(case: CaseRecord, card: Card) -> dict[str, str]:
    def names(part: bool) -> list[str]:
        return [
            card.names.get(m.user_id, m.user_id) for m in case.team if (m.part == "owner") is part
        ]

    facts = {
        "Name": case.name or NOT_RECORDED,
        "Born": uk_date(case.born_on) if case.born_on else "",
        "Now": _now(case, card.today),
        "Custody": custody_status(case, card.today),
        "Notification": _notification(case, card.today),
        "Last heard": "".join(map(_decided, card.agenda.decided)),
        "Next meeting": _next_meeting(case, card),
        "Open actions": _actions(case, card),
        "Referral waiting for a decision": ", ".join(card.referrals),
        "Risk of serious harm": single("rosh", case.rosh),
        "Victim concerns": single("victim_concerns", case.victim_concerns)
        if case.victim_concerns
        else "",
        "Access": "limited" if case.limited_access else "",
        "Lead agency": single("lead_agency", case.lead_agency),
        "District": case.district or NOT_RECORDED,
        "Owner": blocks.listed(names(True), NAMES) or "none",
        "Team": blocks.listed(names(False), NAMES) or "nobody else",
        "Identifiers": _identifiers(case),
    }
    return {label: value for label, value in facts.items() if value}


def _now(case: CaseRecord, today: date) -> str:
    spell = case.spell_on(today)
    if spell is None:
        ended = [spell.ended_on for spell in case.spells if spell.ended_on <= today]
        return f"left MAPPA on {uk_date(max(ended))}" if ended else "at no level yet"
    threshold = f"; threshold: {THRESHOLDS[spell.threshold]}" if spell.threshold else ""
    level = LEVELS[spell.level] if spell.level else "level to be confirmed"
    return (
        f"{level}, category {spell.category} ({CATEGORIES[spell.category]}), "
        f"since {uk_date(spell.started_on)}{threshold}"
    )


def _decided(last: Heard) -> str:
    level = LEVELS[last.level] if last.level else "left MAPPA"
    return f"{last.ref}, {uk_date(london_day(last.starts_at))}: {level}"


def _next_meeting(case: CaseRecord, card: Card) -> str:
    """That there is none matters where the panel has a case in hand."""
    if card.agenda.planned:
        first, *others = card.agenda.planned
        more = f"; {len(others)} more" if others else ""
        return f"{first.ref}, {in_words(first.starts_at)}{more}"
    spell = case.spell_on(card.today)
    if not card.plans or spell is None or spell.level < 2:
        return ""
    return f"none planned. To put it on a panel: {card.command} meeting REFERENCE add {case.ref}"


def _actions(case: CaseRecord, card: Card) -> str:
    """How many, and which are late: these first stand under what is overdue."""
    if not card.agenda.actions:
        return ""
    late = len(list(card.agenda.late(card.today)))
    overdue = f", {late} overdue" if late else ""
    return f"{len(card.agenda.actions)}{overdue}: {card.command} actions {case.ref}"


def _notification(case: CaseRecord, today: date) -> str:
    """An end has its day among the dates; that there is none has to be said here."""
    endless = "notification_end" not in case.dates and is_indefinite(case, today)
    return "indefinite, by a conviction" if endless else ""


def _identifiers(case: CaseRecord) -> str:
    kinds = ("crn", "pnc", "cro", "prison_number", "visor_ref")
    known = {case_facts.LABELS[kind]: getattr(case, kind) for kind in kinds}
    return ", ".join(f"{label} {value}" for label, value in known.items() if value) or "none"


def _by_day(case: CaseRecord) -> list[tuple[str, date]]:
    return sorted(case.dates.items(), key=lambda item: (item[1], item[0]))


def _date(case: CaseRecord, kind: str, on: date, today: date) -> str:
    past = " (past)" if on < today else ""
    noted = f": {case.date_notes[kind]}" if kind in case.date_notes else ""
    return f"{DATE_KINDS[kind]}: {uk_date(on)}{past}{noted}"
