"""Files that were sent are taken back as soon as whoever has them may no longer have them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from handlers.taking_back import JUDGED_AFTER
from storage.cases import get_case
from storage.databases import Database, Session
from storage.erasing import erase_cases
from storage.outgoing import Attachment, Message, add_outgoing
from storage.people import get_person
from storage.sent_files import (
    KEPT,
    TRIED_AGAIN_AFTER,
    add_sent_file,
    claim_deletion,
    list_expired_files,
    mark_file_deleted,
)
from storage.tables import team
from tests.build import NOW, TEAM, register_cast
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.minuted import sit
from tests.handlers.referring import give, register
from tests.handlers.test_glass import BREAK, HOURS
from tests.storage.test_plans import statements
from tests.storage.threads import at_once

OF_THE_CASE = Attachment("agenda", "docx", "Agenda", b"x", "see case", ("BED-1042",))
FIGURES = Attachment("figures", "csv", "Figures", b"x", "ask exactly", grants=("category-4",))
Step = tuple[str, str] | Callable[[Conversation], object]


@dataclass(frozen=True)
class Way:
    """Who gets a file by what was done before, and what ends that."""

    who: str
    ending: tuple[Step, ...]
    before: tuple[Step, ...] = ()
    file: Attachment = OF_THE_CASE
    others_keep: bool = True  # what the co-ordinator was sent


MEMBER = ("U0CORA", "update BED-1042 member <@U0PETE>")
DEPUTY = ("U0CORA", "deputy <@U0PETE> for <@U0PRIYA> until 18 June 2026")
WAYS = {
    "glass ended": Way("U0PETE", (("U0CORA", "break-glass end BED-1042"),), (("U0PETE", BREAK),)),
    "glass over": Way("U0PETE", (lambda talk: talk.clock.pass_(hours=4),), (("U0PETE", BREAK),)),
    "limited access": Way(
        "U0PETE",
        (("U0CORA", "update BED-1042 limited-access yes because of a threat"),),
        (MEMBER, lambda talk: give(talk, "U0CORA", "limited")),
    ),
    "category 4": Way(
        "U0PETE",
        (("U0CORA", "update BED-1042 category 4 because convicted of it"),),
        (MEMBER, lambda talk: give(talk, "U0CORA", "category-4")),
    ),
    "off the team": Way("U0PRIYA", (lambda talk: talk.write(leave_team),)),
    "another chair": Way(
        "U0CHAS",
        (("U0CORA", "meeting BED-M1 chair <@U0NOEL>"),),
        (lambda talk: register(talk, "U0NOEL", "chair"),),
    ),
    "meeting cancelled": Way("U0CHAS", (("U0CORA", "meeting BED-M1 cancel because away"),)),
    "deputy called off": Way(
        "U0PETE", (("U0CORA", "deputy <@U0PETE> for <@U0PRIYA> ended"),), (DEPUTY,)
    ),
    "role lost": Way("U0PRIYA", (lambda talk: register(talk, "U0PRIYA", "smb"),)),
    "right lost": Way(
        "U0CORA",
        (lambda talk: register(talk, "U0CORA", "smb", "category-4"),),
        (lambda talk: give(talk, "U0CORA", "category-4"),),
        FIGURES,
    ),
    "grant lost": Way(
        "U0CORA",
        (lambda talk: give(talk, "U0CORA"),),
        (lambda talk: give(talk, "U0CORA", "category-4"),),
        FIGURES,
    ),
    "case of another area": Way(
        "U0PRIYA",
        (
            ("U0CORA", "transfer BED-1042 to HER because moved"),
            ("U0NOEL", "transfer BED-1042 accept because agreed"),
        ),
        (lambda talk: register(talk, "U0NOEL", "co-ordinator", area="HER"),),
        others_keep=False,
    ),
    "erased": Way("U0PRIYA", (lambda talk: talk.write(erase),), others_keep=False),
}


def leave_team(session: Session) -> None:
    session.execute(team.delete().where(team.c.user_id == "U0PRIYA"))


def erase(session: Session) -> None:
    erase_cases(session, [get_case(session, "BED-1042", to_change=True)], NOW)


def take(talk: Conversation, steps: Sequence[Step]) -> None:
    for step in steps:
        if callable(step):
            step(talk)
        else:
            talk.typed(*step)
    talk.settle()


def send_files(talk: Conversation, file: Attachment, *user_ids: str) -> None:
    """To these people, who may have it."""

    def put(session: Session) -> None:
        for user_id in user_ids:
            to = get_person(session, TEAM, user_id, talk.clock())
            add_outgoing(session, Message("A file.", (), file), to, talk.clock(), about=())

    talk.write(put)
    talk.send()
    assert set(kept_by(talk)) == set(user_ids)


def kept_by(talk: Conversation) -> list[str]:
    """Who has a file of ours, by what Slack shows; one for a calendar says nothing of a case."""
    return [
        f"U{message['channel'][1:]}"
        for message in talk.messages()
        for file in message.get("files") or []
        if file.get("mode") != "tombstone" and not str(file.get("name")).endswith(".ics")
    ]


@pytest.mark.parametrize("name", WAYS)
def test_a_file_goes_with_the_access_and_nobody_elses_does(talk: Conversation, name: str) -> None:
    way = WAYS[name]
    sit(talk)
    take(talk, way.before)
    everybody = sorted({way.who, "U0CORA"})
    send_files(talk, way.file, *everybody)
    take(talk, way.ending)
    talk.send()
    assert kept_by(talk) == ["U0CORA"] * (way.others_keep and way.who != "U0CORA")


def test_a_sender_that_runs_on_hears_of_it_by_the_record_and_by_the_clock(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    for ending in (("U0CORA", "break-glass end BED-1042"), None):
        talk.typed("U0PETE", BREAK)
        send_files(talk, OF_THE_CASE, "U0PETE")
        sender = talk.kit.sender()
        sender.send_due()
        if ending:
            talk.typed(*ending)
        else:
            talk.clock.at += HOURS
        sender.send_due()
        sender.stop()
        assert kept_by(talk) == []


def test_one_that_slack_does_not_delete_is_tried_again_later(talk: Conversation) -> None:
    talk.typed("U0PETE", BREAK)
    send_files(talk, OF_THE_CASE, "U0PETE")
    talk.typed("U0CORA", "break-glass end BED-1042")
    talk.slack.fault("500", "files.delete")
    talk.send()
    talk.send()  # not at once, and not for another judgement
    assert kept_by(talk) == ["U0PETE"]
    talk.clock.at += TRIED_AGAIN_AFTER
    talk.send()
    assert kept_by(talk) == []


def test_a_tick_asks_once_where_nobody_has_a_file_and_twice_where_nothing_was_done(
    talk: Conversation,
) -> None:
    talk.send()
    sender = talk.kit.sender()
    with statements(talk.db) as none:
        sender.send_due()
    send_files(talk, OF_THE_CASE, "U0CORA")
    sender.send_due()
    with statements(talk.db) as some:
        sender.send_due()
    talk.clock.at += JUDGED_AFTER
    with statements(talk.db) as judged:
        sender.send_due()
    sender.stop()
    asked = [[one for one, _ in sent if one.startswith("SELECT")] for sent in (none, some, judged)]
    assert [len(one) for one in asked[:2]] == [1, 2]
    assert 2 < len(asked[2]) < 10


@pytest.fixture
def twice(db: Database) -> Database:
    """One message, of which two files came, and the first of them noted twice."""
    with db.write() as session:
        to = register_cast(session)["U0CORA"]
        for file_id in ("F1", "F2", "F1"):
            add_sent_file(session, 7, to.id, file_id, NOW)
    return db


def test_a_file_is_noted_once_and_deleted_by_one(twice: Database) -> None:
    over = NOW + KEPT
    with twice.read() as session:
        assert [one.file_id for one in list_expired_files(session, over)] == ["F1", "F2"]
        [first, _] = list_expired_files(session, over)

    def claim() -> bool:
        with twice.write() as session:
            return claim_deletion(session, first, over)

    assert sorted(at_once(*[claim] * 4)) == [False, False, False, True]
    with twice.write() as session:
        assert [one.file_id for one in list_expired_files(session, over)] == ["F2"]
        assert first in list_expired_files(session, over + TRIED_AGAIN_AFTER)
        mark_file_deleted(session, first, over)
        assert first not in list_expired_files(session, over + TRIED_AGAIN_AFTER)
