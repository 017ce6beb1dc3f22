"""How the Home tab is seen; useful to everybody, also to somebody without access."""

from collections.abc import Sequence

from handlers.desks import Desk
from handlers.views import blocks
from handlers.views.questions import ASK
from handlers.views.referrals import OPEN_REFERRAL
from handlers.views.reminders import REMINDER_STATES, reminder_line
from mappa.access import may
from mappa.answering.remarks import HIDDEN
from mappa.people import ROLES, Person
from storage.reminders import Reminder

QUESTIONS = (
    "how many level 2 cases",
    "how many level 2 cases by category on 31 March 2014",
    "referrals by agency this year",
)
MORE = "There are more. Those of one case: {command} case {ref} reminders"


def home(
    person: Person,
    desk: Desk,
    reminders: Sequence[Reminder],
    open_referrals: int | None,
    figures: Sequence[str],
    *,
    more: bool,
) -> blocks.Block:
    """What is coming (`more` than is shown?), what waits, what can be done."""
    shown = [blocks.header("MAPPA"), blocks.words(f"{person.name}, {_role(person)}")]
    if desk.practice:
        shown.append(blocks.context("Practice: invented people only."))
    if figures:
        shown += [blocks.strong("Figures today"), *_figures(figures)]
    if buttons := _buttons(person):
        shown.append(blocks.actions("home", *buttons))
    if may(person, "be reminded"):
        lines = [f"{reminder_line(r)}, {REMINDER_STATES[r.state]}" for r in reminders]
        shown += [blocks.strong("Coming in the next 28 days, or not acknowledged yet")]
        shown += [blocks.words("\n".join(lines) or "Nothing.")]
        shown += [blocks.context(_more(desk, reminders))] if more else []
    if open_referrals is not None:
        shown += [
            blocks.strong("Referrals waiting for a decision"),
            blocks.words(f"{open_referrals}"),
        ]
    words = [*(QUESTIONS if may(person, "ask") else ()), "me", "help"]
    examples = "\n".join(f"{desk.command} {word}" for word in words)
    shown += [blocks.strong("Things to try"), blocks.words(examples)]
    return {"type": "home", "blocks": shown[:100]}


def _figures(texts: Sequence[str]) -> list[blocks.Block]:
    """The sentences with the figures; what is said of all of them is said once."""
    lines = [text.partition(". ")[0].removesuffix(".") for text in texts]
    shown = [blocks.words("\n".join(f"• {line}" for line in lines))]
    hidden = any(HIDDEN in text for text in texts)
    return [*shown, blocks.context(HIDDEN)] if hidden else shown


def _buttons(person: Person) -> list[blocks.Block]:
    made = []
    if may(person, "refer"):
        made.append(blocks.button("Make a referral", OPEN_REFERRAL, primary=True))
    if may(person, "ask"):
        made.append(blocks.button("Ask a question", ASK))
    return made


def _more(desk: Desk, reminders: Sequence[Reminder]) -> str:
    return MORE.format(command=desk.command, ref=reminders[0].case_ref)


def _role(person: Person) -> str:
    role = ROLES[person.role]
    return role if role.isupper() else role.lower()


def no_access(sentence: str) -> blocks.Block:
    """For somebody who is not registered: what to do, and nothing else."""
    return {"type": "home", "blocks": [blocks.header("MAPPA"), blocks.words(sentence)]}
