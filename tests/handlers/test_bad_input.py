"""Whatever is typed wrongly is refused in a private sentence that names it and shows a right one.

Nothing is saved, nothing of it reaches the log, and nothing of it can call a person or a channel.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mappa.referrals import SCHEMA as REFER
from mappa.updates import SCHEMA as UPDATE
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Answer

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
HOW_TO = ("Example", "Shorten it.", "Type it again as plain text.", "No case")


def faults(talk: Conversation, typed: str, *named: str) -> list[str]:
    """What is wrong with the refusal of a line that names at least one of these."""
    logged = len(talk.log.getvalue())
    with saves_nothing(talk) as saved:
        answer = talk.typed("U0CORA", typed)
    held = {
        "private": answer.body.get("response_type") == "ephemeral",
        "refused": "Saved" not in answer.text and "went wrong" not in answer.text,
        "names it": any(name in answer.text for name in named),
        "says how to do it right": any(right in answer.text for right in HOW_TO),
        "saves nothing": not saved,
        "logs nothing of it": SECRET not in talk.log.getvalue()[logged:],
        "calls nobody": is_harmless(answer),
    }
    shown = typed.encode(errors="replace")[:90]
    return [f"{shown!r} not {fault}: {answer.text}" for fault, is_so in held.items() if not is_so]


@contextmanager
def saves_nothing(talk: Conversation) -> Iterator[list[str]]:
    """Collects word of anything that is committed meanwhile."""
    saved: list[str] = []
    file = sqlite3.connect(str(talk.db.engine.url.database), isolation_level=None)
    with closing(file):
        (before,) = file.execute("PRAGMA data_version").fetchone()
        yield saved
        if file.execute("PRAGMA data_version").fetchone() != (before,):
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


@pytest.mark.parametrize("field", [field.name for field in UPDATE.fields if field.shape == "words"])
def test_a_field_of_an_update_that_is_typed_wrongly_is_named(
    shared_talk: Conversation, field: str
) -> None:
    found = []
    for kind, bad in BAD.items():
        if (field, kind) not in RIGHT:
            line = f"update BED-1042 {field} {bad} because it must be"
            found += faults(shared_talk, line, field, "update")
    assert found == []


@pytest.mark.parametrize("field", [field.name for field in REFER.fields])
def test_a_field_of_a_referral_that_is_typed_wrongly_is_named(
    shared_talk: Conversation, field: str
) -> None:
    found = []
    for bad in BAD.values():
        values = {"category": "2", "level": "2"} | {field: bad}
        typed = " ".join(f"{name} {value}" for name, value in values.items())
        # What follows a name without a value is taken for its value, and then itself is missing.
        found += faults(
            shared_talk, f"refer X320741 {typed} because it must", field, "refer", "level"
        )
    assert found == []


@pytest.mark.parametrize("kind", BAD)
def test_a_subject_that_is_typed_wrongly_is_named(shared_talk: Conversation, kind: str) -> None:
    found = []
    for line in ("case {}", "update {} level 3 because x", "refer {} category 2 level 2 because x"):
        word = line.partition(" ")[0]
        found += faults(shared_talk, line.format(BAD[kind]), word, "case", "identifier")
    assert found == []


@pytest.mark.parametrize("field", ["note", "because"])
def test_text_that_is_too_long_or_turned_round_is_refused(
    shared_talk: Conversation, field: str
) -> None:
    found = []
    for kind in ("endless", "one endless word", "turned round", "bell", "nothing"):
        line = f"update BED-1042 risk high {field} {BAD[kind]}"
        found += faults(shared_talk, line, field, "update")
    assert found == []


def test_any_other_text_is_saved_and_shown_without_its_markup_taking_effect(
    talk: Conversation,
) -> None:
    for kind in ("emoji", "right to left", "person", "everybody", "bold", "SQL", "entity", "link"):
        answer = talk.typed("U0CORA", f"update BED-1042 note {BAD[kind]}")
        assert answer.text.startswith("Saved: note.")
        assert is_harmless(answer), answer.whole
        assert is_harmless(talk.typed("U0CORA", "case BED-1042 notes"))
    assert talk.count("notes") == 8
    assert SECRET not in talk.log.getvalue()


@pytest.mark.parametrize("kind", [kind for kind in BAD if kind not in ("empty", "nine", "zero")])
def test_a_question_that_cannot_be_read_is_asked_back_and_not_logged(
    shared_talk: Conversation, kind: str
) -> None:
    for question in ("how many {} cases", "{}", "how many level {} cases", "how many cases on {}"):
        answer = shared_talk.typed("U0CORA", question.format(BAD[kind]))
        assert "went wrong" not in answer.text
        assert is_harmless(answer)
    assert SECRET not in shared_talk.log.getvalue()


@settings(max_examples=60)
@given(
    line=st.text(max_size=200), word=st.sampled_from(["", "refer ", "update ", "case ", "help "])
)
def test_no_line_whatever_is_beyond_us(shared_talk: Conversation, word: str, line: str) -> None:
    answer = shared_talk.typed("U0CORA", word + line)
    assert answer.status == 200
    assert answer.text or not line.strip()
    assert "went wrong" not in answer.text
    assert is_harmless(answer)
