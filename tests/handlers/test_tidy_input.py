"""Whatever is typed after the words that tidy and find, the answer helps and nothing is changed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.handlers.conversations import Conversation
from tests.handlers.test_bad_input import BAD, SECRET, is_harmless

LINES = (
    "find {}",
    "find {} page 2",
    "find born {}",
    "merge {} into BED-1042 because x",
    "merge BED-1042 into {} because x",
    "merge BED-1042 into BED-9999 keeping {} because x",
    "unmerge {} because x",
    "merge undo {} because x",
    "reassign {} to <@U0PETE>",
    "reassign <@U0PRIYA> to {}",
    "deputy {} for <@U0PRIYA> until 1 July 2026",
    "deputy <@U0PETE> for {} until 1 July 2026",
    "deputy <@U0PETE> for <@U0PRIYA> until {}",
    "deputy <@U0PETE> for <@U0PRIYA> from {} until 1 July 2026",
    "contacts {}",
    "contacts add {}",
    "contacts remove {}",
)
WORDS = ("find", "export", "merge", "unmerge", "reassign", "deputy", "deputies", "contacts")
SAYS_HOW = ("Example", "Shorten it.", "Type it again", "that you may see", "Nearest", "found by")


@pytest.mark.parametrize("line", LINES)
def test_what_is_typed_wrongly_is_refused_with_help_and_saves_nothing(
    shared_talk: Conversation, line: str
) -> None:
    before, found = shared_talk.dump(), []
    for kind, bad in BAD.items():
        # A filter may read them as it should: no levels, no day.
        answer = shared_talk.typed("U0CORA", line.format(bad))
        fine = any(says in answer.text for says in SAYS_HOW) or line.startswith(
            ("find", "contacts")
        )
        if not (fine and is_harmless(answer) and "went wrong" not in answer.text):
            found.append((kind, answer.text))
    assert found == []
    assert shared_talk.dump() == before
    assert SECRET not in shared_talk.log.getvalue()


@settings(max_examples=60)
@given(
    word=st.sampled_from(WORDS), line=st.text(max_size=120), user=st.sampled_from(["CORA", "PETE"])
)
def test_no_line_whatever_is_beyond_us(
    shared_talk: Conversation, word: str, line: str, user: str
) -> None:
    answer = shared_talk.typed(f"U0{user}", f"{word} {line}")
    assert answer.status == 200 and answer.text
    assert "went wrong" not in answer.text
    assert is_harmless(answer)
