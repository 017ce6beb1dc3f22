"""A way in besides the words of the command, with what it needs; asked before its own code runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from handlers.desks import Desk


@dataclass(frozen=True, slots=True)
class Way:
    """A button, form, shortcut or event: who handles it, and what of mappa.access.MAY it needs at
    the least; None: nothing but to be registered."""

    handler: Callable[..., None]
    needs: str | None = None

    def lead_to(self, desk: Desk) -> Callable[..., None]:
        """Bolt's middleware that brings its handler a desk at which that is asked."""
        theirs = desk.for_those_who(self.needs)

        def bring_desk(context: dict[str, Any], next: Callable[[], None]) -> None:
            context["desk"] = theirs
            next()

        return bring_desk
