"""How broken glass is seen: by who broke it, by the co-ordinators, and on lists of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.clocks import LONDON, london_day
from mappa.days import uk_date
from mappa.glass import LISTED, LONGEST_REASON, at_time
from mappa.people import Person
from storage.outgoing import Message

SUBMIT_GLASS = "submit_glass"
END_GLASS = "end_glass"
ROOM = 3300  # characters of a page of the list
Broken = Iterable[tuple[str, datetime]]  # the references of cases, and until when


def glass_form(ref: str = "") -> blocks.Block:
    """The form; field names are those of the typed line, so that errors find their field."""
    hint = "The co-ordinators who may see the case are told at once who you are, and this"
    shown = [
        blocks.words(
            "Opens one case of your area that is not yours, to look at and not to change, for a "
            "few hours. Every look is on the record."
        ),
        blocks.text_input("case", "Case reference", initial=ref, longest=20),
        blocks.text_input(
            "because",
            "Why you must see it now",
            hint=hint,
            lines=True,
            longest=LONGEST_REASON,
        ),
    ]
    return blocks.form(SUBMIT_GLASS, "Break the glass", "Open the case", shown)


def mark(until: datetime, now: datetime) -> str:
    """What stands on every card that is seen so."""
    return f"Glass broken until {at_time(until, now)}: look, and change nothing."


def broken(until: datetime, now: datetime, told: Sequence[str]) -> str:
    """The same, the first time: and who knows of it."""
    return f"{mark(until, now)} Every look is on the record. Told: {blocks.listed(told, 300)}."


def lines(broken: Broken, now: datetime) -> str:
    """What somebody sees through broken glass, on Home and under `me`; empty if nothing."""
    return ", ".join(f"{ref} until {at_time(until, now)}" for ref, until in broken)


def told(ref: str, who: Person, until: datetime, now: datetime, command: str) -> str:
    """The sentence for the co-ordinators, without the reason: it is seen in a notification too."""
    return (
        f"{who.name} ({AGENCIES[who.agency]}) broke the glass for {ref} and sees it until "
        f"{at_time(until, now)}. End it now with: {command} break-glass end {ref}"
    )


def notice(text: str, reason: str, number: int) -> Message:
    """What the co-ordinators are told; the reason stands in the message and nowhere else."""
    button = blocks.button("End it now", END_GLASS, str(number), primary=True)
    shown = (blocks.words(text), blocks.words(f"Why: {reason}"), blocks.actions("glass", button))
    return Message(blocks.escape(text), shown)


def ended_notice(ref: str, who: str, said: str) -> Message:
    """In place of it, so that the button is gone."""
    text = f"{who} broke the glass for {ref}. {said}"
    return Message(blocks.escape(text), (blocks.words(text),))


def ended_by(by: str, at: datetime, now: datetime) -> str:
    return f"Ended by {by} at {at_time(at, now)}."


def over(at: datetime, now: datetime) -> str:
    return f"It was over already, at {at_time(at, now)}."


def taken_back(ref: str, by: str, at: datetime, now: datetime) -> Message:
    """To who had broken it."""
    text = f"{by} has ended, at {at_time(at, now)}, that you see {ref} through broken glass."
    return Message(blocks.escape(text), (blocks.words(text),))


def ended(ref: str, names: Sequence[str]) -> Reply:
    text = f"Ended: {blocks.listed(names, 300)} no longer sees {ref} through broken glass."
    return say(blocks.escape(text), blocks.words(text))


def all_broken(found: Sequence[str], page: int, command: str) -> Reply:
    """A page of the list, and how to end one of it."""
    pages = blocks.pages(found, ROOM) or [["none"]]
    some = pages[page - 1] if page <= len(pages) else ["There is no more."]
    head = f"Broken glass, now and in the last {LISTED.days} days, page {page} of {len(pages)}"
    notes = [f"Next: {command} break-glass page {page + 1}"] if page < len(pages) else []
    notes.append(f"End one: {command} break-glass end BED-1042 @somebody")
    text = "\n".join([head, *notes, *some])
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(some))]
    return say(blocks.escape(text), *shown, *map(blocks.context, notes))


def listed(ref: str, who: Person | None, span: tuple[datetime, datetime], now: datetime) -> str:
    """One of the list, without its reason."""
    begun, until = span
    name = f"{who.name}, {AGENCIES[who.agency]}" if who else "somebody who has left"
    day = f"{uk_date(london_day(begun))}, {begun.astimezone(LONDON):%H:%M}"
    state = "open until" if until > now else "until"
    return f"{ref}: {name}, {day}, {state} {at_time(until, begun)}"


def names(people: Mapping[int, Person], ids: Iterable[int]) -> list[str]:
    return [people[one].name if one in people else "somebody who has left" for one in ids]
