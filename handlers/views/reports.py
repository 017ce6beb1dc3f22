"""How the annual report is seen, and how it is frozen: in private, without any case in it."""

from collections.abc import Iterator, Sequence

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.tables import in_words, table
from mappa.days import uk_date
from mappa.statistics.reports import Report
from mappa.statistics.returns import FrozenReturn
from mappa.statistics.rules import COUNTING
from mappa.statistics.sections import Section, sections
from mappa.statistics.tables import TOTAL
from mappa.statistics.warnings import NO_CATEGORY_4

REPORT_AS_DOCX, REPORT_AS_XLSX = "report_docx", "report_xlsx"
FREEZE_RETURN, SUBMIT_FREEZE = "freeze_return", "submit_freeze"
APPROVED_BY, LONGEST_NAME = "approved-by", 100
SHORT = 12  # characters of a fingerprint that tell it from others
NO_FINDINGS = "The checks found nothing."
WITHHELD = "Category 4 is not counted in it, because you may not see it."


def report(found: Report, command: str, value: str, *, may_freeze: bool) -> Reply:
    """Every figure: the tables of levels as one table, all others in words; `value` is what the
    buttons carry."""
    levels, lines = _tables(found), list(_lines(found))
    title = f"{found.area}, {found.year}"
    caption = _read_as(found)
    columns = ["Level", *(name.partition(":")[0] for name in levels[0].columns)]
    rows = [list(row) for row in _rows(found, levels)]
    said = [*(f"Note: {warning}." for warning in found.warnings), *_approved(found)]
    said = said or [NO_FINDINGS]
    more = f"As a file: {command} report {found.year} as docx (or {', '.join(_OTHERS)})"
    text = "\n".join([title, caption, in_words(columns, rows), *lines, *said, more])
    return say(
        blocks.escape(text),
        blocks.header(title),
        *table(caption, columns, rows),
        *blocks.paragraphs("\n".join(lines)),
        *blocks.paragraphs("\n".join(said)),
        blocks.context(more),
        blocks.actions("report", *_buttons(value, may_freeze=may_freeze)),
    )


_OTHERS = ("xlsx", "csv", "html", "json", "text")


def _read_as(found: Report) -> str:
    first, last = uk_date(found.year.starts_on), uk_date(found.year.ends_on)
    people = f", for {found.population:,} people aged 10 and over" if found.population else ""
    return (
        f"In the community on {last}; all else from {first} to {last}{people}. "
        f"Counting rule: {COUNTING[found.counting]}."
    )


def _tables(found: Report) -> list[Section]:
    """The sections that are tables of levels by category."""
    return [one for one in sections(found) if one.columns[0].startswith("Category 1")]


def _rows(found: Report, levels: Sequence[Section]) -> Iterator[Sequence[str | int]]:
    order = levels[-1].title.rpartition(" ")[2]
    heads = (uk_date(found.year.ends_on), "In the year", "Returned, licence", f"Returned, {order}")
    for head, section in zip(heads, levels, strict=True):
        for name, cells in section.rows:
            yield f"{head}: {name}", *cells


def _lines(found: Report) -> Iterator[str]:
    """The figures that stand alone, each with that of the year before."""
    tables = {one.title for one in _tables(found)}
    for section in sections(found):
        if section.title in tables:
            continue
        for name, cells in section.rows:
            now, *earlier = (f"{cell:,}" if isinstance(cell, int) else cell for cell in cells)
            label = section.title if name == "Number" else name
            before = (
                f" ({section.columns[1]}: {earlier[0]}, change {earlier[1]})" if earlier else ""
            )
            yield f"{label}: {now}{before}"


def _approved(found: Report) -> list[str]:
    return [f"{found.frozen}."] if found.frozen else []


def _buttons(value: str, *, may_freeze: bool) -> list[blocks.Block]:
    made = [
        blocks.button("As a Word document", REPORT_AS_DOCX, value),
        blocks.button("As a workbook", REPORT_AS_XLSX, value),
    ]
    return [*made, *([blocks.button("Freeze this return", FREEZE_RETURN, value)] * may_freeze)]


def being_made(found_year: str, kind: str) -> Reply:
    """Also after a click: the file comes elsewhere."""
    text = (
        f"The report of {found_year} ({kind}) is being made and comes to your direct messages with "
        "me. If it is not there in ten minutes, ask again."
    )
    return say(text, blocks.words(text))


def introduction(found: Report, hours: int) -> str:
    """Our own words only: what introduces a file is read as markup."""
    return (
        f"MAPPA statistics, {found.area}, {found.year}. Counting rule: {COUNTING[found.counting]}. "
        f"The file is deleted here after {hours} hours."
    )


def window(reply: Reply) -> blocks.Block:
    """A window over what the person sees, for what was pressed."""
    return blocks.notice("Annual report", reply.message.blocks)


def freeze_form(found: Report, versions: int, metadata: str) -> blocks.Block:
    """What is about to be frozen, and who has approved it."""
    on_day, in_year = found.snapshot[TOTAL][-1], found.yearly[TOTAL][-1]
    said = [
        f"{found.area}, {found.year}: {on_day:,} people in the community on "
        f"{uk_date(found.year.ends_on)}, {in_year:,} at Levels 2 and 3 in the year.",
        f"Counting rule: {COUNTING[found.counting]}.",
    ]
    if found.population:
        said.append(f"Population aged 10 and over: {found.population:,}.")
    if not found.category_4:
        said.append(WITHHELD)
    if found.frozen:
        said.append(f"{found.frozen}. This becomes version {versions + 1}.")
    said += [f"Note: {one}." for one in found.warnings if one != NO_CATEGORY_4]
    hint = "The person, or the board, who has approved these figures"
    asked = blocks.text_input(APPROVED_BY, "Approved by", hint=hint, longest=LONGEST_NAME)
    shown = [*blocks.paragraphs("\n".join(said)), asked]
    return blocks.form(SUBMIT_FREEZE, "Freeze this return", "Freeze", shown, metadata)


def frozen(kept: FrozenReturn, version: int, command: str, practice: bool) -> blocks.Block:
    """What was saved, in place of the form."""
    text = (
        f"Saved: {kept}, version {version}. Counting rule: {COUNTING[kept.counting]}. "
        f"Fingerprint {kept.fingerprint[:SHORT]}. What is corrected from now on shows as a "
        f"difference: {command} report {kept.year}"
    )
    reply = say(blocks.escape(text), blocks.words(text)).marked(practice)
    return blocks.notice("Return frozen", reply.message.blocks)
