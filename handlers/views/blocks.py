"""Block Kit in small pieces, each cut to Slack's limits.

Whatever a person typed goes into plain text: in mrkdwn it could call a channel or a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Block = dict[str, Any]


def cut(text: str, limit: int) -> str:
    """The text within the limit, with an ellipsis where something was left out."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def listed(names: Sequence[str], limit: int) -> str:
    """The names in one line within the limit; where not all fit, how many more there are."""
    for shown in range(len(names), 0, -1):
        more = f" and {len(names) - shown} more" if shown < len(names) else ""
        line = ", ".join(names[:shown]) + more
        if len(line) <= limit:
            return line
    return f"{len(names)} people" if len(names) > 1 else cut("".join(names), limit)


def pages(items: Iterable[str], room: int) -> list[list[str]]:
    """The items in order, on each page as many as have room in a message, on every page one."""
    made: list[list[str]] = []
    left = 0
    for item in items:
        if not made or len(item) + 1 > left:
            made.append([])
            left = room
        made[-1].append(item)
        left -= len(item) + 1
    return made


def escape(text: str) -> str:
    """For the top-level text of a message: nothing in it can become a link or a mention."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": cut(text or " ", limit), "emoji": False}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def words(text: str) -> Block:
    """A paragraph that may hold what somebody typed."""
    return {"type": "section", "text": plain(text, 3000)}


def paragraphs(text: str) -> list[Block]:
    """A text of any length that may hold what people typed, in as few blocks as it needs."""
    made = []
    while len(text) > 3000:
        # At the end of a line or a word, if there is one near.
        end = text.rfind("\n", 2000, 3000) + 1 or text.rfind(" ", 2900, 3000) + 1 or 3000
        made.append(words(text[:end]))
        text = text[end:]
    return [*made, words(text)]


def strong(text: str) -> Block:
    """A paragraph of our own words in bold; never give it what somebody typed."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": f"*{text}*", "verbatim": True}}


def pairs(values: Mapping[str, str]) -> list[Block]:
    """Labels with their values, two columns, ten to a block."""
    fields = [plain(f"{label}: {value}", 2000) for label, value in values.items()]
    return [
        {"type": "section", "fields": fields[start : start + 10]}
        for start in range(0, len(fields), 10)
    ]


def context(text: str) -> Block:
    return {"type": "context", "elements": [plain(text, 2000)]}


def shared_by(user_id: str, when: str) -> str:
    """Who shared something, as Slack shows them: no name of ours stands in a channel."""
    return f"Shared by <@{user_id}>, {when}."


def by_somebody(said: str) -> Block:
    """A line with a mention, put together here of a Slack id; never give it what somebody typed."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": said, "verbatim": True}]}


def row(text: str, button: Block) -> Block:
    """A paragraph that may hold what somebody typed, with a button beside it."""
    return words(text) | {"accessory": button}


def divider() -> Block:
    return {"type": "divider"}


def button(label: str, action_id: str, value: str = "", *, primary: bool = False) -> Block:
    made: Block = {"type": "button", "text": plain(label, 75), "action_id": action_id}
    if value:
        made["value"] = cut(value, 2000)
    return made | ({"style": "primary"} if primary else {})


def actions(block_id: str, *buttons: Block) -> Block:
    return {"type": "actions", "block_id": block_id, "elements": list(buttons)}


def text_input(
    field: str, label: str, *, hint: str = "", initial: str = "", optional: bool = False,
    lines: bool = False, longest: int = 3000,
) -> Block:  # fmt: skip
    element: Block = {
        "type": "plain_text_input",
        "action_id": "value",
        "multiline": lines,
        "max_length": longest,
    }
    if initial:
        element["initial_value"] = cut(initial, longest)
    return _input(field, label, element, hint, optional)


def choice_input(
    field: str, label: str, choices: Mapping[str, str], *, hint: str = "", initial: str = "",
    optional: bool = False,
) -> Block:  # fmt: skip
    options = [option(code, name) for code, name in choices.items()]
    element: Block = {"type": "static_select", "action_id": "value", "options": options[:100]}
    if initial in choices:
        element["initial_option"] = option(initial, choices[initial])
    return _input(field, label, element, hint, optional)


def date_input(
    field: str, label: str, *, hint: str = "", initial: str = "", optional: bool = True
) -> Block:
    """A day; `initial` as 2026-01-31."""
    element: Block = {"type": "datepicker", "action_id": "value"}
    if initial:
        element["initial_date"] = initial
    return _input(field, label, element, hint, optional)


def person_input(
    field: str, label: str, *, hint: str = "", initial: str = "", optional: bool = True
) -> Block:
    """Somebody of the workspace; `initial` is a Slack id."""
    element: Block = {"type": "users_select", "action_id": "value"}
    if initial:
        element["initial_user"] = initial
    return _input(field, label, element, hint, optional)


def option(code: str, name: str) -> Block:
    return {"text": plain(name, 75), "value": cut(code, 150)}


def form(
    callback_id: str, title: str, submit: str, blocks: Iterable[Block], metadata: str = ""
) -> Block:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, 24),
        "submit": plain(submit, 24),
        "close": plain("Cancel", 24),
        "private_metadata": metadata,
        "blocks": list(blocks)[:100],
    }


def notice(title: str, blocks: Iterable[Block]) -> Block:
    """A form without questions: what is said after one was sent in."""
    return {
        "type": "modal",
        "title": plain(title, 24),
        "close": plain("Close", 24),
        "blocks": list(blocks)[:100],
    }


def read_form(view: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by field; what was left empty is missing."""
    answers = {}
    for field, elements in view["state"]["values"].items():
        element = elements["value"]
        option = element.get("selected_option") or {}
        given = [element.get(name) for name in ("value", "selected_date", "selected_user")]
        value = next(filter(None, [*given, option.get("value")]), None)
        if value:
            answers[field] = str(value)
    return answers


def _input(field: str, label: str, element: Block, hint: str, optional: bool) -> Block:
    made: Block = {
        "type": "input",
        "block_id": field,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    return made | ({"hint": plain(hint, 2000)} if hint else {})
