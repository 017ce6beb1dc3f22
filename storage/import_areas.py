"""What a workbook says of areas and not of cases: populations, and contacts of agencies."""

from mappa.contacts import AreaContact
from mappa.workbook_updates import row_differences
from storage.contacts import add_contact, list_contacts
from storage.importing import TAKEN, Changed, Importing
from storage.populations import list_populations, set_population


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
