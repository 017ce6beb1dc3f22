"""What a meeting hears: cases put on its agenda, taken off it, and put in order."""

from collections.abc import Iterable

from handlers.cases import put_on_record
from handlers.desks import Reply, Visit
from handlers.meetings.invitations import add_invited, remove_invited
from handlers.meetings.meeting_requests import withdraw_for
from handlers.meetings.seen_meetings import Taken, take_meeting
from handlers.views.meetings import meetings as views
from mappa.access import may_do
from mappa.errors import RuleBroken
from mappa.meetings.agendas import in_order
from mappa.meetings.hearings import check_may_be_heard, remarks_on
from mappa.meetings.meeting_lines import Asked, read_cases
from mappa.meetings.meetings import require_planned
from mappa.meetings.minutes import INFORMATION, parts_in_order
from mappa.meetings.times import in_words
from storage.attendance import list_attendance
from storage.cases import StoredCase, list_cases
from storage.databases import Session
from storage.deriving import derive_reminders
from storage.hearings import (
    Hearing,
    add_hearing,
    list_hearings_of_case,
    remove_hearing,
    set_hearing,
)
from storage.invitations import list_invitations, withdraw_invitations
from storage.meeting_lists import list_levels_sought, list_planned_for
from storage.meeting_reminders import derive_meeting_reminders
from storage.meetings import StoredMeeting, get_meeting_by_id
from storage.notes import add_note
from storage.people import list_people, list_people_of_case
from storage.records import Entry, add_record


def add_cases(session: Session, visit: Visit, asked: Asked) -> Reply:
    """Put cases at the end of the agenda."""
    refs = read_cases(asked.values["add"], "add")
    taken = take_meeting(session, visit, asked.ref, refs)
    require_planned(taken.meeting.facts, "nothing can be put on its agenda")
    cases = [taken.cases[ref] for ref in refs]
    remarks = put_on(session, visit, taken.meeting, cases, "add")
    return views.done(taken.meeting.facts, remarks, visit.desk.command)


def remove_cases(session: Session, visit: Visit, asked: Asked) -> Reply:
    """Take cases off that were not heard; who came for them alone is told."""
    refs = read_cases(asked.values["remove"], "remove")
    taken = take_meeting(session, visit, asked.ref, refs)
    meeting, held = taken.meeting, {hearing.case_ref: hearing for hearing in taken.hearings}
    require_planned(meeting.facts, "nothing can be taken off its agenda")
    for ref in refs:
        _check_may_come_off(session, taken, held.get(ref), ref)
    kept = []
    for ref in refs:
        case = taken.cases[ref]
        kept += _keep_what_was_given(session, visit, held[ref], case)
        remove_invited(session, visit, meeting, case)
        remove_hearing(session, held[ref])
        after = {"meeting": meeting.facts.ref, "because": asked.reason}
        put_on_record(session, visit, case, Entry("taken off agenda", visit.source, after=after))
    after_all(session, visit, meeting, [taken.cases[ref] for ref in refs])
    record(session, visit, meeting, "cases taken off agenda", refs)
    lines = [f"Saved: {ref} is off the agenda; {views.next_review(taken.cases[ref].facts)}."
             for ref in refs]  # fmt: skip
    return views.done(meeting.facts, [*lines, *kept], visit.desk.command)


def order_cases(session: Session, visit: Visit, asked: Asked) -> Reply:
    """Those named come first, the others after them as they stood."""
    refs = read_cases(asked.values["order"], "order")
    taken = take_meeting(session, visit, asked.ref, refs)
    held = {hearing.case_ref: hearing for hearing in taken.hearings}
    if missing := [ref for ref in refs if ref not in held]:
        raise RuleBroken(
            f"order: {missing[0]} is not on the agenda of {asked.ref}. "
            f"Example: meeting {asked.ref} add {missing[0]}",
            "order",
        )
    require_planned(taken.meeting.facts, "its agenda stays as it is")
    for position, ref in enumerate(in_order(list(held), refs), start=1):
        if held[ref].position != position:
            set_hearing(session, held[ref], position=position)
    record(session, visit, taken.meeting, "agenda ordered", refs)
    return views.done(taken.meeting.facts, ["Saved: the order of the agenda."], visit.desk.command)


def put_on(
    session: Session,
    visit: Visit,
    meeting: StoredMeeting,
    cases: Iterable[StoredCase],
    field: str = "cases",
    because: str = "",
) -> list[str]:
    """Put locked cases on the agenda, with whoever is to come for them; what is to be said of it.

    Nobody is told yet.
    """
    cases = list(cases)
    facts, ids = meeting.facts, [case.id for case in cases]
    planned = list_planned_for(session, ids, visit.now)
    sought = list_levels_sought(session, ids)
    done, remarks = [], []
    for case in cases:
        others = [other.facts for of_case, other in planned if of_case == case.id]
        check_may_be_heard(case.facts, facts, others, visit.today, field)
        if not add_hearing(session, meeting, case):
            remarks.append(f"{case.facts.ref} stood on the agenda already.")
            continue
        after = {"meeting": facts.ref, "on": in_words(facts.starts_at), "because": because}
        put_on_record(session, visit, case, Entry("put on agenda", visit.source, after=after))
        remarks += remarks_on(case.facts, facts, others, sought.get(case.id, ()), visit.today)
        done.append(case)
    if done:
        add_invited(session, visit, meeting, *done)
    after_all(session, visit, meeting, done)
    if done:
        refs = [case.facts.ref for case in done]
        record(session, visit, meeting, "cases put on agenda", refs)
        remarks.insert(0, f"Saved: on the agenda: {', '.join(refs)}.")
    return remarks


def after_all(
    session: Session, visit: Visit, meeting: StoredMeeting, cases: Iterable[StoredCase]
) -> None:
    """Reminders follow: those of the meeting, and of the cases that it hears or hears no more."""
    policy = visit.desk.policy
    people = list_people(session, meeting.facts.area)
    # Read again: what is asked for before the meeting may have changed with who is invited.
    cases = list_cases(session, ids=[case.id for case in cases], to_change=True)
    derive_reminders(session, cases, people, policy, visit.now)
    derive_meeting_reminders(session, meeting.id, policy, visit.now)


def record(
    session: Session,
    visit: Visit,
    meeting: StoredMeeting,
    action: str,
    cases: Iterable[str] = (),
    before: object = None,
    **after: object,
) -> None:
    """One entry about the meeting on the record of its area."""
    facts = meeting.facts
    said = {"meeting": facts.ref, **after} | ({"cases": list(cases)} if cases else {})
    entry = Entry(action, visit.source, before, said)
    add_record(session, entry, area=facts.area, now=visit.now, person=visit.person)


def leave_agendas(session: Session, visit: Visit, case: StoredCase) -> list[str]:
    """The case belongs to another area now: the planned meetings of the old one hear it no more,
    unless they have begun to. Their references; whom they had invited for it is not told by people
    of another area."""
    left = []
    for hearing in list_hearings_of_case(session, case.id):
        meeting = get_meeting_by_id(session, hearing.meeting_id, to_change=True)
        away = meeting.facts.status == "planned" and meeting.facts.area != case.facts.area
        if not away or is_minuted(session, meeting, case, hearing):
            continue
        _keep_what_was_given(session, visit, hearing, case)
        rows = [one for one in list_invitations(session, [meeting.id]) if one.case_id == case.id]
        withdraw_invitations(session, rows, visit.now)
        withdraw_for(session, visit, meeting, [case.id])
        remove_hearing(session, hearing)
        after = {"meeting": meeting.facts.ref, "because": "the case was transferred"}
        put_on_record(session, visit, case, Entry("taken off agenda", visit.source, after=after))
        derive_meeting_reminders(session, meeting.id, visit.desk.policy, visit.now)
        left.append(meeting.facts.ref)
    if left:
        (again,) = list_cases(session, ids=[case.id], to_change=True)
        people = list_people_of_case(session, again.facts)
        derive_reminders(session, [again], people, visit.desk.policy, visit.now)
    return left


def seen_refs(visit: Visit, taken: Taken) -> list[StoredCase]:
    """Of all that it hears, what the person may see."""
    return [case for case in taken.on_agenda() if may_do(visit.person, "see case", case.facts)]


def is_begun(session: Session, taken: Taken, hearing: Hearing) -> bool:
    """Whether anything was minuted of a case; what agencies gave before the meeting is not."""
    return is_minuted(session, taken.meeting, taken.cases[hearing.case_ref], hearing)


def is_minuted(
    session: Session, meeting: StoredMeeting, case: StoredCase, hearing: Hearing
) -> bool:
    """The same, of a case that is read already."""
    if hearing.closed_on or hearing.outcome_level is not None:
        return True
    minutes = hearing.minutes(case.key)
    said = [name for name in minutes if not name.startswith(INFORMATION)]
    unread = hearing.minutes_sealed is not None and not minutes
    return unread or bool(said or list_attendance(session, meeting, case))


def _keep_what_was_given(
    session: Session, visit: Visit, hearing: Hearing, case: StoredCase
) -> list[str]:
    """What agencies gave for a meeting that does not hear the case stays with it, as notes."""
    given = parts_in_order(hearing.minutes(case.key))
    if not given:
        return []
    agencies = [part.label.removeprefix("Information: ") for part, _ in given]
    for agency, (_, text) in zip(agencies, given, strict=True):
        said = f"Given for {hearing.meeting_ref}, {agency}: {text}"
        add_note(session, case, said, visit.person, visit.now)
        put_on_record(session, visit, case, Entry("note added", visit.source))
    names = ", ".join(agencies)
    return [f"{hearing.case_ref}: what was given for it is kept as notes of the case: {names}."]


def _check_may_come_off(session: Session, taken: Taken, hearing: Hearing | None, ref: str) -> None:
    meeting = taken.meeting.facts.ref
    if hearing is None:
        raise RuleBroken(
            f"remove: {ref} is not on the agenda of {meeting}. Example: meeting {meeting}",
            "remove",
        )
    if is_begun(session, taken, hearing):
        raise RuleBroken(
            f"remove: {ref} is minuted at {meeting} already, in part or to the end, so it stays "
            f"on its agenda. Example: minute {meeting} {ref}",
            "remove",
        )
