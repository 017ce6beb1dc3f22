"""How people want to be told."""

from mappa.preferences import Preferences
from storage.databases import Session
from storage.tables import people


def set_preferences(session: Session, person_id: int, wanted: Preferences) -> None:
    """From the next message on."""
    starts, ends = wanted.quiet or (None, None)
    change = {"digest": wanted.digest, "quiet_from": starts, "quiet_until": ends}
    session.execute(people.update().where(people.c.id == person_id).values(**change))
