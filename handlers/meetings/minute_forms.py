"""Live minuting by forms: a section of the agenda each; who comes second is told, nobody loses."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.desks import Desk, Visit
from handlers.forms import UNREADABLE, mark
from handlers.meetings import minute_saving
from handlers.meetings.minute_pages import may_add
from handlers.meetings.sittings import (
    GONE,
    Sitting,
    get_sitting,
    named_refs,
    offered_attendance,
    put_seen,
    require_open,
    require_taker,
)
from handlers.views import blocks
from handlers.views.histories import LEAVER, when
from handlers.views.meetings import minute_forms as views
from handlers.views.meetings import minuting as pages
from handlers.windows import pressed, show_window
from mappa.agencies import AGENCIES
from mappa.arguments import LONGEST_TEXT
from mappa.choices import read_choice
from mappa.errors import NotFound, RuleBroken
from mappa.meetings.attendances import HOW as WAYS
from mappa.meetings.attendances import Attendance, make_attendance
from mappa.meetings.minute_answers import MinuteAnswers, compare_answers, with_answers
from mappa.meetings.minutes import (
    ATTENDANCE_SECTION,
    INFORMATION,
    INFORMATION_SECTION,
    SECTIONS,
    MinuteSection,
    find_part,
    is_sound,
)
from storage.databases import Session
from storage.deliveries import once
from storage.people import find_anybody
from storage.records import list_history

HOW, WHO = "how.", "who."
ALWAYS = ("police", "probation", "prison")  # where nobody is invited


def opened(session: Session, visit: Visit, sitting: Sitting, name: str) -> dict[str, Any]:
    """The form of a section with what is minuted now; showing it goes on the record."""
    section = _for_person(visit, sitting, name)
    put_seen(session, visit, sitting, "form of the minutes")
    fields = [*_fields(visit, sitting, section)]
    now = _values(sitting, fields)
    offered = _offered(session, sitting) if section.name == ATTENDANCE_SECTION else {}
    shown = {**now, **{name: value for name, value in offered.items() if not now.get(name)}}
    marks = {field: _mark(session, sitting.refs, field, now[field]) for field in fields}
    return views.section_form(views.FilledMinutes(sitting.refs, section, shown, marks))


def press_section(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The form that a button names; access is asked again."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        meeting, case, name = _named(pressed(body))
        view = opened(session, visit, get_sitting(session, visit, meeting, case), name)
    show_window(desk, body, view)
    ack()


def submit_section(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """Save what was touched; where somebody else changed it meanwhile, show that instead."""
    answers = blocks.read_form(view)
    sent = view["state"]["values"]  # a field that was not in the form was not emptied
    answers = {name: "" if value == views.UNSAID else value for name, value in answers.items()}
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        form = _read_metadata(view)
        sitting = get_sitting(session, visit, form.meeting, form.case, to_change=True)
        section = _for_person(visit, sitting, form.section)
        fields = [name for name in _fields(visit, sitting, section, form.marks)
                  if name in form.marks and name in sent]  # fmt: skip
        now = _values(sitting, fields)

        def as_opened(field: str, value: str) -> bool:
            return _mark(session, sitting.refs, field, value) == form.marks[field]

        found = compare_answers(fields, answers, now, as_opened)
        if found.conflicts:
            # Not marked as delivered: the same form is sent in again.
            shown = _conflict(session, visit, sitting, section, form, answers, found)
        else:
            once(session, delivery_key(body), visit.now)
            reply = _save(session, visit, sitting, found)
            shown = pages.window(reply.marked(desk.practice))
    ack(response_action="update", view=shown)
    desk.nudge()


@dataclass(frozen=True, slots=True)
class _Form:
    """What a form says of itself: forgeable, so that everything in it is asked again."""

    meeting: str
    case: str
    section: str
    marks: Mapping[str, str]


def _read_metadata(view: Mapping[str, Any]) -> _Form:
    try:
        held = json.loads(str(view.get("private_metadata") or ""))
        meeting, case, section = _named(str(held["of"]))
        return _Form(meeting, case, section, dict(held["shown"]))
    except (ValueError, TypeError, KeyError, NotFound) as problem:
        raise RuleBroken(UNREADABLE.replace("update", "minute BED-M12")) from problem


def _named(value: str) -> tuple[str, str, str]:
    refs, _, name = value.rpartition(" ")
    if name not in SECTIONS:
        raise NotFound(GONE)
    return *named_refs(refs), name


def _for_person(visit: Visit, sitting: Sitting, name: str) -> MinuteSection:
    """Whoever does not take the minutes gets only the form for what their own agency knows."""
    if not (name == INFORMATION_SECTION and may_add(visit, sitting)):
        require_taker(sitting)
    require_open(sitting)
    return SECTIONS[name]


def _fields(
    visit: Visit, sitting: Sitting, section: MinuteSection, known: Iterable[str] = ()
) -> list[str]:
    """The fields of a form; `known` are those that it was opened with."""
    if section.parts:
        return [part.name for part in section.parts]
    if section.name == ATTENDANCE_SECTION:
        agencies = _agencies([*sitting.invited, *sitting.attended, *_agencies_of(known)])
        return [f"{kind}{agency}" for agency in agencies for kind in (HOW, WHO)]
    if not sitting.takes:
        return [f"{INFORMATION}{visit.person.agency}"]
    told = _agencies_of(sitting.minutes, (INFORMATION,))
    agencies = _agencies([*sitting.invited, *sitting.attended, *told, *_agencies_of(known)])
    return [f"{INFORMATION}{agency}" for agency in agencies]


def _agencies_of(names: Iterable[str], kinds: tuple[str, ...] = (HOW, INFORMATION)) -> list[str]:
    return [name.removeprefix(kind) for name in names for kind in kinds if name.startswith(kind)]


def _agencies(codes: Iterable[str]) -> list[str]:
    wanted = set(codes)
    return [agency for agency in AGENCIES if agency in (wanted or ALWAYS)]


def _values(sitting: Sitting, fields: Iterable[str]) -> dict[str, str]:
    """What is kept now, as an input can hold it."""
    found = {}
    for name in fields:
        text, part = _value(sitting, name), find_part(name)
        fits = len(text) <= LONGEST_TEXT and (part is None or is_sound(part, text))
        found[name] = text if fits else ""
    return found


def _value(sitting: Sitting, name: str) -> str:
    for kind in (HOW, WHO):
        if name.startswith(kind):
            there = sitting.attended.get(name.removeprefix(kind))
            return (there.how if kind == HOW else there.who) if there else ""
    return sitting.minutes.get(name, "")


def _offered(session: Session, sitting: Sitting) -> dict[str, str]:
    offered = offered_attendance(session, sitting)
    return {f"{HOW}{agency}": one.how for agency, one in offered.items()}


def _mark(session: Session, refs: str, field: str, value: str) -> str:
    return mark(session, f"minutes {refs}", field, value)


def _save(session: Session, visit: Visit, sitting: Sitting, found: MinuteAnswers) -> Any:
    there: dict[str, Attendance | None] = {}
    parts = dict(found.touched)
    for name in [name for name in parts if name.startswith((HOW, WHO))]:
        del parts[name]
        agency = name.removeprefix(HOW).removeprefix(WHO)
        there[agency] = _attendance(sitting, agency, found.touched)
    minutes = with_answers(sitting.minutes, parts, visit.today)
    return minute_saving.saved(session, visit, sitting, minutes, there)


def _attendance(sitting: Sitting, agency: str, touched: Mapping[str, str]) -> Attendance | None:
    how, who = (
        touched.get(f"{kind}{agency}", _value(sitting, f"{kind}{agency}")) for kind in (HOW, WHO)
    )
    if not how and who:
        raise RuleBroken(
            f"who.{agency}: say also how {AGENCIES[agency]} was there. Example: Attended",
            f"who.{agency}",
        )
    if not how:
        return None
    return make_attendance(read_choice(how, WAYS, f"how.{agency}"), who, f"who.{agency}")


def _conflict(
    session: Session,
    visit: Visit,
    sitting: Sitting,
    section: MinuteSection,
    form: _Form,
    answers: Mapping[str, str],
    found: MinuteAnswers,
) -> dict[str, Any]:
    """The form again with the person's own words, and with what somebody else wrote meanwhile.

    Only the marks of what is in conflict are renewed: saved again, one's own takes its place.
    """
    put_seen(session, visit, sitting, "form of the minutes")
    now = _values(sitting, found.conflicts)
    renewed = {name: _mark(session, sitting.refs, name, now[name]) for name in found.conflicts}
    by = _by_whom(session, sitting, found.conflicts)
    notices = [views.NOT_SAVED, *(views.theirs(name, now[name], by[name]) for name in now)]
    marks = {name: value for name, value in form.marks.items() if find_field(name)}
    filled = views.FilledMinutes(
        sitting.refs, section, answers, {**marks, **renewed}, tuple(notices)
    )
    return views.section_form(filled)


def find_field(name: str) -> bool:
    """Whether a form of ours has such a field."""
    agency = name.removeprefix(HOW).removeprefix(WHO)
    return (agency != name and agency in AGENCIES) or find_part(name) is not None


def _by_whom(session: Session, sitting: Sitting, names: Iterable[str]) -> dict[str, str]:
    """Who wrote each of these last, and when."""
    history = list_history(session, sitting.case.id, sitting.case.key, seen=False)
    rows = [
        row
        for row in history
        if row["action"] == minute_saving.CHANGED and row["after"]["meeting"] == sitting.facts.ref
    ]
    found = {}
    for name in names:
        agency = name.removeprefix(HOW).removeprefix(WHO)
        last = next(
            (
                row
                for row in rows
                if name in row["after"]["minutes"]
                or (agency != name and agency in row["after"].get("attendance", {}))
            ),
            None,
        )
        person = find_anybody(session, [last["person_id"]]).get(last["person_id"]) if last else None
        found[name] = f"{person.name if person else LEAVER} on {when(last)}" if last else LEAVER
    return found
