"""The case audits of a workbook: they come before the cases that were drawn."""

from dataclasses import replace

from mappa.workbook.updates import row_changes, row_differences
from mappa.workbook.workbooks import AuditedRow
from storage.case_audits import StoredAudit, add_audit, all_audits, set_drawn_on
from storage.records import Entry
from storage.row_kinds import Links
from storage.workbook.importing import NOT_YOURS, TAKEN, Changed, Importing


def import_audits(work: Importing, links: Links) -> Links:
    """Store the audits; the links with those to which the rows of the cases point."""
    told = {row.audit_ref: row for row in work.workbook.case_audits}
    here = {one.ref: one for one in all_audits(work.session)}
    areas = _areas(work) if told else {}
    for ref, row in told.items():
        if ref in here:
            here[ref] = _corrected(work, here[ref], row)
        else:
            area = row.area or areas.get(row.case_ref, work.area)
            here[ref] = add_audit(work.session, ref, area, row.drawn_on)
    return replace(links, audits=here, audits_by_id={one.id: one for one in here.values()})


def _areas(work: Importing) -> dict[str, str]:
    """An audit that names no area was drawn in that of its cases."""
    return {case.ref: case.area for case in work.workbook.cases}


def _corrected(work: Importing, here: StoredAudit, told: AuditedRow) -> StoredAudit:
    if not work.update:
        work.fault("case_audits", here.ref, TAKEN.format(ref=here.ref))
    elif told.area not in ("", here.area) or (work.person and here.area != work.person.area):
        work.fault("case_audits", here.ref, NOT_YOURS.format(ref=here.ref))
    elif told.drawn_on != here.drawn_on:
        after = set_drawn_on(work.session, here, told.drawn_on)
        place = f"audit {here.ref}"
        was, now = row_changes(here, after)
        entry = Entry("audit changed", work.source, {place: was}, {place: now})
        lines = tuple(f"{place} {line}" for line in row_differences(here, after))
        work.note_changed(here.area, [Changed("case_audits", here.ref, lines, entry)], None)
        return after
    return here
