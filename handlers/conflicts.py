"""Two people at once: what somebody else changed since a form was opened, told from the record."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from handlers.desks import Visit
from handlers.views.histories import LEAVER, when
from mappa.cases import CaseRecord
from mappa.undoing import Difference, NotAsItWas, step_back
from mappa.update_sections import Section, in_words
from storage.cases import StoredCase
from storage.databases import Session
from storage.people import find_anybody, list_people_of_case
from storage.records import list_history

NOT_SAVED = (
    "Nothing was saved: somebody else has changed this since you opened the form. Save again to "
    "put yours in its place, or cancel to keep theirs."
)
Row = dict[str, Any]


def told(
    session: Session,
    visit: Visit,
    case: StoredCase,
    section: Section,
    fields: Sequence[str],
    as_opened: Callable[[str, str], bool],
) -> list[str]:
    """For each field what it was, what it is, by whom and when; headed by what can be done."""
    history = list_history(session, case.id, case.key, seen=False)
    names = names_on(session, case)
    told = []
    for field in section.fields:
        if field.name not in fields:
            continue
        states = list(_values(section, field.name, case.facts, history, visit))
        now = states[0][0]
        was = next((value for value, _ in states if as_opened(field.name, value)), None)
        row = next((row for value, row in states if row is not None and value == now), None)
        said = f"{field.name}: now {in_words(field, now, names)}"
        if was is not None:
            said = f"{field.name}: was {in_words(field, was, names)}, now " + (
                in_words(field, now, names)
            )
        told.append(f"{said}{_by(session, row)}.")
    return [NOT_SAVED, "\n".join(told)]


def names_on(session: Session, case: StoredCase) -> dict[str, str]:
    """The names of whom the case concerns, by Slack id."""
    return {one.user_id: one.name for one in list_people_of_case(session, case.facts)}


def _values(
    section: Section, field: str, facts: CaseRecord, history: Sequence[Row], visit: Visit
) -> Iterator[tuple[str, Row | None]]:
    """The values that a field has had, newest first, each with the change that brought it."""
    value = section.values(facts, visit.today)[field]
    for row in history:
        if not isinstance(row["before"], dict):
            continue
        try:
            facts = step_back(facts, Difference(row["before"], row["after"]))
        except NotAsItWas:  # the record does not reach further back
            break
        earlier = section.values(facts, visit.today)[field]
        if earlier != value:
            yield value, row
            value = earlier
    yield value, None


def _by(session: Session, row: Row | None) -> str:
    if row is None:
        return ""
    person = find_anybody(session, [row["person_id"]]).get(row["person_id"])
    return f", by {person.name if person else LEAVER} on {when(row)}"
