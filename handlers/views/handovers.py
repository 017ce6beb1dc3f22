"""How a handover and a deputy are seen, by who arranged it and by whom it concerns."""

from collections.abc import Iterable, Mapping, Sequence

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.days import uk_date
from mappa.deputies import Ended
from mappa.people import Deputy, Person
from storage.outgoing import Message

REFS_A_MESSAGE = 120
NOT_SEEN = "Cases that you may not see yourself were not touched."


def given(refs: Sequence[str], count: int, old: Person | None, by: Person) -> Message:
    """To the new owner of so many, some of which are named here."""
    whose = f" of {old.name}" if old else ""
    return _told(refs, f"{_cases(count)}{whose} became yours, arranged by {by.name}")


def taken(refs: Sequence[str], count: int, new: Person, by: Person) -> Message:
    """To the one before."""
    return _told(refs, f"{_cases(count)} of yours went to {new.name}, arranged by {by.name}")


def reassigned(refs: Sequence[str], left: Sequence[str], old: Person | None, new: Person) -> Reply:
    whose = old.name if old else "the former owner"
    went = f"Saved: {_cases(len(refs))} of {whose} went to {new.name}."
    lines = [went if refs else "Nothing saved."]
    lines += [", ".join(refs)] if refs else []
    if left:
        lines.append(f"Left as they are, because {new.name} may not see them: {', '.join(left)}.")
    lines.append(NOT_SEEN)
    return _said(lines)


def deputy_told(asked: Deputy | Ended, people: Mapping[str, Person]) -> Message:
    """To the deputy, and to whom they stand in for."""
    text = _deputy(asked, people)
    return Message(blocks.escape(text), (blocks.words(text),))


def deputy_saved(asked: Deputy | Ended, people: Mapping[str, Person]) -> Reply:
    return _said([f"Saved. {_deputy(asked, people)}"])


def deputies(ahead: Iterable[Deputy], people: Mapping[str, Person], command: str) -> Reply:
    lines = [_line(deputy, people) for deputy in ahead]
    example = f"{command} deputy @somebody for @owner from 1 July 2026 until 14 July 2026"
    if not lines:
        lines = ["Nobody stands in for anybody now, and nobody is named for later."]
    return _said([*lines, f"To name one: {example}"])


def _deputy(asked: Deputy | Ended, people: Mapping[str, Person]) -> str:
    if isinstance(asked, Deputy):
        return f"{_line(asked, people)}: sees their cases and is reminded as they are."
    deputy, absent = _name(asked.deputy_user_id, people), _name(asked.user_id, people)
    return f"{deputy} no longer stands in for {absent}."


def _line(deputy: Deputy, people: Mapping[str, Person]) -> str:
    who = f"{_name(deputy.deputy_user_id, people)} stands in for {_name(deputy.user_id, people)}"
    return f"{who} from {uk_date(deputy.from_on)} until {uk_date(deputy.until_on)}"


def _name(user_id: str, people: Mapping[str, Person]) -> str:
    person = people.get(user_id)
    return person.name if person else user_id


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count:,} cases"


def _told(refs: Sequence[str], head: str) -> Message:
    text = f"{head}: {', '.join(refs)}"
    return Message(blocks.escape(text), tuple(blocks.paragraphs(text)))


def _said(lines: Sequence[str]) -> Reply:
    text = "\n".join(lines)
    return say(blocks.escape(text), *blocks.paragraphs(text))
