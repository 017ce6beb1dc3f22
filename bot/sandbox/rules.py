"""Slack's limits on what may be sent, each named in words when it is broken."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.sandbox.charts import broken_by_chart
from bot.sandbox.inputs import options_of
from bot.sandbox.tables import MOST_CHARACTERS, broken_by_table, characters

Block = Mapping[str, Any]
KNOWN = frozenset([
    "section", "header", "context", "divider", "actions", "image", "input", "rich_text", "table",
    "markdown", "video", "file", "context_actions", "data_table", "data_visualization",
])  # fmt: skip
MOST_OPTIONS = {
    "checkboxes": 10, "radio_buttons": 10, "static_select": 100, "multi_static_select": 100,
}  # fmt: skip
IN_VIEWS_NOT = frozenset({"table", "data_table", "data_visualization", "markdown"})


def broken_by_message(text: str, blocks: Any) -> list[str]:
    """The rules that a message breaks."""
    found = [f"text has {len(text)} characters, at most 4,000"] if len(text) > 4000 else []
    if not text and not blocks:
        found.append("a message needs text or blocks")
    return found + broken_by_blocks(blocks or [], 50, "message")


def broken_by_view(view: Any) -> list[str]:
    """The rules that a form or a Home tab breaks."""
    if not isinstance(view, Mapping) or view.get("type") not in ("modal", "home"):
        return ["a view is a modal or a home"]
    found = broken_by_blocks(view.get("blocks") or [], 100, "view")
    if len(str(view.get("private_metadata") or "")) > 3000:
        found.append("private_metadata has more than 3,000 characters")
    if len(str(view.get("callback_id") or "")) > 255:
        found.append("callback_id has more than 255 characters")
    if view["type"] == "modal":
        if not view.get("title"):
            found.append("a modal needs a title")
        for name in ("title", "submit", "close"):
            found += _plain(view.get(name), 24, name) if view.get(name) else []
        inputs = any(block.get("type") == "input" for block in view.get("blocks") or [])
        if inputs and not view.get("submit"):
            found.append("a modal with inputs needs submit")
    return found


def broken_by_blocks(blocks: Any, most: int, where: str) -> list[str]:
    if not isinstance(blocks, list) or not all(isinstance(block, Mapping) for block in blocks):
        return ["blocks is not a list of objects"]
    found = [f"{len(blocks)} blocks in a {where}, at most {most}"] if len(blocks) > most else []
    ids = [block.get("block_id") for block in blocks if block.get("block_id")]
    if len(ids) != len(set(ids)):
        found.append("a block_id stands twice")
    kinds = [block.get("type") for block in blocks]
    if kinds.count("table") > 1:
        found.append("more than one table in a message")
    if kinds.count("data_visualization") > 2:
        found.append("more than two charts in a message")
    if (cells := characters(blocks)) > MOST_CHARACTERS:
        found.append(f"the cells of tables have {cells} characters, at most 10,000")
    written = sum(len(str(b.get("text") or "")) for b in blocks if b.get("type") == "markdown")
    if written > 12_000:
        found.append(f"markdown has {written} characters, at most 12,000")
    for block in blocks:
        found += _block(block, where)
    return found


def _block(block: Block, where: str) -> Iterable[str]:
    kind = block.get("type")
    if kind not in KNOWN:
        return [f"there is no block {kind!r}"]
    if where == "view" and kind in IN_VIEWS_NOT:
        return [f"a {kind} block stands in messages only"]
    found = ["block_id has more than 255 characters"] * (
        len(str(block.get("block_id") or "")) > 255
    )
    check = _CHECKS.get(str(kind))
    return [*found, *(check(block) if check else [])]


def _text(value: Any, most: int, what: str) -> list[str]:
    if not isinstance(value, Mapping) or value.get("type") not in ("plain_text", "mrkdwn"):
        return [f"{what} is not a text object"]
    text = value.get("text")
    if not isinstance(text, str) or not text:
        return [f"{what} is empty"]
    return [f"{what} has {len(text)} characters, at most {most}"] if len(text) > most else []


def _plain(value: Any, most: int, what: str) -> list[str]:
    found = _text(value, most, what)
    return found or ([] if value.get("type") == "plain_text" else [f"{what} is not plain_text"])


def _section(block: Block) -> list[str]:
    fields = block.get("fields") or []
    found = [f"{len(fields)} fields, at most 10"] if len(fields) > 10 else []
    for field in fields:
        found += _text(field, 2000, "a field")
    if block.get("text"):
        found += _text(block["text"], 3000, "section text")
    elif not fields:
        found.append("a section needs text or fields")
    if block.get("accessory"):
        found += _element(block["accessory"])
    return found


def _context(block: Block) -> list[str]:
    elements = block.get("elements") or []
    if not 1 <= len(elements) <= 10:
        return [f"{len(elements)} elements in a context, from 1 to 10"]
    return [rule for element in elements for rule in _in_context(element)]


def _in_context(element: Block) -> list[str]:
    if isinstance(element, Mapping) and element.get("type") == "image":
        return _image(element)
    return _text(element, 2000, "context text")


def _actions(block: Block) -> list[str]:
    elements = block.get("elements") or []
    found = [] if 1 <= len(elements) <= 25 else [f"{len(elements)} actions, from 1 to 25"]
    ids = [element.get("action_id") for element in elements]
    if len(ids) != len(set(ids)):
        found.append("an action_id stands twice in a block")
    return found + [rule for element in elements for rule in _element(element)]


def _input(block: Block) -> list[str]:
    found = _plain(block.get("label"), 2000, "a label")
    if block.get("hint"):
        found += _plain(block["hint"], 2000, "a hint")
    element = block.get("element")
    return found + (_element(element) if isinstance(element, Mapping) else ["an input is empty"])


def _image(block: Block) -> list[str]:
    alt = str(block.get("alt_text") or "")
    if not alt:
        return ["an image needs alt_text"]
    found = ["alt_text has more than 2,000 characters"] if len(alt) > 2000 else []
    if block.get("title") is not None:
        found += _plain(block["title"], 2000, "an image's title")
    url, file = block.get("image_url"), block.get("slack_file")
    if (url is None) == (file is None):
        return [*found, "an image needs image_url or slack_file, one of them"]
    if file is not None:
        named = isinstance(file, Mapping) and ("id" in file) != ("url" in file)
        return found if named else [*found, "slack_file has an id or a url, one of them"]
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        return [*found, "image_url is no address"]
    return [*found, *["image_url has more than 3,000 characters"] * (len(url) > 3000)]


def _element(element: Block) -> list[str]:
    if element.get("type") == "image":  # beside a section
        return _image(element)
    found = []
    if len(str(element.get("action_id") or "")) > 255:
        found.append("action_id has more than 255 characters")
    if element.get("type") == "button":
        found += _plain(element.get("text"), 75, "a button's text")
        if len(str(element.get("value") or "")) > 2000:
            found.append("a button's value has more than 2,000 characters")
    if int(element.get("max_length") or 0) > 3000:
        found.append("max_length is above 3,000")
    return found + _choices(element)


def _choices(element: Block) -> list[str]:
    """What is wrong with the options of an element, and with those chosen from the beginning."""
    kind, groups = element.get("type"), element.get("option_groups")
    if groups is None and element.get("options") is None:
        return [f"a {kind} needs options"] if kind in MOST_OPTIONS else []
    found, most = [], MOST_OPTIONS.get(str(kind), 100)
    for some in [element["options"]] if groups is None else [one["options"] for one in groups]:
        if not 1 <= len(some) <= most:
            found.append(f"{len(some)} options, from 1 to {most}")
        found += broken_by_options(some)
    initial = [element.get("initial_option"), *(element.get("initial_options") or [])]
    known = [one["value"] for one in options_of(element)]
    strange = [one for one in initial if one and one.get("value") not in known]
    return found + ["what is chosen from the beginning is none of the options"] * bool(strange)


def broken_by_options(options: Iterable[Block]) -> list[str]:
    """The rules that the options of a select break."""
    found = []
    for option in options:
        found += _text(option.get("text"), 75, "an option's text")
        if len(str(option.get("value") or "")) > 150:
            found.append("an option's value has more than 150 characters")
    return found


_CHECKS: Mapping[str, Callable[[Block], list[str]]] = {
    "section": _section,
    "header": lambda block: _plain(block.get("text"), 150, "a header"),
    "context": _context,
    "actions": _actions,
    "input": _input,
    "image": _image,
    "table": broken_by_table,
    "data_visualization": broken_by_chart,
}
