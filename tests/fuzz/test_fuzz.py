"""Payloads as Slack never sends them: no traceback, nothing saved, nothing shown to others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_bolt import BoltResponse

from tests.fuzz.judging import Judge, Verdicts, dump
from tests.fuzz.mutations import Mutant, Outcome, every_place
from tests.fuzz.recorded import Recorded
from tests.fuzz.rounds import fuzz, hurl, lose_access, office
from tests.fuzz.sinks import Sink
from tests.handlers.badness import SECRET
from tests.handlers.conftest import copied, kit_on, production_log
from tests.handlers.conversations import Conversation
from tests.handlers.slates import FileSlate, Slate
from tests.handlers.workspaces import Slack

TIMES, SEED = 250, 1
OF_EACH = 1  # kind of nonsense in every place of a payload, beside nothing at all
EVERY = 24  # so manyth of all that was recorded
Office = tuple[Sink, Conversation, Slate, list[Recorded]]


@pytest.fixture(scope="module")
def laden(
    slack: Slack, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    url = copied(migrated_file, tmp_path_factory.mktemp("fuzz"))
    with production_log() as log, kit_on(slack, url) as kit:
        slate = FileSlate(kit)
        with office(slack, kit, slate, log) as (sink, talk, recorded):
            yield sink, talk, slate, recorded


def test_no_payload_whatever_gets_through(laden: Office) -> None:
    found = fuzz(*laden, SEED, TIMES)
    assert found.faults[:10] == [], str(found)
    assert found.tried.total() >= TIMES
    assert min(found.answered.values()) > TIMES / 10, "some are answered, some are not"


def test_whatever_is_wrong_would_be_found(laden: Office) -> None:
    """A judge that sees nothing would let everything through."""
    sink, talk, slate, recorded = laden
    slate.wipe()
    payload = next(one.payload for one in recorded if one.name == "word help")
    mutant = Mutant("word", "U0OLGA", payload, Outcome.NOTHING, is_insider=False, how="planted")
    judge, before = Judge(talk, sink, Verdicts()), dump(talk)
    found = judge.verdicts
    judge.look_at(mutant, BoltResponse(status=500))
    assert len(found.others) == 1
    judge.look_at(mutant, BoltResponse(status=200, body='{"text": "KeyError: went wrong"}'))
    assert len(found.tracebacks) == 1
    judge.look_at(mutant, BoltResponse(status=200, body='{"text": "Zebedee"}'))
    assert len(found.leaks) == 1
    talk.bot.desk.client.chat_postMessage(channel="D0OLGA", text="Gloria")
    talk.log.write(f" ERROR {SECRET}")
    judge.look_around([mutant])
    assert (len(found.leaks), len(found.tracebacks)) == (3, 2)
    talk.typed("U0CORA", "update BED-1042 note saved")
    judge.look_what_was_written(mutant)
    judge.look_back(before, [mutant])
    assert len(found.changes) >= 3, found.changes
    judge.written.stop()
    slate.wipe()


def test_no_place_of_a_payload_makes_somebody_of_a_stranger(laden: Office) -> None:
    sink, talk, slate, recorded = laden
    found = hurl(sink, talk, slate, every_place(recorded, OF_EACH), "every")
    assert found.faults[:10] == [], str(found)
    assert found.tried.total() > 1_000


def test_old_messages_and_forms_are_of_no_use_after_access_was_lost(laden: Office) -> None:
    found = lose_access(*laden, EVERY)
    assert found.faults[:10] == [], str(found)
    assert found.tried.total() > 4 * 500 / EVERY
