"""A table block: what stands at a limit is taken, what passes it is refused with its name."""

from typing import Any

import pytest

from bot.sandbox.rules import broken_by_message

Json = dict[str, Any]
RAW = {"type": "raw_text", "text": "x"}
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
}


def table(*rows: Any, **more: Any) -> Json:
    return {"type": "table", "rows": list(rows), **more}


def raw(text: Any) -> Json:
    return {"type": "raw_text", "text": text}


def emptied(cell: Json) -> Json:
    return {**cell, "elements": [{"type": "rich_text_section", "elements": []}]}


TAKEN = [
    table([RAW, RICH], [RAW]),
    table([RAW], column_settings=[]),
    table([RAW], column_settings=[None, {"align": "right"}, {"is_wrapped": True}]),
    table(*[[raw("x" * 100)]] * 100),
    table([raw("x" * 3001)]),
    table([RAW], block_id="kept"),
]
REFUSED = [
    (table(), "a table needs rows of cells"),
    (table([]), "a table needs rows of cells"),
    (table(RAW), "a table needs rows of cells"),
    ({"type": "table"}, "a table needs rows of cells"),
    ({"type": "table", "rows": "x"}, "a table needs rows of cells"),
    (table(["x"]), "a cell of a table is raw_text or rich_text"),
    (table([{"type": "plain_text", "text": "x"}]), "a cell of a table is raw_text or rich_text"),
    (table([{"type": "mrkdwn", "text": "x"}]), "a cell of a table is raw_text or rich_text"),
    (table([raw("")]), "a cell's text must be more than 0 characters"),
    (table([emptied(RICH)]), "a cell's text must be more than 0 characters"),
    (table([raw(793)]), "a cell of raw_text has no text"),
    (table([raw(None)]), "a cell of raw_text has no text"),
    (table([RAW], caption="x"), "a table has no 'caption'"),
    (table([RAW], column_settings=[{"align": "middle"}]), "a column is aligned left, center or"),
    (table([RAW], column_settings=[{"wide": 3}]), "a column is set by align and is_wrapped only"),
    (table([RAW], column_settings=[{"is_wrapped": "yes"}]), "is_wrapped is true or false"),
    (table([RAW], column_settings=[None] * 21), "21 column_settings, at most 20"),
    (table([RAW], column_settings={}), "column_settings is not a list"),
    (
        table(*[[raw("x" * 100), RAW]] * 100),
        "the cells of tables have 10100 characters, at most 10,000",
    ),
]


@pytest.mark.parametrize("block", TAKEN)
def test_a_table_within_the_limits_is_taken(block: Json) -> None:
    assert broken_by_message("words", [block]) == []


@pytest.mark.parametrize(("block", "says"), REFUSED, ids=[says for _, says in REFUSED])
def test_a_table_that_slack_does_not_know_is_refused_by_name(block: Json, says: str) -> None:
    (rule,) = broken_by_message("words", [block])
    assert rule.startswith(says)
