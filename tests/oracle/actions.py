"""Actions: open, overdue, and those done, raised or due in a period."""

from datetime import date

from tests.oracle.items import Item, category_of, level_of, spell_on
from tests.oracle.tables import Action, Tables


def _item(action: Action, day: date) -> Item:
    spell = spell_on(action.case, day)
    return Item(
        ("action", action.ref), day, action.case, level_of(spell), category_of(spell), action.agency
    )


def actions_on(tables: Tables, area: str, day: date, status: str) -> list[Item]:
    """By the end of a day: open is raised and not done, overdue was due before it and not done."""
    found = []
    for one in tables.actions:
        if one.area != area or one.case.merged:
            continue
        done = one.done_on is not None and one.done_on <= day
        raised = one.raised_on is None or one.raised_on <= day
        late = one.due_on is not None and one.due_on < day
        if not done and (late if status == "overdue" else raised):
            found.append(_item(one, day))
    return found


def actions_during(
    tables: Tables, area: str, from_on: date | None, to_on: date, status: str
) -> list[Item]:
    found = []
    for one in tables.actions:
        day = {"done": one.done_on, "raised": one.raised_on, "due": one.due_on}[status]
        if one.area != area or one.case.merged or day is None:
            continue
        if (from_on is None or from_on <= day) and day <= to_on:
            found.append(_item(one, day))
    return found
