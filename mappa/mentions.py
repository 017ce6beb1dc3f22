"""Somebody in Slack, named by mention."""

import re

from mappa.errors import RuleBroken

_MENTION = re.compile(r"<@([UW][A-Z0-9]{1,19})(\|[^>]*)?>|([UW][A-Z0-9]{1,19})")


def find_user(text: str) -> str | None:
    """The Slack id in a mention, None where the text does not name one person so."""
    found = _MENTION.fullmatch(text.strip())
    return found[1] or found[3] if found else None


def read_user(text: str, field: str) -> str:
    """The Slack id in a mention, as Slack writes it into a command."""
    user_id = find_user(text)
    if user_id is None:
        raise RuleBroken(f"{field}: name one person by mention. Example: {field} @somebody", field)
    return user_id
