"""How an answer is seen: the figure in a sentence, a table, a chart, and how it was read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.desks import LONGEST, Reply, say
from handlers.views import blocks
from handlers.views.charts import Chart, bar_chart, line_chart
from handlers.views.tables import Cell, in_words, table
from mappa.answering.answers import Answer, Row
from mappa.answering.period_words import BUCKET_NAMES
from mappa.asking.questions import AVERAGE, COUNT, RATE, SHARE, Asked, Comparison
from storage.outgoing import Message

SHARE_ANSWER = "share_answer"
LIST_ANSWER = "list_answer"
TABLE_AS_FILE = "answer_as_file"
CHART_AS_PICTURE = "answer_as_picture"
ASK, SUBMIT_QUESTION = "ask_question", "submit_question"
SENT_TO_DM = "The list of cases is in your direct messages with me."
LEFT_OUT = "Small figures and Category 4 are left out of what is shared."
MOST_SHARED = 100  # references in a message
LONGEST_NOTE = 200  # characters of what a chart leaves out
FEWEST_BARS = 4  # fewer are read faster as figures
_FIRST = {
    "lead-agency": "Lead agency",
    "band": "Risk of serious harm",
    "year": "MAPPA year",
    "custody": "Where",
}
_SECOND = {COUNT: "Number", SHARE: "Per cent", RATE: "Per 100,000", AVERAGE: "Days"}


@dataclass(frozen=True, slots=True)
class Carrying:
    """What the buttons carry; without it a button is left out."""

    question: str = ""  # sealed
    cases: str = ""  # the search for the cases, sealed
    shareable: bool = False
    takes_cases_out: bool = False


def answer(asked: Asked, found: Answer, carrying: Carrying) -> Reply:
    """What is seen by whoever asked, and by nobody else."""
    lines = [found.text, rows_in_words(asked, found), *_notes(found)]
    shown = [*figures(asked, found), *map(blocks.context, _notes(found))]
    if buttons := _buttons(asked, found, carrying):
        shown.append(blocks.actions("answer", *buttons))
    return say(blocks.escape("\n".join(filter(None, lines))), *shown)


def figures(asked: Asked, found: Answer) -> list[blocks.Block]:
    """The sentence, the table where there are rows, and the chart where it helps."""
    if not found.rows:
        return blocks.paragraphs(found.text)
    shown = table("", columns(asked), cells(asked, found))[1:]
    chart = chart_of(asked, found)
    drawn = [chart.block] if chart else []
    _, mark, left_out = (chart.words if chart else "").partition("Not drawn: ")
    said = mark + left_out if len(left_out) < LONGEST_NOTE else "Not all of it is drawn."
    notes = [blocks.context(said)] if left_out else []
    return [*blocks.paragraphs(found.text), *shown, *drawn, *notes]


def shared(user_id: str, when: str, asked: Asked, found: Answer) -> Message:
    """What everybody in a channel sees: figures, and who shared them."""
    by = blocks.shared_by(user_id, when)
    lines = [found.text, rows_in_words(asked, found), *_notes(found), LEFT_OUT]
    shown = [*figures(asked, found), *map(blocks.context, [*_notes(found), LEFT_OUT])]
    text = blocks.escape("\n".join(filter(None, lines)))
    return Message(f"{blocks.cut(text, LONGEST)}\n{by}", (*shown, blocks.by_somebody(by)))


def shared_list(user_id: str, when: str, found: Answer) -> Message:
    """References, and nothing else of any case, for those who may see them all."""
    by = blocks.shared_by(user_id, when)
    what = "1 case" if len(found.cases) == 1 else f"{len(found.cases)} cases"
    lines = [f"{what}: {', '.join(found.cases)}", *_notes(found)]
    text = blocks.escape("\n".join(lines))
    return Message(f"{text}\n{by}", (*map(blocks.words, lines), blocks.by_somebody(by)))


def private_list() -> Reply:
    """What stands in a channel, privately, where the cases themselves do not belong."""
    return say(SENT_TO_DM, blocks.words(SENT_TO_DM))


def columns(asked: Asked) -> tuple[str, str]:
    if isinstance(asked, Comparison):
        return "Asked", _SECOND[asked.sides[0].figure]
    return _FIRST.get(asked.by, asked.by.capitalize()), _SECOND[asked.figure]


def cells(asked: Asked, found: Answer) -> list[tuple[str, Cell]]:
    """The rows and, where they are parts of it, the whole."""
    rows = [(row.label, _cell(asked, found, row)) for row in found.rows]
    values = [row.value for row in found.rows if row.value is not None]
    parts = _figure(asked) == COUNT and len(values) == len(rows) and sum(values) == found.value
    return [*rows, ("Total", found.value)] if parts and found.value is not None else rows


def rows_in_words(asked: Asked, found: Answer) -> str:
    """The same as lines; nothing where there are no rows."""
    return in_words(columns(asked), cells(asked, found)) if found.rows else ""


def chart_of(asked: Asked, found: Answer) -> Chart | None:
    """Lines over time, bars of several groups; None where figures are read faster."""
    labels = [row.label for row in found.rows]
    series = {_SECOND[_figure(asked)]: [row.value for row in found.rows]}
    if not isinstance(asked, Comparison) and asked.by in BUCKET_NAMES:
        return line_chart(title_of(found), labels, series)
    return bar_chart(title_of(found), labels, series) if len(labels) >= FEWEST_BARS else None


def title_of(found: Answer) -> str:
    """The reading, without the days of a period that has a name."""
    return re.sub(r" \([^)]*\)", "", found.reading)


def question_form() -> blocks.Block:
    """A question asked from Home."""
    hint = "The answer comes to your direct messages with me."
    asked = blocks.text_input("question", "Your question", hint=hint, longest=300)
    return blocks.form(SUBMIT_QUESTION, "Ask a question", "Ask", [asked])


def answered_notice(reply: Reply) -> blocks.Block:
    """The answer once more in the form's place; tables and charts are for messages only."""
    kept = ("section", "context", "header")
    shown = [block for block in reply.message.blocks if block["type"] in kept]
    note = blocks.context("With its table and buttons it is in your direct messages with me.")
    return blocks.notice("Answer", [*shown, note])


def file_introduction(found: Answer, hours: int) -> str:
    """Goes with a file of figures; nothing that somebody typed is in it."""
    read = f"{found.reading}." if found.reading else ""
    return f"{read} It is deleted here after {hours} hours."


def file_coming() -> Message:
    text = "The file is being made and comes to your direct messages with me."
    return Message(text, (blocks.words(text),))


def _cell(asked: Asked, found: Answer, row: Row) -> Cell:
    if row.value is not None:
        return row.value
    if _figure(asked) == COUNT:
        return "not shown"
    return "no figure" if "not shown" in found.text else "n/a"


def _figure(asked: Asked) -> str:
    return asked.sides[0].figure if isinstance(asked, Comparison) else asked.figure


def _notes(found: Answer) -> list[str]:
    return [f"Read as: {found.reading}."] if found.reading else []


def _buttons(asked: Asked, found: Answer, carrying: Carrying) -> Sequence[blocks.Block]:
    made = []
    if carrying.question and carrying.shareable:
        label = "Share references" if found.cases else "Share"
        made.append(blocks.button(label, SHARE_ANSWER, carrying.question))
    if carrying.cases:
        made.append(blocks.button("Cases with names", LIST_ANSWER, carrying.cases))
        if carrying.takes_cases_out and not isinstance(asked, Comparison) and asked.listed:
            made.append(blocks.button("As a file", "find_file", carrying.cases))
    if carrying.question and found.rows:
        made.append(blocks.button("Table as a file", TABLE_AS_FILE, carrying.question))
        if chart_of(asked, found):
            made.append(blocks.button("Chart as picture", CHART_AS_PICTURE, carrying.question))
    return made
