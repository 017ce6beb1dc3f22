"""How the contacts of an area are seen, in private."""

from collections.abc import Sequence

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.contacts import AreaContact, Listing

ROOM = 3000  # characters of a page


def contacts(found: Sequence[tuple[int, AreaContact]], asked: Listing, command: str) -> Reply:
    """A page of them, each with the number by which it is removed."""
    pages = blocks.pages((_line(*one) for one in found), ROOM)
    of = f" of {AGENCIES[asked.agency]}" if asked.agency else ""
    head = f"Contacts{of}, page {asked.page} of {max(len(pages), 1)}"
    if asked.page > max(len(pages), 1):
        some = ["There is no more."]
    else:
        some = pages[asked.page - 1] if pages else ["none yet"]
    words = f"contacts {asked.agency}" if asked.agency else "contacts"
    after = f"{command} {words} page {asked.page + 1}"
    onward = [f"Next: {after}"] if asked.page < len(pages) else []
    text = "\n".join([head, *onward])
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(some))]
    return say(blocks.escape(text), *shown, *map(blocks.context, onward))


def added(number: int, contact: AreaContact, command: str) -> Reply:
    text = f"Saved: contact {_line(number, contact)}"
    see = f"See all: {command} contacts"
    return say(f"Saved: contact {number}.\n{see}", blocks.words(text), blocks.context(see))


def removed(number: int, contact: AreaContact) -> Reply:
    text = f"Saved: contact {_line(number, contact)} is removed."
    return say(f"Saved: contact {number} is removed.", blocks.words(text))


def _line(number: int, contact: AreaContact) -> str:
    address = f", {contact.address}" if contact.address else ""
    return f"{number}: {AGENCIES[contact.agency]}: {contact.name}{address}"
