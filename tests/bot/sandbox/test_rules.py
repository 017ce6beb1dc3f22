"""Slack's limits: what stands at one is taken, what passes it is refused with its name."""

from typing import Any

import pytest

from bot.sandbox.rules import broken_by_message, broken_by_options, broken_by_view
from handlers.views import blocks as ours
from tests.bot.workspaces import Slack

Json = dict[str, Any]


def plain(length: int) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def section(**given: Any) -> Json:
    return {"type": "section", **given}


def button(**given: Any) -> Json:
    return {"type": "button", "action_id": "b", "text": plain(4), **given}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def text_input(**element: Any) -> Json:
    return {
        "type": "input",
        "block_id": "i",
        "label": plain(4),
        "element": {"type": "plain_text_input", "action_id": "value", **element},
    }


def select(count: int, text: int = 4, value: int = 4) -> Json:
    options = [{"text": plain(text), "value": "v" * value} for _ in range(count)]
    return text_input(type="static_select", options=options)


def table(rows: int, cells: int) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * cells] * rows}


def chart(title: int) -> Json:
    series = {"name": "People", "data": [{"label": "Level 1", "value": 1}]}
    drawn = {"type": "bar", "series": [series], "axis_config": {"categories": ["Level 1"]}}
    return {"type": "data_visualization", "title": "x" * title, "chart": drawn}


def image(**given: Any) -> Json:
    made = {"type": "image", "alt_text": "A chart", "slack_file": {"id": "F1"}, **given}
    return {name: value for name, value in made.items() if value is not None}


def picture(length: int) -> Json:
    return image(slack_file=None, image_url="https://".ljust(length, "x"))


# What stands at the limit, what is one past it, and what is said of that.
IN_MESSAGES = [
    ([section(text=plain(4))] * 50, [section(text=plain(4))] * 51, "51 blocks in a message, at m"),
    ([section(text=plain(3000))], [section(text=plain(3001))], "section text has 3001 characters"),
    ([section(fields=[plain(2000)])], [section(fields=[plain(2001)])], "a field has 2001 char"),
    ([section(fields=[plain(1)] * 10)], [section(fields=[plain(1)] * 11)], "11 fields, at most 10"),
    ([{"type": "header", "text": plain(150)}], [{"type": "header", "text": plain(151)}], "a head"),
    (
        [{"type": "context", "elements": [plain(1)] * 10}],
        [{"type": "context", "elements": [plain(1)] * 11}],
        "11 elements in a context, from 1 to 10",
    ),
    (
        [actions(*(button(action_id=f"{n}") for n in range(25)))],
        [actions(*(button(action_id=f"{n}") for n in range(26)))],
        "26 actions, from 1 to 25",
    ),
    ([actions(button(text=plain(75)))], [actions(button(text=plain(76)))], "a button's text has"),
    (
        [actions(button(value="v" * 2000))],
        [actions(button(value="v" * 2001))],
        "a button's value has more than 2,000 characters",
    ),
    (
        [actions(button(action_id="a" * 255))],
        [actions(button(action_id="a" * 256))],
        "action_id has more than 255 characters",
    ),
    (
        [section(text=plain(1), block_id="b" * 255)],
        [section(text=plain(1), block_id="b" * 256)],
        "block_id has more than 255 characters",
    ),
    ([table(100, 20)], [table(101, 20)], "101 rows in a table, at most 100"),
    ([table(100, 20)], [table(100, 21)], "more than 20 cells in a row"),
    ([table(1, 1)], [table(1, 1), table(1, 1)], "more than one table in a message"),
    ([chart(50)] * 2, [chart(50)] * 3, "more than two charts in a message"),
    ([chart(50)], [chart(51)], "a chart's title has 51 characters, at most 50"),
    (
        [{"type": "markdown", "text": "m" * 6000}] * 2,
        [{"type": "markdown", "text": "m" * 6000}, {"type": "markdown", "text": "m" * 6001}],
        "markdown has 12001 characters, at most 12,000",
    ),
    (
        [{"type": "image", "alt_text": "a" * 2000, "slack_file": {"id": "F1"}}],
        [{"type": "image", "alt_text": "a" * 2001, "slack_file": {"id": "F1"}}],
        "alt_text has more than 2,000 characters",
    ),
    ([section(text=plain(1))], [{"type": "image"}], "an image needs alt_text"),
    ([image()], [image(slack_file=None)], "an image needs image_url or slack_file, one of"),
    ([image()], [image(image_url="https://example.org/x.png")], "an image needs image_url or sl"),
    ([image()], [image(slack_file={"id": "F1", "url": "x"})], "slack_file has an id or a url, o"),
    ([image()], [image(slack_file="F1")], "slack_file has an id or a url, one of them"),
    ([picture(3000)], [picture(3001)], "image_url has more than 3,000 characters"),
    ([picture(30)], [image(slack_file=None, image_url="x.png")], "image_url is no address"),
    ([image(title=plain(2000))], [image(title=plain(2001))], "an image's title has 2001"),
    (
        [{"type": "context", "elements": [image()]}],
        [{"type": "context", "elements": [image(alt_text="")]}],
        "an image needs alt_text",
    ),
    (
        [section(text=plain(1), accessory=image())],
        [section(text=plain(1), accessory=image(alt_text=""))],
        "an image needs alt_text",
    ),
    ([section(text=plain(1))], [{"type": "card"}], "there is no block 'card'"),
    ([section(text=plain(1))], [section()], "a section needs text or fields"),
    ([section(text=plain(1))], [section(text=plain(0))], "section text is empty"),
    ([section(text=plain(1))], ["words"], "blocks is not a list of objects"),
    ([section(text=plain(1))], {"type": "section"}, "blocks is not a list of objects"),
    (
        [section(text=plain(1), block_id="a"), section(text=plain(1), block_id="b")],
        [section(text=plain(1), block_id="a"), section(text=plain(1), block_id="a")],
        "a block_id stands twice",
    ),
    ([actions(button())], [actions(button(), button())], "an action_id stands twice in a block"),
    (
        [actions(button())],
        [actions(button(text={"type": "mrkdwn", "text": "*x*"}))],
        "a button's text is not plain_text",
    ),
    (
        [section(text=plain(1), accessory=button())],
        [section(text=plain(1), accessory=button(text=plain(76)))],
        "a button's text has 76 characters, at most 75",
    ),
]


def form(*blocks: Json, **given: Any) -> Json:
    made = {"type": "modal", "title": plain(4), "submit": plain(4), "blocks": list(blocks)}
    return {**made, **given}


IN_VIEWS = [
    (form(*[section(text=plain(1))] * 100), form(*[section(text=plain(1))] * 101), "101 blocks"),
    (form(title=plain(24)), form(title=plain(25)), "title has 25 characters, at most 24"),
    (form(submit=plain(24)), form(submit=plain(25)), "submit has 25 characters, at most 24"),
    (form(close=plain(24)), form(close=plain(25)), "close has 25 characters, at most 24"),
    (form(), form(title=None), "a modal needs a title"),
    (form(), form(title={"type": "mrkdwn", "text": "x"}), "title is not plain_text"),
    (
        form(private_metadata="m" * 3000),
        form(private_metadata="m" * 3001),
        "private_metadata has more than 3,000 characters",
    ),
    (
        form(callback_id="c" * 255),
        form(callback_id="c" * 256),
        "callback_id has more than 255 characters",
    ),
    (form(text_input()), form(text_input(), submit=None), "a modal with inputs needs submit"),
    (
        form(text_input(max_length=3000)),
        form(text_input(max_length=3001)),
        "max_length is above 3,000",
    ),
    (
        form({**text_input(), "label": plain(2000)}),
        form({**text_input(), "label": plain(2001)}),
        "a label has 2001 characters",
    ),
    (
        form({**text_input(), "hint": plain(2000)}),
        form({**text_input(), "hint": plain(2001)}),
        "a hint has 2001 characters",
    ),
    (form(select(100)), form(select(101)), "101 options, from 1 to 100"),
    (form(select(1)), form(select(0)), "0 options, from 1 to 100"),
    (form(select(1, text=75)), form(select(1, text=76)), "an option's text has 76 characters"),
    (form(select(1, value=150)), form(select(1, value=151)), "an option's value has more than 150"),
    (form(), form(table(1, 1)), "a table block stands in messages only"),
    (form(), form(chart(1)), "a data_visualization block stands in messages only"),
    (form(), {"type": "workflow"}, "a view is a modal or a home"),
    (form(), "form", "a view is a modal or a home"),
    ({"type": "home", "blocks": []}, {"type": "home", "blocks": ["x"]}, "blocks is not a list"),
]


@pytest.mark.parametrize(("at", "past", "says"), IN_MESSAGES, ids=[c[2] for c in IN_MESSAGES])
def test_a_message_past_a_limit_is_refused_by_name(at: Any, past: Any, says: str) -> None:
    assert broken_by_message("words", at) == []
    (rule,) = broken_by_message("words", past)
    assert rule.startswith(says)


@pytest.mark.parametrize(("at", "past", "says"), IN_VIEWS, ids=[c[2] for c in IN_VIEWS])
def test_a_view_past_a_limit_is_refused_by_name(at: Any, past: Any, says: str) -> None:
    assert broken_by_view(at) == []
    (rule,) = broken_by_view(past)
    assert rule.startswith(says)


def test_a_message_needs_words_and_not_too_many() -> None:
    assert broken_by_message("x" * 4000, None) == []
    assert broken_by_message("x" * 4001, None) == ["text has 4001 characters, at most 4,000"]
    assert broken_by_message("", []) == ["a message needs text or blocks"]


def test_options_that_are_loaded_later_have_the_same_limits() -> None:
    assert broken_by_options([{"text": plain(75), "value": "v" * 150}]) == []
    assert len(broken_by_options([{"text": plain(76), "value": "v" * 151}])) == 2


def test_what_our_own_builders_make_keeps_every_limit() -> None:
    endless = "x" * 10_000
    shown = [
        ours.header(endless),
        ours.words(endless),
        ours.context(endless),
        *ours.pairs({f"{endless}{n}": endless for n in range(25)}),
        ours.actions("a", ours.button(endless, "press", endless)),
    ]
    assert broken_by_message("", shown) == []
    inputs = [
        ours.text_input("text", endless, hint=endless, initial=endless),
        ours.choice_input("choice", endless, {f"{endless}{n}": endless for n in range(300)}),
        ours.date_input("date", endless, hint=endless),
    ]
    assert broken_by_view(ours.form("callback", endless, endless, inputs)) == []
    assert broken_by_view(ours.notice(endless, [ours.words("x")] * 200)) == []


def test_each_rule_that_was_broken_is_named_on_the_page_and_in_the_answer(slack: Slack) -> None:
    blocks = [section(text=plain(3001)), {"type": "header", "text": plain(151)}]
    rules = [
        "section text has 3001 characters, at most 3000",
        "a header has 151 characters, at most 150",
    ]
    given = {"channel": "C0PANEL", "text": "x", "blocks": blocks}
    assert slack.error("chat.postMessage", **given) == "invalid_blocks"
    assert slack.broken == rules
    assert slack.messages() == []
