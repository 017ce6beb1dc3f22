"""How the Home tab is seen; useful to everybody, also to somebody without access."""

from collections.abc import Sequence

from handlers.views import blocks
from handlers.views.referrals import OPEN_REFERRAL
from handlers.views.reminders import REMINDER_STATES, reminder_line
from mappa.access import may
from mappa.people import ROLES, Person
from storage.reminders import Reminder

TRY = (
    "how many level 2 cases",
    "how many level 2 cases on 31 March 2014",
    "help",
)


def home(
    person: Person,
    command: str,
    reminders: Sequence[Reminder],
    open_referrals: int | None,
    practice: bool,
) -> blocks.Block:
    """What is coming, what waits, what can be done."""
    shown = [blocks.header("MAPPA"), blocks.words(f"{person.name}, {ROLES[person.role].lower()}")]
    if practice:
        shown.append(blocks.context("Practice: invented people only."))
    if may(person, "be reminded"):
        lines = [f"{reminder_line(r)}, {REMINDER_STATES[r.state]}" for r in reminders]
        shown += [blocks.strong("Coming in the next 28 days, or not acknowledged yet")]
        shown += [blocks.words("\n".join(lines) or "Nothing.")]
    if open_referrals is not None:
        shown += [
            blocks.strong("Referrals waiting for a decision"),
            blocks.words(f"{open_referrals}"),
        ]
    if may(person, "refer"):
        refer = blocks.button("Make a referral", OPEN_REFERRAL, primary=True)
        shown.append(blocks.actions("home", refer))
    examples = "\n".join(f"{command} {example}" for example in TRY)
    shown += [blocks.strong("Things to try"), blocks.words(examples)]
    return {"type": "home", "blocks": shown[:100]}


def no_access(sentence: str) -> blocks.Block:
    """For somebody who is not registered: what to do, and nothing else."""
    return {"type": "home", "blocks": [blocks.header("MAPPA"), blocks.words(sentence)]}
