"""How an answer is seen: the figure in a sentence, and how the question was read."""

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.answers import Answer


def answer(found: Answer) -> Reply:
    rows = "\n".join(
        f"{row.label}: {'not shown' if row.value is None else row.value}" for row in found.rows
    )
    read = f"Read as: {found.reading}."
    shown = [blocks.words(found.text)]
    if rows:
        shown.append(blocks.words(rows))
    shown.append(blocks.context(read))
    return say(blocks.escape("\n".join(filter(None, [found.text, rows, read]))), *shown)
