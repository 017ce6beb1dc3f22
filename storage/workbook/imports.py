"""Brings a checked workbook into the database: all of it, or nothing, in one transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from mappa.errors import RuleBroken
from mappa.people import Person
from mappa.policies import Policy
from mappa.workbook.workbooks import Workbook
from storage.batches import much_memory
from storage.databases import Session
from storage.references import reserve_refs
from storage.workbook.import_areas import (
    import_contacts,
    import_deputies,
    import_populations,
    import_standing_members,
    import_trainings,
)
from storage.workbook.import_audits import import_audits
from storage.workbook.import_cases import CaseImport
from storage.workbook.import_invitations import import_invitations
from storage.workbook.import_meetings import import_meetings
from storage.workbook.import_reminders import ImportedReminders
from storage.workbook.importing import Importing, NotImported

ONE_IMPORT = 4_711_001  # the lock that an import holds, so that there is one at a time
MEANWHILE = (
    "Somebody else has saved one of the same references meanwhile; nothing was saved. "
    "Import the workbook again."
)


@dataclass(frozen=True, slots=True)
class Imported:
    """How much was added and changed, by sheet; what differs, a line each; and what stands in the
    database only, in a case and on a sheet of the workbook, and was left as it is."""

    added: Mapping[str, int]
    changed: Mapping[str, int]
    differences: tuple[str, ...] = ()
    only_here: tuple[str, ...] = ()


def _nobody(done: int, total: int) -> None:
    """Hears of progress when nobody watches."""


def import_workbook(
    session: Session,
    workbook: Workbook,
    *,
    area: str,
    policy: Policy,
    now: datetime,
    quiet: bool = False,
    update: bool = False,
    add_districts: bool = False,
    person: Person | None = None,
    told: Callable[[int, int], None] = _nobody,
) -> Imported:
    """Store all of a checked workbook; NotImported where it clashes with what is here.

    `area` is that of what names no other. Without `person` an operator brings it in. `told` hears
    how many cases are done, out of how many.
    """
    options = {"--update": update, "--quiet": quiet, "--add-districts": add_districts}
    work = Importing(session, workbook, area, now, update, person, told)
    reminders = ImportedReminders(policy, now, quiet)
    try:
        with much_memory(session):
            _import(work, reminders)
    except IntegrityError as problem:
        raise RuleBroken(MEANWHILE) from problem
    # Last, because others wait for them: locks go from cases to counters to the record.
    for noun, rows in _numbered(workbook).items():
        reserve_refs(session, noun, rows)
    reminders.derive_areas(session, work.areas())
    reminders.tell_together(session)
    work.put_on_record([name for name, on in options.items() if on])
    return Imported(
        dict(work.added), dict(work.changed), tuple(work.differences), tuple(work.only_here)
    )


def _import(work: Importing, reminders: ImportedReminders) -> None:
    _wait_for_others(work.session)
    cases = CaseImport(work, reminders)
    cases.check()
    work.raise_faults()
    links = import_audits(work, import_meetings(work))
    # Before the cases, so that whoever stands in is reminded of them.
    cases.run(links, import_deputies(work))
    if not work.faults:  # else not every case is there
        import_invitations(work, links)
    import_populations(work)
    import_contacts(work)
    import_standing_members(work)
    import_trainings(work)
    work.raise_faults()


def _wait_for_others(session: Session) -> None:
    """Two imports at once could wait for each other's rows; SQLite has one writer anyway."""
    if session.connection.dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(ONE_IMPORT)))


def _numbered(workbook: Workbook) -> dict[str, list[str]]:
    return {
        "case": [case.ref for case in workbook.cases],
        "referral": [row.ref for row in workbook.referrals],
        "meeting": [row.ref for row in workbook.meetings],
        "action": [row.ref for row in workbook.actions],
        "audit": [row.audit_ref for row in workbook.case_audits],
        "training": [row.ref for row in workbook.trainings],
    }


__all__ = ["Imported", "NotImported", "import_workbook"]
