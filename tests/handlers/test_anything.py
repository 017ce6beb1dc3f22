"""No line whatever is beyond the bot: it answers in private, in plain words, and calls nobody."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.commands import WORDS
from tests.handlers.badness import BAD, SECRET, is_harmless, unfit
from tests.handlers.conversations import Conversation
from tests.handlers.laden import lade
from tests.handlers.slots import slots

KINDS = [kind for kind in BAD if kind not in ("empty", "nine", "zero")]
QUESTIONS = ("how many {} cases", "{}", "how many level {} cases", "how many cases on {}")
# Words out of which lines are made: those of right lines, in any order, and bad ones.
TOKENS = sorted({word for slot in slots() for word in slot.right.split()} - {"because"})
USERS = st.sampled_from(["U0CORA", "U0CORA", "U0PRIYA", "U0PETE", "U0SIMI"])
LINES = st.lists(
    st.one_of(
        st.sampled_from(TOKENS),
        st.sampled_from(TOKENS),
        st.sampled_from([*BAD.values(), "because", '"', "“", "’", ":", "=", ",", "page", "none"]),
    ),
    max_size=9,
)


@pytest.fixture(scope="module")
def busy(shared_talk: Conversation) -> Conversation:
    """Something of everything, and then whatever these lines make of it."""
    lade(shared_talk)
    return shared_talk


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_that_cannot_be_read_is_asked_back_and_not_logged(
    busy: Conversation, kind: str
) -> None:
    logged = len(busy.log.getvalue())
    for question in QUESTIONS:
        answer = busy.typed("U0CORA", question.format(BAD[kind]))
        assert unfit(answer, busy.log.getvalue()[logged:]) == []
        assert answer.text


@settings(max_examples=60)
@given(user=USERS, word=st.sampled_from(["", *WORDS]), line=st.text(max_size=200))
def test_no_line_of_any_characters_is_beyond_us(
    busy: Conversation, user: str, word: str, line: str
) -> None:
    answer = busy.typed(user, f"{word} {line}")
    assert answer.status == 200
    assert "went wrong" not in answer.text, busy.log.getvalue()[-3000:]
    assert is_harmless(answer)


@settings(max_examples=60)
@given(user=USERS, word=st.sampled_from(list(WORDS)), line=LINES)
def test_no_line_of_right_words_in_a_wrong_order_is_beyond_us(
    busy: Conversation, user: str, word: str, line: list[str]
) -> None:
    logged = len(busy.log.getvalue())
    answer = busy.typed(user, " ".join([word, *line]))
    assert answer.status == 200
    assert "went wrong" not in answer.text, busy.log.getvalue()[-3000:]
    assert is_harmless(answer)
    assert SECRET not in busy.log.getvalue()[logged:]
