"""Where nothing of a case may stand but its reference: what shows on a locked screen, in a list of
files or in a log of Slack's, and what travels along with buttons and forms."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

# Whatever is called so carries something along, or is shown beside the message itself.
CARRIERS = frozenset(
    {"value", "block_id", "action_id", "callback_id", "private_metadata", "external_id", "metadata"}
)
SHOWN_BESIDE = frozenset({"name", "title", "alt_text", "alt_txt", "url", "image_url", "filename"})


def exposed(payload: Mapping[str, Any]) -> Iterator[str]:
    """Everything of a message, an answer or a view that others may come to see or keep."""
    if isinstance(payload.get("text"), str) and payload.get("type") not in _TEXTS:
        yield payload["text"]
    for name, value in payload.items():
        if name in CARRIERS:
            yield json.dumps(value, ensure_ascii=False)
        elif name in SHOWN_BESIDE and isinstance(value, str):
            yield value
        else:
            yield from _inside(value)


def _inside(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from exposed(value)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _inside(one)


_TEXTS = ("plain_text", "mrkdwn", "raw_text", "text")
