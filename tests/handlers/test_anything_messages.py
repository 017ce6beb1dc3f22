"""Whatever is said or sent to the bot, in a message, a mention or a file, gets a plain answer."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.sandbox import payloads
from bot.sandbox.cast import BOT_USER, USERS
from handlers import EVENTS
from handlers.commands import WORDS
from tests.bot.sandbox.parcels import attach
from tests.handlers.badness import BAD, SECRET, is_harmless, some
from tests.handlers.conversations import Conversation
from tests.handlers.referring import outbox
from tests.handlers.workspaces import PATIENCE, Answer, Json

SAID = ("{}", "how many {} cases", "how many cases on {}", "help {}", "update BED-1042 note {}")
# The answer waits in the outbox, the question in our words only; where to answer is kept as well.
KEPT = ("deliveries", "outgoing", "people", "asked_questions")
ANY_TABLE = (*KEPT, "records", "record_heads")


def hear(talk: Conversation, user_id: str, text: str, **more: Any) -> Json:
    """The event of a message; in a direct message, or with more in a channel."""
    said = {
        "type": "message",
        "channel_type": "im",
        "channel": f"D{user_id[1:]}",
        "text": payloads.escape(text),
        "ts": "1781685000.000100",
    }
    payload = payloads.event(USERS[user_id], said | more)
    assert talk.deliver(payload).status == 200
    talk.settle()
    return payload


def answers(talk: Conversation, seen: int, user_id: str = "U0CORA") -> Iterator[Answer]:
    """What is on its way since there was so much of it."""
    for message in outbox(talk, user_id)[seen:]:
        yield Answer(200, {"text": message["text"], "blocks": message.get("blocks") or []})


@pytest.fixture
def hearing(laden: Conversation) -> Conversation:
    # The last two say nothing.
    assert set(EVENTS) == {"message", "app_mention", "app_home_opened", "user_change"}
    return laden


@pytest.mark.parametrize("place", ["direct message", "mention"])
def test_what_is_said_is_answered_and_neither_saved_nor_logged(
    hearing: Conversation, place: str
) -> None:
    mention = {"type": "app_mention", "channel": "C0GENERAL", "channel_type": "channel"}
    more: Json = mention if place == "mention" else {}
    head = f"<@{BOT_USER}> " if place == "mention" else ""
    before, seen, found = hearing.dump(ANY_TABLE), len(outbox(hearing, "U0CORA")), []
    for turn, line in enumerate(SAID):
        for kind, bad in some(list(BAD.items()), turn):
            hear(hearing, "U0CORA", head + line.format(bad), **more)
            said = list(answers(hearing, seen))
            seen += len(said)
            good = [one for one in said if one.text and "went wrong" not in one.text]
            if len(good) != 1 or not is_harmless(good[0]):
                found.append((line, kind, [one.text for one in said]))
    assert found == []
    assert hearing.dump(ANY_TABLE) == before
    assert SECRET not in hearing.log.getvalue()


@pytest.mark.parametrize("word", WORDS)
def test_a_word_that_is_said_instead_of_typed_changes_nothing_and_says_how(
    hearing: Conversation, word: str
) -> None:
    before, seen = hearing.dump(ANY_TABLE), len(outbox(hearing, "U0CORA"))
    hear(hearing, "U0CORA", f"{word} BED-1042 level 3 because it must be")
    (said,) = answers(hearing, seen)
    assert f"/mappa {word}" in said.text or word == "help"
    assert hearing.dump(ANY_TABLE) == before


@pytest.mark.parametrize(
    "files",
    [
        [],
        None,
        [{}],
        [{"id": None}],
        [{"id": f"F0{SECRET}", "size": 10}],
        [{"id": "'; DROP TABLE x; --", "size": 10}],
        [{"id": "../../etc/passwd", "size": 10**12}],
        [{"id": "<!channel>", "size": -1}],
        [{"id": f"F{n}", "size": 1} for n in range(40)],
    ],
    ids=range(9),
)
def test_a_forged_file_brings_in_nothing(hearing: Conversation, files: Any) -> None:
    before, seen = hearing.dump(ANY_TABLE), len(outbox(hearing, "U0CORA"))
    hear(hearing, "U0CORA", f"update <!channel> {SECRET}", subtype="file_share", files=files)
    said = list(answers(hearing, seen))
    assert said and not any("went wrong" in one.text for one in said)
    assert all(map(is_harmless, said))
    assert hearing.dump(ANY_TABLE) == before
    assert SECRET not in hearing.log.getvalue()


CONTENTS = {
    "cases.csv": "case_ref,crn,name\n{},X700100,Alex\n",
    "spells.csv": "case_ref,category,level,started_on\nBED-7001,2,{},2026-01-05\n",
    "dates.csv": "case_ref,kind,{}\n",
    "{}.csv": "case_ref,crn,name\nBED-7001,X700100,Alex\n",
    "{}.xlsx": "{}",
    "{}.zip": "PK\x03\x04{}",
    "{}.pdf": "%PDF {}",
}


@pytest.mark.parametrize("name", CONTENTS)
def test_a_file_of_anything_is_refused_with_what_is_wrong(hearing: Conversation, name: str) -> None:
    before, seen = hearing.dump(ANY_TABLE), len(outbox(hearing, "U0CORA"))
    for kind in ("SQL", "everybody", "bold", "bell", "endless", "right to left"):
        content = CONTENTS[name].replace("{}", BAD[kind].replace(",", "")).encode()
        # A form of the practice workspace carries no such characters in a file's name.
        plain = "".join(char for char in BAD[kind][:60] if char.isprintable() and char not in '/";')
        send_file(hearing, name.format(plain), content)
        said = list(answers(hearing, seen))
        seen += len(said)
        assert said, kind
        assert not [one.text for one in said if "went wrong" in one.text], kind
        assert all("Saved" not in one.text and is_harmless(one) for one in said), kind
    assert hearing.dump(ANY_TABLE) == before
    assert SECRET not in hearing.log.getvalue()


def send_file(talk: Conversation, name: str, content: bytes) -> None:
    talk.slack.listener = talk.deliver
    talk.slack.something_heard.clear()
    page: Any = talk.slack
    status, problem = attach(page, (name, content), user="U0CORA", channel="D0CORA", text=SECRET)
    assert status == 200, problem
    assert talk.slack.something_heard.wait(PATIENCE)
    talk.settle()
