"""Writes the pages of docs/ that come from the code: `make docs`; a test holds them up to date."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from handlers import BUTTONS, EVENTS, FORMS, SHORTCUTS
from handlers.commands import WORDS
from handlers.views.help_pages import PAGES
from handlers.ways import Way
from mappa.access import MAY, REFUSED, Scope
from mappa.people import ROLES
from mappa.workbook.cells import LONGEST_TEXT
from mappa.workbook.columns import PLANS
from mappa.workbook.plans import COLUMN, VALUE, Column

DOCS = Path(__file__).parent.parent / "docs"
MADE = "<!-- Made from the code by make docs: change the code, not this page. -->"
COMMAND = "/mappa"


def pages() -> Mapping[str, str]:
    """Every page by its file name."""
    return {
        "commands.md": commands_page(),
        "access.md": access_page(),
        "workbook.md": workbook_page(),
    }


def commands_page() -> str:
    """What can be typed in Slack, from the schemas that read it."""
    parts = [
        MADE,
        "# What can be typed in Slack",
        f"Everything begins with `{COMMAND}` (the setting `COMMAND` names another word). Anything "
        "whose first word is not one of these is tried as a question; questions also work in a "
        "direct message and by mention.",
    ]
    for page in PAGES.values():
        parts.append(f"## {page.word}: {page.does}")
        parts.append("\n".join(f"- `{COMMAND} {example}`" for example in page.examples))
        if page.details:
            parts.append("\n".join(f"- {detail}" for detail in page.details))
    return _joined(parts)


ACCESS = """\
The table is `mappa/access.py`. What a role may do at all is asked in one place
(`handlers/desks.py`), on every way in and before anything else of it; whoever may not hears the
one sentence of that action. Whose case it is, is then asked again for each case: the person's own
area, the case's team, the meetings that they chair, the drawn sample, and the grants for Category 4
and for limited-access cases, which nothing replaces. A case that is not yours reads the same as one
that does not exist, and asks the same of the database.

An auditor sees the newest sample of their area, as far as their grants go, and its meetings and
minutes for the sake of those cases; with the next draw that ends. Who breaks the glass of a case
looks at it, and does nothing else. Who stands in for a chair does what the chair may with the cases
of the meetings that are planned."""


def access_page() -> str:
    """Who may do what, from the tables that every path asks."""
    actions = {
        action: [_mark(allowed.get(role)) for role in ROLES] for action, allowed in MAY.items()
    }
    words = {f"`{word}`": _open_to(found.needs) for word, found in WORDS.items()}
    ways: dict[str, Mapping[Any, Way]] = {
        "Buttons": BUTTONS,
        "Forms": FORMS,
        "Shortcuts": SHORTCUTS,
        "Events": EVENTS,
    }
    parts = [MADE, "# Who may do what", ACCESS, _by_role("what", actions)]
    needs = {f"`{word}`": found.needs for word, found in WORDS.items()}
    parts += ["## Words", "What each needs at the least; parts of some need more."]
    parts.append(_by_role("word", words, needs))
    parts.append("## Buttons, forms, shortcuts and events")
    parts.append("By the names that Slack knows them by, with what each needs at the least.")
    for title, table in ways.items():
        rows = [f"| {title.lower()} | needs |", "|---|---|"]
        rows += [f"| `{name}` | {way.needs or ANYBODY} |" for name, way in table.items()]
        parts.append("\n".join(rows))
    refused = [f"- {action}: {sentence}" for action, sentence in REFUSED.items()]
    return _joined([*parts, "## What who may not is told", "\n".join(refused)])


ANYBODY = "to be registered"


def _by_role(
    what: str, rows: Mapping[str, list[str]], needs: Mapping[str, str | None] | None = None
) -> str:
    """A row for each, a column for each role; before them what it needs, where that is said."""
    heads = [what, *(["needs"] if needs is not None else []), *ROLES.values()]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for name, marks in rows.items():
        needed = [] if needs is None else [needs[name] or ANYBODY]
        lines.append(f"| {' | '.join([name, *needed, *marks])} |")
    return "\n".join(lines)


def _open_to(needs: str | None) -> list[str]:
    return ["yes" if needs is None or role in MAY[needs] else "" for role in ROLES]


def _mark(scope: Scope | None) -> str:
    if scope is None:
        return ""
    return "yes" if scope is Scope.NO_CASE else scope.value


WORKBOOK = f"""\
`mappa-bot import PATH` brings in a caseload, `mappa-bot export PATH` takes everything out again.
`PATH` is a folder of CSV files (UTF-8, commas), one `.xlsx` workbook, or for import also a `.zip`
of CSV files; export writes a folder unless the name ends in `.xlsx`. Each sheet is a file of its
name (`spells.csv`) or a sheet of the workbook, with a header row. Only `cases` and `spells` are
required. Names of sheets and columns, and values of closed lists, go in any case, with spaces,
hyphens or underscores; lists take codes and names.

Nothing is saved unless everything is right. All faults are told at once, one a line on standard
error: file, row (the header is row 1), column, value, and the reason; with `--json` also as an
object on standard output. Sheets of an Excel workbook are called `book.xlsx/spells`.
`--dry-run` does everything but save. `--update` takes references that are there already and
corrects what differs; without it they are refused. An empty cell, an absent column and an absent
sheet take nothing away then: what is kept for that reason is listed. `--quiet` sends no late
reminders. `--add-districts` takes districts that the area's list in the policy lacks.

- Dates are `2014-03-31`, or `31/03/2014`. Periods are half-open: what ends on 31 March is not in
  force on 31 March. An empty `ended_on` or `to_on` means that it still runs.
- The empty cell means "not recorded". Empty rows are passed over and counted.
- References are 1 to 20 letters, digits and hyphens. An identifier belongs to one case of an area.
- Text is kept as it stands, up to {LONGEST_TEXT:,} characters, without control characters. In CSV,
  text that begins with `= + - @`, an apostrophe, a tab or a return gets a leading apostrophe when
  it is written, which reading takes off again, so that no spreadsheet runs it.
- In Excel workbooks dates may be real dates and numbers real numbers. A formula counts by its
  stored value and is refused without one. Macros are refused.
- Spells, custody, absences and placements of one case do not overlap.
- Export replaces what is there only if it is an export that nobody has changed since; anything else
  in its place is left alone, and export says so.

In the tables, \\* marks a column that must be there, \\*\\* one that needs a value in every row."""


def workbook_page() -> str:
    """The sheets and columns of import and export, from the table that reads and writes them."""
    parts = [MADE, "# The workbook", WORKBOOK]
    for plan in PLANS.values():
        required = " (required)" if plan.required else ""
        own = " Written only when it has rows." if plan.own else ""
        parts.append(f"## {plan.name}{required}")
        parts.append(f"{plan.says[0].upper()}{plan.says[1:]}.{own}")
        rows = ["| column | what it holds | example |", "|---|---|---|"]
        parts.append("\n".join([*rows, *map(_column_row, plan.columns)]))
    return _joined(parts)


def _column_row(column: Column) -> str:
    mark = {COLUMN: " \\*", VALUE: " \\*\\*"}.get(column.needs, "")
    spare = "; written only if used" if column.spare else ""
    return f"| `{column.name}`{mark} | {column.kind.says}{spare} | `{column.kind.example}` |"


def _joined(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"


def main() -> None:
    DOCS.mkdir(exist_ok=True)
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
