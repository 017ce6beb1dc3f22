"""What may have been sent already, by a bot whose last notes a restored backup does not hold."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from storage.databases import Session
from storage.installations import get_note
from storage.reminders import Reminder

RESTORED_AT = "restored_at"
PUT_OFF = timedelta(days=1)  # for a quiet time, or because it was passed on only now


def may_be_repeats(session: Session, reminders: Sequence[Reminder]) -> bool:
    """Whether any of them fell due before the backup was brought back: nobody can know then."""
    noted = get_note(session, RESTORED_AT)
    if noted is None:
        return False
    restored_at = datetime.fromisoformat(noted)
    return any(
        reminder.due_at <= restored_at
        or ((reminder.late or reminder.step) and reminder.due_at <= restored_at + PUT_OFF)
        for reminder in reminders
    )
