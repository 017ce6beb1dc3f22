"""A way in besides the words of the command, with what it needs; asked before its own code runs."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import signature
from typing import Any

from slack_bolt import Args

from handlers.desks import Desk
from handlers.payloads import Unreadable

Body = Mapping[str, Any]
_WORD = re.compile("[a-z-]+")


@dataclass(frozen=True, slots=True)
class Way:
    """A button, form, shortcut or event: who handles it, and what of mappa.access.MAY it needs at
    the least; None: nothing but to be registered. `several`: such buttons may stand side by side,
    each with a word of its own after a dot."""

    handler: Callable[..., None]
    needs: str | None = None
    several: bool = False


def name_in(ways: Mapping[str, Way], name: str) -> str | None:
    """Which of them goes by a name that Slack sent; None if none does."""
    if name in ways:
        return name
    plain, _, word = name.partition(".")
    return plain if plain in ways and ways[plain].several and _WORD.fullmatch(word) else None


def lead(
    ways: Mapping[str, Way], desk: Desk, name_of: Callable[[Body], str]
) -> Callable[[Args], None]:
    """One listener for all of a kind, since Bolt tries each that it knows with every request. Its
    handler is brought a desk at which what it needs is asked, and of Bolt's own what it names."""
    desks = {way.needs: desk.for_those_who(way.needs) for way in ways.values()}

    def follow(args: Args) -> None:
        name = name_in(ways, name_of(args.body))
        if name is None:
            raise Unreadable
        way = ways[name]
        ours = {"desk": desks[way.needs], "bot_user_id": args.context.bot_user_id}
        wanted = _names(way.handler)
        way.handler(**{one: ours[one] if one in ours else getattr(args, one) for one in wanted})

    return follow


@cache
def _names(handler: Callable[..., None]) -> tuple[str, ...]:
    return tuple(signature(handler).parameters)
