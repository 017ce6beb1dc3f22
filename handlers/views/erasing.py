"""How it is said what an erasure takes and what it leaves, and how it is confirmed."""

from collections.abc import Sequence
from datetime import date

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.days import uk_date
from storage.erasing import Held
from storage.outgoing import Message

CONFIRM_ERASURE, SUBMIT_ERASURE = "confirm_erasure", "submit_erasure"
_ROWS = {
    "identifiers": "identifiers",
    "team": "people of its team",
    "case_contacts": "contacts",
    "notes": "notes",
}
_OTHER_ROWS = frozenset({*_ROWS, "cases", "name_words"})
STAYS = (
    "What stays: the reference, category and level, custody, dates, orders, events, referrals, "
    "meetings, attendance and actions, all without a word that anybody wrote, so that every figure "
    "stays as it is; and on the record who did what and when."
)
ELSEWHERE = (
    "What it cannot reach: backups that were taken before, files that somebody has saved (those in "
    "Slack are taken back), minutes that were handed out, and messages in Slack, which name "
    "references."
)
NEVER_BACK = "It cannot be undone."


def preview(ref: str, others: Sequence[str], held: Held, number: int, command: str) -> Reply:
    """The first step; the button carries the case and the number of the step on the record."""
    lines = _what(ref, others, held)
    how = f"Nothing is erased yet. Nothing in it may change until you press. {NEVER_BACK}"
    button = blocks.button(f"Erase {ref} for good", CONFIRM_ERASURE, f"{ref} {number}")
    confirm = {
        "title": blocks.plain(f"Erase {ref}?", 100),
        "text": blocks.plain(f"Who it is and all that was written will be gone. {NEVER_BACK}", 300),
        "confirm": blocks.plain("Erase it", 30),
        "deny": blocks.plain("Keep it", 30),
        "style": "danger",
    }
    other = f"By form: {command} erase {ref}"
    return say(
        blocks.escape("\n".join([*lines, how, other])),
        blocks.header(f"Erase {ref}"),
        *blocks.paragraphs("\n".join(lines)),
        blocks.context(f"{how}\n{other}"),
        blocks.actions("erase", button | {"style": "danger", "confirm": confirm}),
    )


def erase_form(ref: str, others: Sequence[str], held: Held, number: int) -> blocks.Block:
    """The form; field names are those of the typed line, so that errors find their field."""
    shown = [
        *blocks.paragraphs("\n".join([*_what(ref, others, held), NEVER_BACK])),
        blocks.text_input("case", f"Type {ref} to say that you mean it", longest=20),
        blocks.text_input("because", "Why", hint="It stays on the record", lines=True),
        blocks.choice_input(
            "early",
            "Before it is due for review",
            {"yes": "Yes, all the same"},
            hint="Only where it is not due yet",
            optional=True,
        ),
    ]
    return blocks.form(SUBMIT_ERASURE, f"Erase {ref}"[:24], "Erase", shown, f"{ref} {number}")


def done(ref: str, others: Sequence[str], stopped: int, command: str) -> Reply:
    """What was done."""
    lines = [f"Erased: {ref}{_with(others)}. The co-ordinators and admins of the area are told."]
    if stopped:
        messages = "1 message" if stopped == 1 else f"{stopped} messages"
        lines.append(f"Stopped on the way, because it named it: {messages}.")
    lines += [ELSEWHERE, f"What is left: {command} case {ref}"]
    text = "\n".join(lines)
    return say(blocks.escape(text), *blocks.paragraphs(text))


def told(ref: str, by: str, on: date, command: str) -> Message:
    """What others are told: the reference, by whom and when."""
    text = (
        f"{ref} was erased on {uk_date(on)} by {by}: nobody can read or change it any more, and "
        f"figures count it still. All that were erased: {command} retention erased"
    )
    return Message(blocks.escape(text), (blocks.words(text),))


def window(reply: Reply) -> blocks.Block:
    return blocks.notice("Erase", [b for b in reply.message.blocks if b["type"] != "actions"])


def _what(ref: str, others: Sequence[str], held: Held) -> list[str]:
    named = ["the name", "the date of birth"] if held.sealed["cases"] else []
    named += [f"{held.rows[name]} {label}" for name, label in _ROWS.items() if held.rows[name]]
    texts = sum(count for name, count in held.sealed.items() if name not in _OTHER_ROWS)
    named += [f"{texts} other texts: reasons, minutes, actions, requests and so on"]
    return [f"What would be gone of {ref}{_with(others)}: {', '.join(named)}.", STAYS, ELSEWHERE]


def _with(others: Sequence[str]) -> str:
    return f", with {', '.join(others)}, which went into it" if others else ""
