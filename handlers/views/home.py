"""How the Home tab is seen; useful to everybody, also to somebody without access."""

from collections.abc import Sequence

from handlers.desks import Desk
from handlers.views import blocks
from handlers.views.referrals import OPEN_REFERRAL
from handlers.views.reminders import REMINDER_STATES, reminder_line
from mappa.access import may
from mappa.people import ROLES, Person
from storage.reminders import Reminder

QUESTIONS = ("how many level 2 cases", "how many level 2 cases on 31 March 2014")
MORE = "There are more. Those of one case: {command} case BED-1042 reminders"


def home(
    person: Person,
    desk: Desk,
    reminders: Sequence[Reminder],
    open_referrals: int | None,
    *,
    more: bool,
) -> blocks.Block:
    """What is coming (`more` than is shown?), what waits, what can be done."""
    shown = [blocks.header("MAPPA"), blocks.words(f"{person.name}, {_role(person)}")]
    if desk.practice:
        shown.append(blocks.context("Practice: invented people only."))
    if may(person, "be reminded"):
        lines = [f"{reminder_line(r)}, {REMINDER_STATES[r.state]}" for r in reminders]
        shown += [blocks.strong("Coming in the next 28 days, or not acknowledged yet")]
        shown += [blocks.words("\n".join(lines) or "Nothing.")]
        shown += [blocks.context(MORE.format(command=desk.command))] if more else []
    if open_referrals is not None:
        shown += [
            blocks.strong("Referrals waiting for a decision"),
            blocks.words(f"{open_referrals}"),
        ]
    if may(person, "refer"):
        refer = blocks.button("Make a referral", OPEN_REFERRAL, primary=True)
        shown.append(blocks.actions("home", refer))
    words = [*(QUESTIONS if may(person, "ask") else ()), "me", "help"]
    examples = "\n".join(f"{desk.command} {word}" for word in words)
    shown += [blocks.strong("Things to try"), blocks.words(examples)]
    return {"type": "home", "blocks": shown[:100]}


def _role(person: Person) -> str:
    role = ROLES[person.role]
    return role if role.isupper() else role.lower()


def no_access(sentence: str) -> blocks.Block:
    """For somebody who is not registered: what to do, and nothing else."""
    return {"type": "home", "blocks": [blocks.header("MAPPA"), blocks.words(sentence)]}
