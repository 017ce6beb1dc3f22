"""The help pages, written by the same schemas that read what is typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.cases import SCHEMA as CASE
from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.arguments import Schema, help_lines
from mappa.referrals import SCHEMA as REFER
from mappa.updates import SCHEMA as UPDATE


@dataclass(frozen=True, slots=True)
class Page:
    """What one word does, how it is typed, and what can be typed after it."""

    word: str
    does: str
    examples: tuple[str, ...]
    details: tuple[str, ...] = ()


def _page(schema: Schema, does: str, note: str = "") -> Page:
    details = (*help_lines(schema), *([note] if note else []))
    return Page(schema.word, does, schema.examples, details)


PAGES: Mapping[str, Page] = {
    page.word: page
    for page in (
        _page(REFER, "refer somebody", "Without anything after it, a form opens."),
        _page(CASE, "show a case: now, next and its reminders"),
        _page(UPDATE, "change a case in one line", "Several fields fit in one line."),
        Page(
            "questions",
            "ask how many, in plain words, with no first word",
            (
                "how many level 2 cases",
                "how many level 2 category 2 cases on 31 March 2014",
                "how many registered sex offenders are in custody",
                "how many cases by level on 31/3/2014",
            ),
        ),
        Page("me", "show who you are to this bot, and your referrals", ("me",)),
        Page("help", "this page, or one word in full", ("help", "help update")),
    )
}


def all_words(command: str) -> Reply:
    lines = [f"{command} {page.examples[0]}  ({page.does})" for page in PAGES.values()]
    text = "\n".join(["What you can type:", *lines])
    more = f"One word in full: {command} help update. Questions work in a direct message too."
    return say(
        blocks.escape(f"{text}\n{more}"),
        blocks.header("What you can type"),
        blocks.words("\n".join(lines)),
        blocks.context(more),
    )


def one_word(command: str, page: Page) -> Reply:
    examples = "\n".join(f"{command} {example}" for example in page.examples)
    shown = [blocks.header(f"{page.word}: {page.does}"), blocks.words(examples)]
    if page.details:
        shown.append(blocks.words("\n".join(page.details)))
    text = "\n".join([f"{page.word}: {page.does}", examples, *page.details])
    return say(blocks.escape(text), *shown)
