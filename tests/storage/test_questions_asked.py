"""What was asked last in a thread, and what a button carries, for one person and nobody else."""

from datetime import timedelta

import pytest

from mappa.errors import NotFound
from mappa.people import Person
from storage.databases import Session
from storage.outgoing import Message, add_outgoing
from storage.questions_asked import (
    KEPT,
    RECENT,
    Carried,
    find_asked,
    find_asked_lately,
    forget_asked,
    open_question,
    seal_question,
    set_asked,
)
from storage.tables import asked_questions, outgoing
from tests.build import NOW, TODAY


def count_asked(session: Session) -> int:
    return len(session.execute(asked_questions.select()).all())


LATER = NOW + timedelta(minutes=1)


def test_the_last_question_of_a_thread_replaces_the_one_before(
    session: Session, cast: dict[str, Person]
) -> None:
    cora, pete = cast["U0CORA"], cast["U0PETE"]
    set_asked(session, cora, "D0CORA", "1.1", "how many cases", NOW)
    set_asked(session, cora, "D0CORA", "1.1", "how many level 2 cases", LATER)
    set_asked(session, pete, "C0PANEL", "1.1", "how many level 3 cases", NOW)
    assert count_asked(session) == 2
    assert find_asked(session, cora, "D0CORA", "1.1", LATER) == "how many level 2 cases"
    for who, channel, thread in (
        (pete, "D0CORA", "1.1"), (cora, "C0PANEL", "1.1"), (cora, "D0CORA", "1.2"),
    ):  # fmt: skip
        assert find_asked(session, who, channel, thread, LATER) == ""
    assert find_asked(session, cora, "D0CORA", "1.1", LATER + KEPT) == ""


def test_a_reply_to_our_answer_finds_the_question(
    session: Session, cast: dict[str, Person]
) -> None:
    cora = cast["U0CORA"]
    said = (("how many cases", "1.1"), ("how many level 2 cases", "2.1"))
    for at, (words, ts) in enumerate(said):
        moment = NOW + at * timedelta(minutes=1)
        set_asked(session, cora, "D0CORA", ts, words, moment)
        add_outgoing(session, Message("answer"), cora, moment, channel="D0CORA", about=())
        sent = outgoing.c.made_at == moment
        session.execute(outgoing.update().where(sent).values(ts=f"{ts}5"))
    assert find_asked(session, cora, "D0CORA", "1.15", LATER) == "how many cases"
    assert find_asked(session, cora, "D0CORA", "2.15", LATER) == "how many level 2 cases"
    assert find_asked(session, cast["U0PETE"], "D0CORA", "1.15", LATER) == ""


def test_only_what_was_asked_a_moment_ago_is_gone_on_from_without_a_thread(
    session: Session, cast: dict[str, Person]
) -> None:
    cora = cast["U0CORA"]
    assert find_asked_lately(session, cora, "D0CORA", NOW) == ""
    set_asked(session, cora, "D0CORA", "1.1", "how many cases", NOW)
    set_asked(session, cora, "D0CORA", "1.2", "how many level 2 cases", LATER)
    assert find_asked_lately(session, cora, "D0CORA", LATER) == "how many level 2 cases"
    assert find_asked_lately(session, cora, "C0PANEL", LATER) == ""
    assert find_asked_lately(session, cora, "D0CORA", LATER + RECENT) == ""


def test_old_questions_are_forgotten(session: Session, cast: dict[str, Person]) -> None:
    set_asked(session, cast["U0CORA"], "D0CORA", "1.1", "how many cases", NOW)
    assert forget_asked(session, NOW + KEPT) == 0
    assert forget_asked(session, NOW + KEPT + timedelta(seconds=1)) == 1
    assert count_asked(session) == 0


def test_what_a_button_carries_opens_for_its_person_only(
    session: Session, cast: dict[str, Person]
) -> None:
    carried = Carried("cases in Luton by level", TODAY, "digest")
    sealed = seal_question(session, cast["U0CORA"], carried)
    assert open_question(session, cast["U0CORA"], sealed) == carried
    assert "Luton" not in sealed and len(sealed) < 2000
    assert seal_question(session, cast["U0CORA"], Carried("x" * 2000, TODAY, "")) == ""
    for who, value in (
        ("U0PETE", sealed), ("U0CORA", sealed[:-8] + "AAAAAAA="), ("U0CORA", ""), ("U0CORA", "é"),
    ):  # fmt: skip
        with pytest.raises(NotFound, match="no longer there"):
            open_question(session, cast[who], value)
