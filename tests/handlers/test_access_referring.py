"""Whoever refers somebody whose case is hidden from them hears what they hear of a new person.

Both are referred, each in a world of its own, and all that comes of it is compared to the end.
"""

import json
import re
from collections.abc import Iterator

import pytest

from mappa.cases import Spell
from tests.build import TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.referring import outbox, register
from tests.handlers.slates import Slate
from tests.handlers.workspaces import Answer

KNOWN, NEW = "X001077", "X700001"
PNC, OTHER_PNC = "2002/0073319Z", "1981/0000034U"
HIDDEN: dict[str, dict[str, object]] = {
    "another's": {},
    "limited": {"limited_access": True},
    "category 4": {"spells": (Spell(4, 2, TODAY.replace(year=2025)),)},
    "left": {"spells": (Spell(2, 2, TODAY.replace(year=2024), TODAY.replace(year=2025)),)},
    "in custody": {"dates": {"release": TODAY.replace(year=2027)}},
    "of another area": {"area": "HER"},
}
LINES = (
    "refer {} level 2 because risk",
    "refer {} category 2 level 2 because risk",
    "refer {} category 2 level 2 because risk",
    "refer {} pnc {pnc} category 2 level 3 threshold senior because more",
    "refer {} category 4 level 3 threshold senior new-person because more",
)
# What is then typed of each referral, and what a co-ordinator who may see everything does with it.
FOLLOWED = (
    "screen {}",
    "answer {} he is out on Monday",
    "screen {} accept level 2 because x",
    "referrals",
    "referrals overdue",
    "me",
)
DECIDED = (
    ("more because say where he lives", "answer {} at home", "screen {}", "referrals all"),
    ("decline because no", "screen {}", "answer {} late", "screen {} withdraw because x"),
    ("accept level 2 because yes", "screen {}", "referrals decided", "find level 2 cases"),
)


def blurred(text: str) -> str:
    """Without the identifiers, by which alone one story may differ from the other."""
    return re.sub(f"{KNOWN}|{NEW}|{PNC}|{OTHER_PNC}", "ID", text)


def made(answer: Answer) -> str:
    """The referral that was saved, if one was."""
    found = re.search("Saved: referral (BED-R[0-9]+)", answer.text)
    return found[1] if found else ""


def story(talk: Conversation, user_id: str, crn: str, pnc: str) -> Iterator[str]:
    """All that somebody is shown, privately and in messages, from the first line to the end."""
    refs = []
    for line in LINES:
        answer = talk.typed(user_id, line.format(crn, pnc=pnc))
        refs += [ref] if (ref := made(answer)) else []
        yield f"{line}: {answer.whole}"
    for ref in refs:
        for line in FOLLOWED:
            yield f"{line}: {talk.typed(user_id, line.format(ref)).whole}"
    for ref, (decision, *lines) in zip(refs, DECIDED, strict=False):
        said = talk.typed("U0NOEL", f"screen {ref} {decision}").text
        assert said.startswith("Saved") or f"{ref} was accepted at level 2 by Cora" in said
        for line in lines:
            yield f"{line}: {talk.typed(user_id, line.format(ref)).whole}"
    yield f"{len(refs)} referrals"
    yield from (json.dumps(message) for message in outbox(talk, user_id))


@pytest.mark.parametrize(
    ("user_id", "hidden"),
    [
        ("U0PETE", "another's"),
        ("U0PETE", "limited"),
        ("U0PETE", "category 4"),
        ("U0PETE", "of another area"),
        ("U0CHAS", "another's"),
        ("U0CHAS", "left"),
        ("U0CHAS", "in custody"),
        ("U0CORA", "limited"),
        ("U0CORA", "category 4"),
    ],
)
def test_a_hidden_case_is_referred_like_a_new_person_to_the_end(
    talk: Conversation, file_slate: Slate, user_id: str, hidden: str
) -> None:
    told = []
    for crn, pnc in ((KNOWN, PNC), (NEW, OTHER_PNC)):
        file_slate.wipe()
        talk.open_case("BED-1077", pnc=PNC, born_on=TODAY.replace(year=1980), **HIDDEN[hidden])
        register(talk, "U0NOEL", "co-ordinator", "category-4", "limited")
        told.append([blurred(line) for line in story(talk, user_id, crn, pnc)])
    assert told[0] == told[1]
    assert "Saved: referral BED-R1." in str(told) and "BED-1077" not in str(told)
