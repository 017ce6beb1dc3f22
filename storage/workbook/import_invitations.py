"""The invitations of a workbook: they come after the meetings and cases that they are for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from mappa.access import may_do
from mappa.workbook.updates import row_changes, row_differences, updated_row
from mappa.workbook.workbooks import InvitationRow
from storage.cases import find_case_ids, list_cases
from storage.invitation_rows import (
    add_invitation_rows,
    list_invitation_rows,
    set_invitation_row,
    who_is_invited,
)
from storage.records import Entry
from storage.row_kinds import Links
from storage.tables import meetings
from storage.workbook.importing import NOT_YOURS, TAKEN, Changed, Importing


def import_invitations(work: Importing, links: Links) -> None:
    """Those that are not there yet; with an update also those that were answered otherwise."""
    told = work.workbook.invitations
    if not told:
        return
    cases = find_case_ids(work.session, sorted({row.case_ref for row in told if row.case_ref}))
    _check_theirs(work, cases)
    ids = {links.meetings[row.meeting_ref] for row in told}
    refs = {number: ref for ref, number in links.meetings.items() if number in ids}
    areas = _areas(work, ids)
    here: dict[tuple[str, ...], list[tuple[int, InvitationRow]]] = {}
    by_id = {number: ref for ref, number in cases.items()}
    for number, row in list_invitation_rows(work.session, refs, by_id):
        here.setdefault(who_is_invited(row), []).append((number, row))
    new = []
    for row in told:
        area = areas[links.meetings[row.meeting_ref]]
        stored = here.get(who_is_invited(row), [])
        if not stored:
            new.append(row)
            work.note_added(area, "invitations", [_place(row)])
        elif not work.update:
            work.fault("invitations", _place(row), TAKEN.format(ref=_place(row)))
        else:
            _correct(work, area, _taken(stored, row), row)
    add_invitation_rows(work.session, new, links.meetings, cases)


def _taken(
    stored: list[tuple[int, InvitationRow]], row: InvitationRow
) -> tuple[int, InvitationRow]:
    """The stored one that is meant. Who was invited twice stands there twice, and nobody is taken
    for both."""
    alike = [one for one in stored if one[1] == row] or stored
    found = alike[0]
    if len(stored) > 1:
        stored.remove(found)
    return found


def _correct(
    work: Importing, area: str, stored: tuple[int, InvitationRow], told: InvitationRow
) -> None:
    number, old = stored
    after = updated_row(old, told)
    if after == old:
        return
    set_invitation_row(work.session, number, after)
    place = f"invitation to {_place(told)}"
    was, now = row_changes(old, after)
    entry = Entry("invitation changed", work.source, {place: was}, {place: now})
    lines = tuple(f"{place} {line}" for line in row_differences(old, after))
    work.note_changed(area, [Changed("invitations", _place(told), lines, entry)], None)


def _check_theirs(work: Importing, cases: Mapping[str, int]) -> None:
    """Nobody is invited for a case that whoever brings it in may not change."""
    if work.person is None:
        return
    for case in list_cases(work.session, ids=cases.values()):
        if not may_do(work.person, "change case", replace(case.facts, merged_into=None)):
            ref = case.facts.ref
            work.fault("invitations", ref, NOT_YOURS.format(ref=ref))


def _areas(work: Importing, ids: set[int]) -> Mapping[int, Any]:
    query = select(meetings.c.id, meetings.c.area)
    return {row.id: row.area for row in work.session.execute(query) if row.id in ids}


def _place(row: InvitationRow) -> str:
    """What it goes by on the record: neither a name nor an address."""
    return " ".join(filter(None, [row.meeting_ref, row.case_ref, row.agency, row.slack_id]))
