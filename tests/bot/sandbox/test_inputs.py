"""The fields of forms: what is chosen arrives as Slack gives it, and nothing else can be chosen."""

from typing import Any

import pytest

from bot.sandbox.inputs import REQUIRED, read_state
from bot.sandbox.rules import broken_by_view

Json = dict[str, Any]
TEXT = {"type": "plain_text", "text": "words"}


def option(value: str) -> Json:
    return {"text": TEXT, "value": value}


ONE, TWO = option("1"), option("2")
BOTH = [ONE, TWO]
CHOICES = {"options": [ONE, TWO]}
GROUPS = {"option_groups": [{"label": TEXT, "options": [one]} for one in (ONE, TWO)]}


def view_of(kind: str, optional: bool = False, **element: Any) -> Json:
    field = {
        "type": "input",
        "block_id": "b",
        "label": TEXT,
        "optional": optional,
        "element": {"type": kind, "action_id": "a", **element},
    }
    return {"type": "modal", "title": TEXT, "submit": TEXT, "blocks": [field]}


def read(view: Json, *answer: Any) -> tuple[Json, str]:
    """The field's state without its kind, and what Slack says of it; no answer: left as it was."""
    state, wrong = read_state(view, {"b": {"a": answer[0]}} if answer else {})
    found = dict(state["b"]["a"])
    assert found.pop("type") == view["blocks"][0]["element"]["type"]
    return found, wrong.get("b", "")


CASES: list[tuple[str, Json, Any, Json]] = [
    ("plain_text_input", {"multiline": True}, "a\nb", {"value": "a\nb"}),
    ("datepicker", {}, "2026-01-31", {"selected_date": "2026-01-31"}),
    ("timepicker", {}, "09:30", {"selected_time": "09:30"}),
    ("static_select", CHOICES, "2", {"selected_option": TWO}),
    ("static_select", GROUPS, "2", {"selected_option": TWO}),
    ("radio_buttons", CHOICES, "1", {"selected_option": ONE}),
    ("checkboxes", CHOICES, ["2", "1"], {"selected_options": [TWO, ONE]}),
    ("multi_static_select", CHOICES, ["1"], {"selected_options": [ONE]}),
    ("users_select", {}, "U0PRIYA", {"selected_user": "U0PRIYA"}),
    ("multi_users_select", {}, ["U0PRIYA"], {"selected_users": ["U0PRIYA"]}),
]


@pytest.mark.parametrize(("kind", "element", "answer", "state"), CASES)
def test_what_is_chosen_arrives_as_slack_gives_it(
    kind: str, element: Json, answer: Any, state: Json
) -> None:
    assert read(view_of(kind, **element), answer) == (state, "")


@pytest.mark.parametrize(("kind", "element", "answer", "state"), CASES)
def test_nothing_is_enough_only_where_it_is_optional(
    kind: str, element: Json, answer: Any, state: Json
) -> None:
    for nothing in ("", None, [], "  ", [""]):
        (found,) = read(view_of(kind, optional=True, **element), nothing)[0].values()
        assert found == ([] if isinstance(answer, list) else None)
        assert read(view_of(kind, optional=True, **element), nothing)[1] == ""
        assert read(view_of(kind, **element), nothing)[1] == REQUIRED


@pytest.mark.parametrize(
    ("kind", "element", "answer"),
    [
        ("datepicker", {}, "31/01/2026"),
        ("datepicker", {}, "2026-02-30"),
        ("timepicker", {}, "25:00"),
        ("timepicker", {}, "09:30:10"),
        ("static_select", CHOICES, "3"),
        ("radio_buttons", CHOICES, "words"),
        ("checkboxes", CHOICES, ["1", "3"]),
        ("users_select", {}, "U0NOBODY"),
        ("users_select", {}, "C0PANEL"),
        ("multi_users_select", {}, ["U0PRIYA", "<@U0CORA>"]),
    ],
)
def test_what_is_not_offered_cannot_be_chosen(kind: str, element: Json, answer: Any) -> None:
    found, wrong = read(view_of(kind, optional=True, **element), answer)
    assert wrong == REQUIRED and not any(found.values())


@pytest.mark.parametrize(
    ("kind", "element", "state"),
    [
        ("plain_text_input", {"initial_value": "as it was"}, {"value": "as it was"}),
        ("datepicker", {"initial_date": "2026-01-31"}, {"selected_date": "2026-01-31"}),
        ("timepicker", {"initial_time": "09:30"}, {"selected_time": "09:30"}),
        ("static_select", {**CHOICES, "initial_option": TWO}, {"selected_option": TWO}),
        ("radio_buttons", {**CHOICES, "initial_option": ONE}, {"selected_option": ONE}),
        ("checkboxes", {**CHOICES, "initial_options": BOTH}, {"selected_options": BOTH}),
        ("users_select", {"initial_user": "U0PRIYA"}, {"selected_user": "U0PRIYA"}),
        ("multi_users_select", {"initial_users": ["U0ADA"]}, {"selected_users": ["U0ADA"]}),
    ],
)  # fmt: skip
def test_what_the_app_filled_in_stays_until_it_is_changed(
    kind: str, element: Json, state: Json
) -> None:
    view = view_of(kind, optional=True, **element)
    assert read(view) == (state, "")
    (emptied,) = read(view, "")[0].values()
    assert not emptied


@pytest.mark.parametrize(
    ("kind", "element", "broken"),
    [
        ("static_select", {}, "a static_select needs options"),
        ("checkboxes", {"options": []}, "0 options, from 1 to 10"),
        ("checkboxes", {"options": [ONE] * 11}, "11 options, from 1 to 10"),
        ("radio_buttons", {"options": [ONE] * 11}, "11 options, from 1 to 10"),
        ("static_select", {"options": [ONE] * 101}, "101 options, from 1 to 100"),
        (
            "static_select",
            {"option_groups": [{"label": TEXT, "options": [option("x" * 151)]}]},
            "an option's value has more than 150 characters",
        ),
        (
            "static_select",
            {**CHOICES, "initial_option": option("3")},
            "what is chosen from the beginning is none of the options",
        ),
        (
            "checkboxes",
            {**CHOICES, "initial_options": [ONE, option("3")]},
            "what is chosen from the beginning is none of the options",
        ),
    ],
)
def test_choices_have_their_rules(kind: str, element: Json, broken: str) -> None:
    assert broken_by_view(view_of(kind, **element)) == [broken]


@pytest.mark.parametrize(("kind", "element", "answer", "state"), CASES)
def test_every_kind_of_field_is_within_the_rules(
    kind: str, element: Json, answer: Any, state: Json
) -> None:
    assert broken_by_view(view_of(kind, **element)) == []
