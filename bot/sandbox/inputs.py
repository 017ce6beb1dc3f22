"""What is typed and chosen in a form: view.state.values, as Slack fills it."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from bot.sandbox.cast import USERS

Json = dict[str, Any]
REQUIRED = "Please complete this required field."
# How the state names the value of each kind of element; of all others it is "value".
VALUE = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "users_select": "selected_user",
    "multi_static_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
}


def read_state(view: Json, values: Mapping[str, Json]) -> tuple[Json, Json]:
    """view.state.values, and what is missing or too long, by block id.

    What the page says nothing of keeps the value with which the app filled it.
    """
    state: Json = {}
    wrong: Json = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element, block_id = block["element"], block["block_id"]
        if block_id in values:
            answer = _answered((values[block_id] or {}).get(element["action_id"]))
        else:
            answer = _initial(element)
        found = _value(element, answer)
        if problem := _problem(element, answer, found, optional=bool(block.get("optional"))):
            wrong[block_id] = problem
        state[block_id] = {element["action_id"]: {"type": element["type"], **found}}
    return state, wrong


def options_of(element: Mapping[str, Any]) -> list[Json]:
    """What can be chosen, in groups or not."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(one for group in groups for one in group["options"])]


def _answered(given: Any) -> list[str]:
    """Each thing that was typed or chosen."""
    listed = given if isinstance(given, list) else [given]
    return [text for one in listed if (text := str(one or "")).strip()]


def _initial(element: Json) -> list[str]:
    kind = element["type"]
    if kind in ("static_select", "radio_buttons"):
        chosen = [element.get("initial_option")]
    elif kind in ("multi_static_select", "checkboxes"):
        chosen = list(element.get("initial_options") or [])
    else:
        names = ("initial_value", "initial_date", "initial_time", "initial_user", "initial_users")
        given = next((element[name] for name in names if element.get(name)), None)
        return _answered(given)
    return _answered([option["value"] for option in chosen if option])


def _value(element: Json, answer: list[str]) -> Json:
    """The value by its name, empty where the answer is none that can be given."""
    name = VALUE.get(element["type"], "value")
    known = _known(element, name, answer)
    if name in ("selected_options", "selected_users"):
        return {name: known if len(known) == len(answer) else []}
    return {name: known[0] if known else None}


def _known(element: Json, name: str, answer: list[str]) -> list[Any]:
    if name == "value":
        return answer
    if name in ("selected_option", "selected_options"):
        options = {option["value"]: option for option in options_of(element)}
        return [options[one] for one in answer if one in options]
    if name in ("selected_user", "selected_users"):
        return [one for one in answer if one in USERS]
    return [one for one in answer if _is_written(one, day=name == "selected_date")]


def _problem(element: Json, answer: list[str], found: Json, *, optional: bool) -> str:
    """What Slack itself says of an answer, before the app hears of it."""
    if not answer:
        return "" if optional else REQUIRED
    if not any(found.values()):
        return REQUIRED
    least, most = int(element.get("min_length") or 0), int(element.get("max_length") or 3000)
    longest = max(map(len, answer))
    if longest > most:
        return f"Must be at most {most} characters."
    return f"Must be at least {least} characters." if longest < least else ""


def _is_written(typed: str, *, day: bool) -> bool:
    """Whether it is a day as 2026-01-31, or a time as 09:30."""
    try:
        if day:
            return date.fromisoformat(typed).isoformat() == typed
        return time.fromisoformat(typed).strftime("%H:%M") == typed
    except ValueError:
        return False
