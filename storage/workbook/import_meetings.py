"""The meetings of a workbook: they come before the cases that they heard."""

from collections.abc import Iterable
from dataclasses import replace

from mappa.workbook.updates import row_changes, row_differences, updated_row
from mappa.workbook.workbooks import (
    ActionRow,
    AttendanceRow,
    HeardRow,
    InvitationRow,
    MeetingRow,
)
from storage.meetings import (
    StoredMeeting,
    add_meetings,
    find_meetings,
    refs_of_meetings,
    set_meeting,
)
from storage.records import Entry
from storage.row_kinds import Links, links_of_people
from storage.workbook.importing import NOT_YOURS, TAKEN, Changed, Importing

IN_CALENDARS = ("starts_at", "ends_at", "place", "status")


def import_meetings(work: Importing) -> Links:
    """Store the meetings; what the rows of the cases need to point to them and to people."""
    told = work.workbook.meetings
    book = work.workbook
    rows: list[HeardRow | AttendanceRow | ActionRow | InvitationRow] = [
        *book.heard, *book.attendance, *book.actions, *book.invitations
    ]  # fmt: skip
    refs = {row.meeting_ref for row in rows if row.meeting_ref} | {row.ref for row in told}
    here = find_meetings(work.session, refs, to_change=work.update)
    areas = _areas(work, [row.ref for row in told if not row.area])
    new = []
    for row in told:
        if row.ref in here:
            _correct(work, here[row.ref], row)
        else:
            new.append(replace(row, area=row.area or areas.get(row.ref, work.area)))
            work.note_added(new[-1].area, "meetings", [row.ref])
    ids = {ref: meeting.id for ref, meeting in here.items()} | add_meetings(work.session, new)
    people, user_ids = links_of_people(work.session)
    # Of all meetings: the cases may have been heard at others than those of the workbook.
    return Links(ids, people, refs_of_meetings(work.session), user_ids)


def _areas(work: Importing, refs: Iterable[str]) -> dict[str, str]:
    """A meeting that names no area is held in that of a case that it heard."""
    wanted, heard = set(refs), {}
    rows: list[HeardRow | AttendanceRow] = [*work.workbook.attendance, *work.workbook.heard]
    for row in rows:
        if row.meeting_ref in wanted:
            heard[row.meeting_ref] = row.case_ref
    told = set(heard.values())
    areas = {case.ref: case.area for case in work.workbook.cases if case.ref in told}
    return {ref: areas[case] for ref, case in heard.items() if case in areas}


def _correct(work: Importing, meeting: StoredMeeting, told: MeetingRow) -> None:
    here = meeting.facts
    if not work.update:
        work.fault("meetings", told.ref, TAKEN.format(ref=told.ref))
    elif work.person and here.area != work.person.area:
        work.fault("meetings", told.ref, NOT_YOURS.format(ref=told.ref))
    elif (after := _updated(here, told)) != here:
        set_meeting(work.session, meeting, after)
        was, now = row_changes(here, after)
        place = f"meeting {told.ref}"
        entry = Entry("meeting changed", work.source, {place: was}, {place: now})
        lines = tuple(f"{place} {line}" for line in row_differences(here, after))
        work.note_changed(here.area, [Changed("meetings", told.ref, lines, entry)], None)


def _updated(here: MeetingRow, told: MeetingRow) -> MeetingRow:
    """What calendars hold gives way to what has a higher version only, so it never goes back."""
    after = updated_row(here, told)
    moved = here.status == "planned" and any(
        getattr(here, name) != getattr(after, name) for name in IN_CALENDARS
    )
    return replace(after, version=max(after.version, here.version + moved))
