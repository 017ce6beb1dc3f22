"""Updates by form: the fields and rules of the typed line, filled in with what is there now."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack

from handlers import conflicts
from handlers.askers import delivery_key, get_asker
from handlers.cases import get_case_for, put_on_record
from handlers.desks import Desk, Reply, Visit
from handlers.updates import change_case, update_case
from handlers.views import blocks
from handlers.views import forms as views
from handlers.windows import pressed, show_window
from mappa.access import may
from mappa.arguments import REASON
from mappa.errors import NotFound, RuleBroken
from mappa.identifiers import read_case_ref
from mappa.update_sections import (
    BESIDE,
    NOTE,
    SECTIONS,
    Answers,
    Section,
    compare,
    find_section,
    in_words,
    too_long,
)
from mappa.updates import DECIDED_FIELDS, make_update
from storage.cases import StoredCase
from storage.databases import Session
from storage.deliveries import once
from storage.outgoing import Message
from storage.records import SEEN, Entry

UNREADABLE = "That form can no longer be read; nothing was saved. Open it anew: update BED-1042"
TOO_LONG = "It is longer than fits here. What you type takes its place; left empty, it stays."


def update(session: Session, visit: Visit, typed: str) -> Reply:
    """With nothing but a case, or a case and what is to change, the form; else the typed line."""
    ref, *more = typed.split(maxsplit=1)[:2] or [""]
    section = find_section(more[0]) if more else None
    if not ref or (more and section is None):
        return update_case(session, visit, typed)
    return Reply(Message("A form opens."), _opened(session, visit, ref.strip(",:;"), section))


def press_update(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """A button that opens a section's form, or the list of sections; access is asked again."""
    ref, _, name = pressed(body).partition(" ")
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        view = _opened(session, visit, ref, find_section(name) if name else None)
    show_window(desk, body, view)
    ack()


def submit_form(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """Save what was touched; where somebody else changed it meanwhile, show that instead."""
    answers = blocks.read_form(view)
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        opened = _read_metadata(view)
        case = get_case_for(session, visit, opened.ref, "change case", to_change=True)
        found = _compared(session, visit, case, opened, answers)
        if found.conflicts:
            # Not marked as delivered: the same form is sent in again.
            shown = _conflict(session, visit, case, opened, answers, found)
        else:
            once(session, delivery_key(body), visit.now)
            reply = _save(session, visit, case, found, answers.get(REASON, ""))
            shown = views.saved(reply.marked(desk.practice))
    ack(response_action="update", view=shown)
    desk.nudge()


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a form says of itself: forgeable, so that everything in it is asked again."""

    ref: str
    section: Section
    marks: Mapping[str, str]


def _read_metadata(view: Mapping[str, Any]) -> _Opened:
    try:
        held = json.loads(str(view.get("private_metadata") or ""))
        ref, name, marks = str(held["case"]), str(held["section"]), dict(held["shown"])
    except (ValueError, TypeError, KeyError) as problem:
        raise RuleBroken(UNREADABLE) from problem
    section = find_section(name)
    if section is None:
        raise RuleBroken(UNREADABLE)
    return _Opened(read_case_ref(ref), section, marks)


def _opened(session: Session, visit: Visit, ref: str, section: Section | None) -> dict[str, Any]:
    """The form, or the list of forms; it shows the case, and that goes on the record."""
    case = get_case_for(session, visit, read_case_ref(ref), "change case")
    put_on_record(session, visit, case, Entry(SEEN, visit.source, after="form"))
    if section is None:
        return views.section_list(case.facts.ref, _present(session, visit, case))
    section = _for_person(visit, section)
    values = section.values(case.facts, visit.today)
    marks = {name: mark(session, case.facts.ref, name, value) for name, value in values.items()}
    shown = section.shown(case.facts, visit.today)
    hints = {
        field.name: TOO_LONG
        for field in section.fields
        if too_long(field, shown.get(field.name, ""))
    }
    return views.update_form(views.Filled(case.facts.ref, section, values, marks, hints))


def mark(session: Session, ref: str, field: str, value: str) -> str:
    """A short keyed digest: it tells whether a value is the same, and nothing of the value."""
    blind = session.house.blind(f"form {ref} {field}", value)
    return urlsafe_b64encode(blind[:9]).decode()


def _for_person(visit: Visit, section: Section) -> Section:
    """The section without what only a panel or a co-ordinator decides, for everybody else."""
    if may(visit.person, "decide level"):
        return section
    fields = tuple(field for field in section.fields if field.name not in DECIDED_FIELDS)
    if not {field.name for field in fields} - BESIDE and section.name != NOTE:
        raise NotFound(
            f"{section.title} is decided by the panel or the co-ordinator. Ask the "
            "co-ordinator, or refer the case."
        )
    return Section(section.name, section.title, fields, section.shown)


def _present(session: Session, visit: Visit, case: StoredCase) -> dict[str, tuple[str, str]]:
    """Each section that the person may change something of: its title, and what is there now."""
    names = conflicts.names_on(session, case)
    found = {}
    for whole in SECTIONS:
        try:
            section = _for_person(visit, whole)
        except NotFound:
            continue
        values = section.values(case.facts, visit.today)
        told = [
            _labelled(field.name.replace("-", " "), in_words(field, values[field.name], names))
            for field in section.fields
            if values[field.name]
        ]
        found[section.name] = (section.title, "; ".join(told))
    return found


def _labelled(label: str, value: str) -> str:
    """The value with its label, unless it says what it is: "Level 2", "Not at large"."""
    return value if label in value.lower() else f"{label} {value}"


def _compared(
    session: Session,
    visit: Visit,
    case: StoredCase,
    opened: _Opened,
    answers: Mapping[str, str],
) -> Answers:
    """What the person touched. A field that was not in the form was not touched."""
    in_form = _for_person(visit, opened.section)
    fields = tuple(field for field in in_form.fields if field.name in opened.marks)
    section = Section(in_form.name, in_form.title, fields, in_form.shown)

    def as_opened(field: str, value: str) -> bool:
        return mark(session, opened.ref, field, value) == opened.marks[field]

    return compare(section, answers, section.values(case.facts, visit.today), as_opened)


def _save(session: Session, visit: Visit, case: StoredCase, found: Answers, reason: str) -> Reply:
    asked = make_update(case.facts.ref, found.touched, reason, visit.today, visit.desk.policy)
    return change_case(session, visit, case, asked)


def _conflict(
    session: Session,
    visit: Visit,
    case: StoredCase,
    opened: _Opened,
    answers: Mapping[str, str],
    found: Answers,
) -> dict[str, Any]:
    """The form again, with the person's own values, and with what somebody else has changed.

    Only the marks of what is in conflict are renewed. What was left alone keeps the mark of what
    the person sees there: it stays untouched, whatever became of it.
    """
    put_on_record(session, visit, case, Entry(SEEN, visit.source, after="form"))
    section = _for_person(visit, opened.section)
    now = section.values(case.facts, visit.today)
    renewed = {name: mark(session, opened.ref, name, now[name]) for name in found.conflicts}

    def as_opened(field: str, value: str) -> bool:
        return mark(session, opened.ref, field, value) == opened.marks.get(field)

    notices = conflicts.told(session, visit, case, section, found.conflicts, as_opened)
    filled = views.Filled(
        opened.ref, section, answers, {**opened.marks, **renewed}, notices=notices
    )
    return views.update_form(filled)
