"""What is made after the acknowledgement: whatever comes of it, whoever asked hears of it."""

from collections.abc import Callable, Iterable

from handlers.desks import Desk
from handlers.errors import refusal
from mappa.people import Person
from storage.outgoing import add_outgoing


def answer_later(
    desk: Desk, asked_by: Person, work: Callable[[], None], *, about: Iterable[str] = ()
) -> None:
    """`work` looks up anew who asks and tells them what it made; what keeps it from that is told
    here, to whom the outbox still finds registered, and able to see what it is `about`."""
    desk.later(lambda: _answer(desk, asked_by, work, [*about]))


def _answer(desk: Desk, asked_by: Person, work: Callable[[], None], about: list[str]) -> None:
    try:
        work()
    except Exception as problem:  # nobody else would tell them
        said = refusal(problem).marked(desk.practice).message
        with desk.db.write() as session:
            add_outgoing(session, said, asked_by, desk.now(), about=about, is_answer=True)
    desk.nudge()
