"""An identifier that two cases carry: refused, or told to the co-ordinators who may see both."""

from collections.abc import Sequence

from handlers.desks import Visit
from handlers.tellings import tell_co_ordinators
from handlers.views import blocks
from mappa.access import may_do
from mappa.people import Person
from storage.cases import StoredCase
from storage.databases import Session
from storage.outgoing import Message


def tell_of_clashes(
    session: Session,
    visit: Visit,
    case: StoredCase,
    others: Sequence[StoredCase],
    people: Sequence[Person],
) -> None:
    """Who has just set the identifier learns nothing of it: they may not see the other case."""
    for other in others:
        both = [person for person in people if may_do(person, "see case", other.facts)]
        text = (
            f"{case.facts.ref} was given an identifier that {other.facts.ref} carries already. "
            f"Compare them: {visit.desk.command} case {other.facts.ref}"
        )
        message = Message(text, (blocks.words(text),))
        also = [other.facts.ref]
        tell_co_ordinators(session, visit, case, both, message, also_about=also)
