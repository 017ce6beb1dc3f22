"""What is said of a workbook that was sent: its faults, what it would bring in, what it did."""

from collections.abc import Mapping, Sequence
from datetime import date

from handlers.views import blocks
from mappa.choices import harmless
from mappa.findings import as_csv
from mappa.workbook.workbooks import Fault
from storage.outgoing import Attachment, Message
from storage.workbook.imports import Imported

IMPORT, CANCEL = "import_workbook", "cancel_import"
ROOM = 3300  # characters of faults or differences in a message
LONGEST_LINE = 300
KEPT_THERE = "The file that you sent holds names and stays here until you delete it yourself."
IN_SLACK = (
    "In Slack, --update is the word update sent along with the file, and --add-districts the "
    "words add districts."
)


def reading() -> Message:
    return _said("The file is being read. Nothing is saved before you say so.")


def importing() -> Message:
    return _said("Being brought in. What came of it follows in a message of its own.")


def cancelled() -> Message:
    return _said(f"Cancelled; nothing was saved. {KEPT_THERE}")


def checked(done: Imported, rows: Mapping[str, int], value: str) -> list[Message]:
    """What would be done, with the button that does it; `rows` are those read, by sheet."""
    if not (done.added or done.changed):
        return [_said(f"Nothing in it differs from what is here already. {KEPT_THERE}")]
    head = "Checked: no faults. Nothing is saved yet. It would"
    counted = f"Rows read: {_listed(rows)}.\n{head} {_counts(done)}."
    lines = [counted]
    lines += _beginning(_differences(done))
    cases = rows.get("cases", 0)
    label = f"Import {cases:,} case" if cases == 1 else f"Import {cases:,} cases"
    shown = [
        *blocks.paragraphs("\n".join(lines)),
        blocks.actions(
            "import",
            blocks.button(label, IMPORT, value, primary=True),
            blocks.button("Cancel", CANCEL),
        ),
    ]
    return [Message(blocks.escape(counted), tuple(shown)), *_rest(_differences(done))]


def brought_in(done: Imported) -> list[Message]:
    text = f"Saved: it has {_counts(done, past=True)}. {KEPT_THERE}"
    return [_said(text)]


def faulty(faults: Sequence[Fault], today: date) -> list[Message]:
    """All of them: the first in words, and where there is no room for every one, a file of all."""
    count = "1 fault" if len(faults) == 1 else f"{len(faults):,} faults"
    lines = [_fault(fault) for fault in faults]
    some = _beginning(lines)
    head = f"Nothing was saved: {count}."
    notes = [IN_SLACK] if any("--" in fault.reason for fault in faults) else []
    shown = blocks.paragraphs("\n".join([head, *some, *notes]))
    said = Message(blocks.escape("\n".join([head, *notes])), tuple(shown))
    if some == lines:
        return [said]
    return [said, _as_file(faults, count, today)]


def _as_file(faults: Sequence[Fault], count: str, today: date) -> Message:
    rows = [
        (fault.file, str(fault.row or ""), fault.column, fault.value, fault.reason)
        for fault in faults
    ]
    file = Attachment(
        name=f"faults-{today.isoformat()}",
        ending="csv",
        title="Faults of the workbook",
        content=as_csv(("file", "row", "column", "value", "reason"), rows),
        needs="bring in cases",
    )
    return Message(f"All {count}. This file is deleted here after 24 hours.", (), file)


def _fault(fault: Fault) -> str:
    row = f", row {fault.row}" if fault.row else ""
    column = f", {fault.column}" if fault.column else ""
    reason = fault.reason.removeprefix(f"{fault.column}: ")
    value = harmless(fault.value) if fault.value else ""
    if value and reason.startswith(value):
        said = f" {reason}"
    elif value and value not in reason:
        said = f" “{blocks.cut(fault.value, 60)}”: {reason}"
    else:  # it is quoted once, where the reason speaks of it
        said = f": {reason}"
    return blocks.cut(f"{fault.file}{row}{column}{said}", LONGEST_LINE)


def _differences(done: Imported) -> list[str]:
    only = [f"Only here, and left as it is: {line}" for line in done.only_here]
    return [blocks.cut(line, LONGEST_LINE) for line in (*done.differences, *only)]


def _beginning(lines: Sequence[str]) -> list[str]:
    return next(iter(blocks.pages(lines, ROOM)), [])


def _rest(lines: Sequence[str]) -> list[Message]:
    """Whatever had no room, over as many messages as it takes."""
    return [
        Message("More of what differs.", tuple(blocks.paragraphs("\n".join(page))))
        for page in blocks.pages(lines, ROOM)[1:]
    ]


def _counts(done: Imported, *, past: bool = False) -> str:
    parts = []
    for counts, now, then in (
        (done.added, "add", "added"),
        (done.changed, "change", "changed"),
    ):
        if counts:
            parts.append(f"{then if past else now} {_listed(counts)}")
    return "; ".join(parts) or ("changed nothing" if past else "change nothing")


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())


def _said(text: str) -> Message:
    return Message(blocks.escape(text), tuple(blocks.paragraphs(text)))
