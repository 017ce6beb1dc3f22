"""What a workbook says of areas and not of cases: populations, contacts, training, deputies."""

from dataclasses import replace
from datetime import date
from typing import Any

from mappa.contacts import AreaContact
from mappa.workbook.updates import row_changes, row_differences, updated_row
from mappa.workbook.workbooks import DeputyRow
from storage.contacts import add_contact, list_contacts
from storage.deputies import add_deputy_row, list_deputy_rows, set_deputy_row
from storage.handovers import list_cases_of
from storage.populations import list_populations, set_population
from storage.records import Entry
from storage.standing_members import add_standing_member, list_standing_members
from storage.trainings import add_training_row, list_training_rows, set_training_row
from storage.workbook.importing import NOT_YOURS, TAKEN, Changed, Importing

ANOTHER_DEPUTY = "{of} has another deputy at that time in the database already. Give other days."


def import_populations(work: Importing) -> None:
    """Those that are new; with an update also those that differ."""
    told = work.workbook.populations
    stored = list_populations(work.session, {one.area for one in told})
    here = {(one.area, one.year_ending): one for one in stored}
    for one in told:
        place, old = f"{one.area} {one.year_ending}", here.get((one.area, one.year_ending))
        if old == one:
            continue
        if old is None:
            work.note_added(one.area, "population", [place])
        elif work.update:
            lines = tuple(f"population {place} {line}" for line in row_differences(old, one))
            work.note_changed(one.area, [Changed("population", place, lines)], None)
        else:
            work.fault("population", place, TAKEN.format(ref=place))
            continue
        set_population(work.session, one)


def import_contacts(work: Importing) -> None:
    """Those that are not there yet: a contact has no reference by which it could be corrected."""
    here: dict[str, set[AreaContact]] = {}
    for one in work.workbook.contacts:
        if one.area not in here:
            stored = list_contacts(work.session, one.area, None)
            here[one.area] = {contact for _, contact in stored}
        contact = AreaContact(one.agency, one.name, one.address)
        if contact not in here[one.area]:
            here[one.area].add(contact)
            number = add_contact(work.session, one.area, contact, work.now)
            work.note_added(one.area, "contacts", [str(number)])


def import_standing_members(work: Importing) -> None:
    """Those that are not there yet, as contacts are."""
    told = work.workbook.standing_members
    here = {one.facts for one in list_standing_members(work.session, None)} if told else set()
    for row in told:
        if row not in here:
            here.add(row)
            add_standing_member(work.session, row, work.now)
            work.note_added(row.area, "standing_members", [f"{row.area} {row.agency}"])


def import_trainings(work: Importing) -> None:
    """Those that are new; with an update also those that differ."""
    told = work.workbook.trainings
    here = {row.ref: row for row in list_training_rows(work.session, None)} if told else {}
    for row in told:
        old = here.get(row.ref)
        if old is None:
            new = replace(row, area=row.area or work.area)
            add_training_row(work.session, new)
            work.note_added(new.area, "trainings", [row.ref])
        elif not work.update:
            work.fault("trainings", row.ref, TAKEN.format(ref=row.ref))
        elif row.area not in ("", old.area) or (work.person and old.area != work.person.area):
            work.fault("trainings", row.ref, NOT_YOURS.format(ref=row.ref))
        elif (after := updated_row(old, row)) != old:
            set_training_row(work.session, after)
            change = _changed(work, "trainings", f"training {row.ref}", old, after)
            work.note_changed(old.area, [change], None)


def import_deputies(work: Importing) -> frozenset[int]:
    """Those that are new; with an update also those that begin on the same day and differ.

    The ids of the cases that are here already, and of which somebody else is reminded now.
    """
    told = work.workbook.deputies
    stored = list_deputy_rows(work.session, None) if told else []
    here = {_begins(row): (number, row) for number, row in stored}
    others: dict[str, list[DeputyRow]] = {}
    after = {_begins(row): row for row in [*(row for _, row in stored), *told]}
    for row in after.values():
        others.setdefault(row.slack_id, []).append(row)
    stood_in_for: set[tuple[str, str]] = set()
    for row in told:
        number, old = here.get(_begins(row), (0, None))
        place = f"{row.slack_id} from {row.from_on.isoformat()}"
        if row == old:
            continue
        stood_in_for.add((row.area, row.slack_id))
        if old and not work.update:
            work.fault("deputies", place, TAKEN.format(ref=place))
        elif old and old.area != row.area:
            work.fault("deputies", place, NOT_YOURS.format(ref=place))
        elif any(_same_time(row, other) for other in others[row.slack_id]):
            work.fault("deputies", place, ANOTHER_DEPUTY.format(of=row.slack_id))
        elif old:
            set_deputy_row(work.session, number, row)
            change = _changed(work, "deputies", f"deputy of {place}", old, row)
            work.note_changed(row.area, [change], None)
        else:
            add_deputy_row(work.session, row)
            work.note_added(row.area, "deputies", [place])
    of_each = (list_cases_of(work.session, area, user) for area, user in sorted(stood_in_for))
    return frozenset(case_id for found in of_each for case_id in found)


def _begins(row: DeputyRow) -> tuple[str, date]:
    return row.slack_id, row.from_on


def _same_time(row: DeputyRow, other: DeputyRow) -> bool:
    return (
        row.from_on != other.from_on
        and row.from_on <= other.until_on
        and other.from_on <= row.until_on
    )


def _changed(work: Importing, sheet: str, place: str, old: Any, after: Any) -> Changed:
    was, now = row_changes(old, after)
    noun = place.partition(" ")[0]
    entry = Entry(f"{noun} changed", work.source, {place: was}, {place: now})
    lines = tuple(f"{place} {line}" for line in row_differences(old, after))
    return Changed(sheet, place.partition(" ")[2], lines, entry)
