"""What is made after the acknowledgement: who asked hears of it, who may not any more does not."""

from collections.abc import Callable

from handlers.late_answers import answer_later
from mappa.errors import RuleBroken
from storage.people import get_person, remove_person
from tests.build import NOW, TEAM
from tests.handlers.conversations import Conversation


def test_what_goes_wrong_is_told_to_who_asked(talk: Conversation) -> None:
    desk, person = talk.bot.desk, talk.people["U0CORA"]

    def failing(problem: Exception) -> Callable[[], None]:
        def fail() -> None:
            raise problem

        return fail

    answer_later(desk, person, failing(RuleBroken("said too late", "said")))
    answer_later(desk, person, failing(ZeroDivisionError()))
    talk.settle()
    talk.send()
    told, fault = talk.messages()
    assert told["channel"] == fault["channel"] == "D0CORA"
    assert "said too late" in str(told) and "Something went wrong and nothing" in str(fault)


def test_whoever_was_removed_meanwhile_gets_nothing_and_nothing_breaks(
    talk: Conversation,
) -> None:
    desk, person = talk.bot.desk, talk.people["U0CORA"]
    talk.write(lambda session: remove_person(session, TEAM, "U0CORA", NOW))

    def look_up() -> None:
        with desk.db.read() as session:
            get_person(session, TEAM, "U0CORA", NOW)

    answer_later(desk, person, look_up)
    talk.settle()
    talk.send()
    assert talk.messages() == []
