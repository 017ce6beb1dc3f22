"""Whatever is typed wrongly is refused in a private sentence that names it and shows a right one.

Nothing is saved, nothing of it reaches the log, and nothing of it can call a person or a channel.
What can be shown is no bad input of a text: it is kept as it is.
"""

import pytest

from handlers.commands import WORDS
from tests.handlers.badness import BAD as BAD
from tests.handlers.badness import HOW_TO, UNFIT, plain_text, some, unfit
from tests.handlers.badness import RIGHT as RIGHT
from tests.handlers.badness import SECRET as SECRET
from tests.handlers.badness import faults as faults
from tests.handlers.badness import is_harmless as is_harmless
from tests.handlers.badness import saves_nothing as saves_nothing
from tests.handlers.conversations import Conversation
from tests.handlers.slates import Slate
from tests.handlers.slots import ALIKE, NO_REASON, OTHERS, Slot, schemas, slots
from tests.handlers.workspaces import Answer

SLOTS = slots()


def test_every_word_has_its_places() -> None:
    assert set(WORDS) == {slot.word for slot in SLOTS} == schemas().keys() | OTHERS.keys()
    for word, schema in schemas().items():
        named = {slot.named[0] for slot in SLOTS if slot.word == word}
        assert {field.name for field in schema.fields} <= named, word


@pytest.mark.parametrize("word", WORDS)
def test_what_is_right_in_a_place_is_taken(
    laden: Conversation, laden_slate: Slate, word: str
) -> None:
    for slot in [slot for slot in SLOTS if slot.word == word]:
        with saves_nothing(laden) as saved:
            answer = laden.typed(slot.by, slot.right)
        laden.settle()
        assert saved or not WORDS[word].writes, f"{slot.right}: {answer.text}"
        assert "went wrong" not in answer.text
        laden_slate.wipe()


MARKUP = ("everybody", "bold", "entity", "link", "half")
SHORT = ("endless", "bell", "person", "SQL", "nine")  # after what takes nothing but its own name
# What these take can be anything, so they ask back what it was and show a right one.
ASKS = {"find": ("found by",), "export": ("how many level 2 cases",)}
# Where a text can be read again.
SHOWN = {
    "update": ("history BED-1042", "case BED-1042 notes", "history BED-1046"),
    "correct": ("history BED-1042",),
    "refer": ("history BED-1048",),
    "screen": ("history BED-1047",),
    "answer": ("case BED-1047 notes",),
    "request": ("request BED-1042",),
    "minute": ("minute BED-M2 BED-1042",),
    "action": ("history BED-1042",),
    "meeting": ("meeting BED-M1",),
    "urgent": ("meeting BED-M4", "history BED-1042"),
    "transfer": ("transfer BED-1042",),
    "merge": ("history BED-1042",),
    "unmerge": ("history BED-1044",),
    "reassign": ("history BED-1042",),
    "retention": ("history BED-1042",),
    "erase": ("history BED-1039",),
    "subject-access": ("history BED-1042",),
    "training": ("training",),
    "case-audit": ("case-audit BED-A1",),
    "contacts": ("contacts",),
    "people": ("people",),
    "break-glass": ("history BED-1046",),
}


@pytest.mark.parametrize("word", WORDS)
def test_bad_input_is_refused_by_name_or_kept_as_the_text_that_it_is(
    laden: Conversation, laden_slate: Slate, word: str
) -> None:
    found = []
    for turn, slot in enumerate(slot for slot in SLOTS if slot.word == word):
        for kind in some(kinds_for(slot), turn):
            logged = len(laden.log.getvalue())
            with saves_nothing(laden) as saved:
                answer = laden.typed(slot.by, slot.line.format(BAD[kind]))
            wrong = unfit(answer, laden.log.getvalue()[logged:])
            if saved:
                wrong += wrong_if_saved(laden, slot, kind)
                laden_slate.wipe()
            else:
                wrong += wrong_if_refused(slot, kind, answer)
            found += [f"{slot}, {kind}: {fault}: {answer.text[:200]}" for fault in wrong]
    assert found == []


@pytest.mark.parametrize("word", NO_REASON)
def test_a_reason_that_would_be_kept_nowhere_is_refused(laden: Conversation, word: str) -> None:
    first = next(slot for slot in SLOTS if slot.word == word)
    answer = laden.typed(first.by, f"{first.right} because on leave")
    assert answer.text.startswith(f"{word} takes no reason. Example: {word}")


def kinds_for(slot: Slot) -> list[str]:
    """Markup of every kind for texts, which are shown again; elsewhere one stands for all."""
    if not slot.good or (slot.word, slot.named[0]) in ALIKE:
        return list(SHORT)
    return [kind for kind in BAD if slot.free or kind not in MARKUP]


def wrong_if_refused(slot: Slot, kind: str, answer: Answer) -> list[str]:
    if not WORDS[slot.word].writes and "Example" not in answer.text:
        return []  # there is nothing to choose
    # Where nothing is typed, or nothing may be, the word stands for the place.
    names = [*slot.named, *([slot.word] if kind == "empty" or not slot.good else [])]
    named = any(name in answer.text for name in names) or slot.word in ASKS
    how_to = any(right in answer.text for right in (*HOW_TO, *ASKS.get(slot.word, ())))
    return [] if named and how_to else ["not named" if how_to else "no example"]


def wrong_if_saved(talk: Conversation, slot: Slot, kind: str) -> list[str]:
    if slot.takes(kind):
        return []
    if not slot.free or kind in (*UNFIT, "empty"):
        return ["saved"]
    shown = [talk.typed(slot.by, line) for line in SHOWN[slot.word]]
    # What Slack has made a link of is the text again.
    ways = (BAD[kind], SECRET) if kind == "link" else (BAD[kind],)
    text = folded("\n".join(plain_text(one.blocks) for one in shown))
    kept = any(folded(way) in text for way in ways)
    return [] if kept and all(map(is_harmless, shown)) else ["not shown as it was typed"]


def folded(text: str) -> str:
    """References are kept in capitals and without spaces."""
    return "".join(text.split()).casefold()
