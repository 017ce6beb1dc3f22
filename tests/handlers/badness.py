"""Bad input of every kind, and what an answer to it must be like."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TypeVar

from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Answer

T = TypeVar("T")
SECRET = "Zanzibar"  # stands in most of what is typed, so that it can be looked for
BAD = {
    "empty": "",
    "endless": f"{SECRET} " * 1200,
    "one endless word": SECRET * 1200,
    "emoji": f"😀{SECRET}",
    "right to left": "עברית",
    "turned round": f"\u202e{SECRET}",
    "bell": f"{SECRET}\x07",
    "nothing": f"{SECRET}\x00",
    "half a character": f"{SECRET}\ud800",
    "person": f"<@U1|{SECRET}>",
    "everybody": f"<!channel> {SECRET}",
    "bold": f"*{SECRET}* _{SECRET}_ ~{SECRET}~ `{SECRET}`",
    "SQL": f"'; DROP TABLE cases; -- {SECRET}",
    "entity": f"&lt;!channel&gt; {SECRET}",
    "link": f"<https://example.org|{SECRET}>",
    "no day": "31 February 2027",
    "American day": "03/31/2027",
    "part of a day": "March",
    "nine": "9",
    "zero": "0",
    "minus": "-1",
    "half": "2.5",
    "figure of another script": "٣",
}
RIGHT = {("level", "zero")}  # to be confirmed
# Not even as a text.
UNFIT = ("endless", "one endless word", "turned round", "bell", "nothing", "half a character")
HOW_TO = (
    "Example", "Shorten it.", "Type it again as plain text.", "No case", "No meeting", "See: ",
)  # fmt: skip


def faults(talk: Conversation, typed: str, *named: str) -> list[str]:
    """What is wrong with the refusal of a line that names at least one of these."""
    logged = len(talk.log.getvalue())
    with saves_nothing(talk) as saved:
        answer = talk.typed("U0CORA", typed)
    held = {
        "refused": "Saved" not in answer.text,
        "saves nothing": not saved,
        "names it": any(name in answer.text for name in named),
        "says how to do it right": any(right in answer.text for right in HOW_TO),
    }
    shown = typed.encode(errors="replace")[:90]
    wrong = [fault for fault, is_so in held.items() if not is_so]
    wrong += unfit(answer, talk.log.getvalue()[logged:])
    return [f"{shown!r} not {fault}: {answer.text}" for fault in wrong]


def some(items: Sequence[T], turn: int, of: int = 5) -> Sequence[T]:
    """Each turn another fifth of them: together the turns try all. With THOROUGH=1 each tries all,
    which takes minutes."""
    return items if os.environ.get("THOROUGH") else items[turn % of :: of]


def unfit(answer: Answer, logged: str) -> list[str]:
    """What no answer may be, whether it refuses or not."""
    held = {
        "private": answer.body.get("response_type", "ephemeral") == "ephemeral",
        "an answer": answer.status == 200 and "went wrong" not in answer.whole,
        "logged nothing of it": SECRET not in logged and "fault" not in logged,
        "calls nobody": is_harmless(answer),
    }
    return [fault for fault, is_so in held.items() if not is_so]


# Whatever is saved otherwise comes with a row of one of these.
_NOTED = """
    SELECT (SELECT count(*) FROM records WHERE action = 'refused'),
    (SELECT count(*) FROM records WHERE action <> 'refused'),
    (SELECT count(*) FROM deliveries), (SELECT count(*) FROM outgoing)
"""


@contextmanager
def saves_nothing(talk: Conversation) -> Iterator[list[str]]:
    """Collects word of anything that is committed meanwhile, but for refusals on the record."""
    saved: list[str] = []
    file = sqlite3.connect(str(talk.db.engine.url.database), isolation_level=None)
    with closing(file):
        (before,) = file.execute("PRAGMA data_version").fetchone()
        noted = file.execute(_NOTED).fetchone()
        yield saved
        if file.execute("PRAGMA data_version").fetchone() != (before,):
            now = file.execute(_NOTED).fetchone()
            if now[1:] != noted[1:] or now[0] <= noted[0]:
                saved.append("something")


def is_harmless(answer: Answer) -> bool:
    """Nothing typed stands where Slack would read markup in it."""
    marked = " ".join(_marked_up(answer.blocks))
    whole = f"{answer.text} {marked}"
    return SECRET not in marked and not any(sign in whole for sign in ("<@", "<!", "<h", "\u202e"))


def _marked_up(blocks: object) -> list[str]:
    """Every text of the blocks that Slack reads markup in."""
    if isinstance(blocks, list):
        return [text for block in blocks for text in _marked_up(block)]
    if isinstance(blocks, dict):
        own = [str(blocks["text"])] if blocks.get("type") == "mrkdwn" else []
        return own + [text for value in blocks.values() for text in _marked_up(value)]
    return []


def plain_text(blocks: object) -> str:
    """All that is shown in plain text."""
    if isinstance(blocks, list):
        return "\n".join(map(plain_text, blocks))
    if isinstance(blocks, dict):
        own = str(blocks["text"]) if blocks.get("type") == "plain_text" else ""
        return "\n".join([own, *map(plain_text, blocks.values())])
    return ""
