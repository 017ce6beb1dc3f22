"""How the Home tab is seen; useful to everybody, also to somebody without access."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.desks import Desk
from handlers.views import blocks
from handlers.views.questions import ASK
from handlers.views.referrals import OPEN_REFERRAL
from handlers.views.registrations import LIST_PEOPLE
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
LISTS = ("meetings", "actions", "reminders")
MORE = "There are more. All of them: {command} reminders"


@dataclass(frozen=True, slots=True)
class Coming:
    """The reminders that Home has room for; `more`: not all of them."""

    overdue: Sequence[Reminder] = ()
    others: Sequence[Reminder] = ()
    more: bool = False


def home(
    person: Person,
    desk: Desk,
    coming: Coming,
    open_referrals: int | None,
    figures: Sequence[str],
    broken: str = "",
) -> blocks.Block:
    """What is coming, what waits, what can be done."""
    shown = [blocks.header("MAPPA"), blocks.words(f"{person.name}, {_role(person)}")]
    if desk.practice:
        shown.append(blocks.context("Practice: invented people only."))
    if broken:
        shown += [blocks.strong("Glass broken"), blocks.words(broken)]
    if figures:
        shown += [blocks.strong("Figures today"), *_figures(figures)]
    if buttons := _buttons(person):
        shown.append(blocks.actions("home", *buttons))
    if may(person, "be reminded"):
        shown += _reminders(coming)
        shown += [blocks.context(MORE.format(command=desk.command))] if coming.more else []
    if open_referrals is not None:
        shown += [
            blocks.strong("Referrals waiting for a decision"),
            blocks.words(f"{open_referrals}"),
        ]
    words = list(QUESTIONS) if may(person, "ask") else []
    words += LISTS if may(person, "be reminded") else ()
    words += ("people",) if may(person, "register people") else ()
    words += ("me", "help")
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
    if may(person, "register people"):
        made.append(blocks.button("People", LIST_PEOPLE))
    return made


def _reminders(coming: Coming) -> list[blocks.Block]:
    """What is overdue stands apart, before all that is coming or was not acknowledged."""
    shown = [blocks.strong("Overdue"), _lines(coming.overdue)] if coming.overdue else []
    heading = "Coming in the next 28 days, or not acknowledged yet"
    return [*shown, blocks.strong(heading), _lines(coming.others)]


def _lines(reminders: Sequence[Reminder]) -> blocks.Block:
    lines = [f"{reminder_line(one)}, {REMINDER_STATES[one.state]}" for one in reminders]
    return blocks.words("\n".join(lines) or "Nothing.")


def _role(person: Person) -> str:
    role = ROLES[person.role]
    return role if role.isupper() else role.lower()


def no_access(sentence: str) -> blocks.Block:
    """For somebody who is not registered: what to do, and nothing else."""
    return {"type": "home", "blocks": [blocks.header("MAPPA"), blocks.words(sentence)]}
