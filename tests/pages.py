"""Writes the pages of docs/ that come from the code: `make docs`; a test holds them up to date."""

from collections.abc import Mapping
from pathlib import Path

from handlers.views.help_pages import PAGES
from mappa.access import MAY, Scope
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


def access_page() -> str:
    """Who may do what, from the table that every path asks."""
    head = ["| what |", *(f" {name} |" for name in ROLES.values())]
    rows = ["".join(head), "|---|" + "---|" * len(ROLES)]
    for action, allowed in MAY.items():
        marks = (f" {_mark(allowed.get(role))} |" for role in ROLES)
        rows.append("".join([f"| {action} |", *marks]))
    return _joined(
        [
            MADE,
            "# Who may do what",
            "The table is `mappa/access.py`. What a role may do at all is then decided case by "
            "case: the person's own area, the case's team (for practitioners), and the grants "
            "for Category 4 and for limited-access cases. Nobody outside the table sees "
            "anything; a case that is not yours reads the same as one that does not exist.",
            "\n".join(rows),
        ]
    )


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
