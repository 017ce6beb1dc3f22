"""How training sessions are seen."""

from collections.abc import Sequence

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.days import uk_date
from mappa.trainings import Training
from mappa.years import MappaYear


def trainings(year: MappaYear, sessions: Sequence[Training]) -> Reply:
    """The year's sessions, a line each."""
    head = f"Training sessions in {year}: {len(sessions)}"
    lines = [_line(session) for session in sessions]
    shown = [f"{line}{_about(one)}" for line, one in zip(lines, sessions, strict=True)]
    told = blocks.paragraphs("\n".join(shown)) if shown else []
    # What a notification shows holds nothing that somebody wrote.
    return say(blocks.escape("\n".join([head, *lines])), blocks.header(head), *told)


def training_saved(ref: str, command: str) -> Reply:
    said = f"Saved: training session {ref}. See the year's sessions with: {command} training"
    return say(blocks.escape(said), blocks.words(said))


def _line(session: Training) -> str:
    agencies = ", ".join(AGENCIES[code] for code in session.agencies)
    came = "" if session.attended is None else f"; {session.attended} attended"
    return f"{session.ref}: {uk_date(session.on)}, {agencies}{came}"


def _about(session: Training) -> str:
    return f"; {session.about}" if session.about else ""
