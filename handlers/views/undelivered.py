"""How it is said that something could not be delivered: what kind of thing, and to whom."""

from handlers.views import blocks
from mappa.people import Person
from storage.outgoing import Message, Outgoing

REASONS = {
    "account_inactive": "their Slack account is switched off",
    "cannot_dm_bot": "that Slack account is a bot's",
    "cannot_dm_user": "Slack does not let me write to them",
    "channel_not_found": "the channel is not there any more, or I am not in it",
    "is_archived": "the channel is archived",
    "message_not_found": "the message is not there any more",
    "msg_too_long": "it is too long for Slack",
    "not_in_channel": "I am not in the channel",
    "restricted_action": "the settings of this Slack do not let me post there",
    "unreadable": "what was kept of it cannot be read",
    "user_disabled": "their Slack account is switched off",
    "user_not_found": "Slack knows nobody by that id",
    "user_not_in_channel": "they are not in the channel any more",
}
WITHHELD = (
    "{what} you asked for was not sent: what you may see has changed in the meantime. "
    "Ask for it again."
)


def not_delivered(sending: Outgoing, to: Person, problem: str) -> Message:
    """Nothing of what it said: whoever reads this may not be entitled to it."""
    why = REASONS.get(problem, "Slack refuses it")
    text = (
        f"Could not be delivered: {_kind(sending)} {to.name} ({to.user_id}), because {why} "
        f"({problem}). It is not tried again."
    )
    return Message(blocks.escape(text), (blocks.words(text),))


def not_allowed(sending: Outgoing, to: Person) -> Message:
    """To who may see every case that it was about."""
    about = f" It was about {blocks.listed(sorted(sending.about), 300)}." if sending.about else ""
    text = (
        f"Not sent: {_kind(sending)} {to.name} ({to.user_id}), who may not get it any more: what "
        f"they may see has changed since.{about} If something was to be done, see to it."
    )
    return Message(blocks.escape(text), (blocks.words(text),))


def channel_refused(channel: str, why: str) -> Message:
    """To who shared something."""
    text = f"What you shared in the channel {channel} was not posted. {why}"
    return Message(text, (blocks.words(text),))


def answer_withheld(*, is_file: bool) -> Message:
    """To who has asked for something that they may not see any more."""
    text = WITHHELD.format(what="The file that" if is_file else "What")
    return Message(text, (blocks.words(text),))


def _kind(sending: Outgoing) -> str:
    if sending.message is None:
        return "a reminder for" if sending.is_readable else "a message for"
    if sending.method == "file":
        return "a file for"
    if sending.method == "update":
        return "a change to a message that was sent to"
    if sending.method == "ephemeral":
        return f"a private answer in the channel {sending.channel} to"
    if sending.lane == sending.channel:
        return f"a message to the channel {sending.channel} from"
    return "a direct message to"
