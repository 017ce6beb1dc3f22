"""The policy file: read, checked key by key, and laid over the shipped one; faults by line."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from mappa.areas import AREAS
from mappa.errors import SettingWrong
from mappa.notices import REMINDER_KINDS, is_notice
from mappa.overdue import is_every
from mappa.periods import is_hours, is_period
from mappa.policy_checks import (
    Check,
    Place,
    are_hours,
    check_keys,
    each_of,
    is_day,
    is_hour,
    is_percentage,
    is_years,
    list_of,
    one_or_several,
    table_of,
    text_that,
    whole_number,
    yes_or_no,
)

RECIPIENTS = ("owner", "co-ordinator", "chair", "agency-contact", "invited")
AT_ONCE = "at once"
COUNTING = ("first", "highest", "each")
FOR_ALL = "for all"
TABLES_FOR = (FOR_ALL, "for co-ordinators")
IN_HOURS = ("break_glass",)
UNDER_18 = ("half", "full")
CAN_BE_OFF = ("retention_review",)
SHIPPED = "the shipped policy"


def read_policy_file(path: str | None) -> dict[str, Any]:
    """What the shipped policy says, with the area's file, if there is one, laid over it."""
    content = tomllib.loads(files("mappa").joinpath("policy.toml").read_text("utf-8"))
    _check(content, Place(SHIPPED, ""))
    if path:
        text = _read(path)
        own = _parse(path, text)
        _check(own, Place(path, text))
        content = _laid_over(content, own)
        _check_complete(content, Place(path, text))
    return content


def _read(path: str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise SettingWrong(f"{path}: the policy cannot be read ({problem.strerror})") from problem
    except UnicodeDecodeError as problem:
        raise SettingWrong(f"{path}: the policy is not UTF-8 text") from problem


def _parse(path: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise SettingWrong(f"{path}: this is not TOML: {problem}") from problem


def _check(content: Mapping[str, Any], place: Place) -> None:
    check_keys(content, place, _SECTIONS)


_ANY = text_that(lambda text: True, "text is expected")
_SOURCE: Mapping[str, Check] = {
    "source": _ANY,
    "verified_by": _ANY,
    "verified_on": text_that(is_day, "a day such as 2026-05-01, or nothing"),
}
_TO = list_of(lambda text: text in RECIPIENTS, f"each is one of {', '.join(RECIPIENTS)}")
_PERIOD = text_that(is_period, 'a period such as "12 weeks" or "10 working days"')
_PERIOD_OR_NOTHING = text_that(
    lambda text: not text or is_period(text), 'a period such as "10 years", or nothing'
)

_IN_HOURS = text_that(is_hours, 'hours such as "4 hours", at most 72')


def _check_clocks(clocks: Any, place: Place) -> None:
    """An area may add any; nothing is right only for one that can be switched off."""
    if not isinstance(clocks, Mapping):
        raise place.fault("sections are expected here")
    for name, clock in clocks.items():
        value = _PERIOD_OR_NOTHING if name in CAN_BE_OFF else _PERIOD
        value = _IN_HOURS if name in IN_HOURS else value
        check_keys(clock, place.at(name), {"value": value, **_SOURCE})


_SECTIONS: Mapping[str, Check] = {
    "clocks": _check_clocks,
    "targets": each_of(
        lambda key: True,
        "",
        {"value": text_that(is_percentage, 'a percentage such as "90%"'), **_SOURCE},
    ),
    "notification": table_of(
        {
            "other": table_of({"value": text_that(is_years, 'years such as "5 years"'), **_SOURCE}),
            "under_18": table_of(
                {
                    "value": text_that(
                        lambda text: text in UNDER_18, f"one of {', '.join(UNDER_18)}"
                    ),
                    **_SOURCE,
                }
            ),
        }
    ),
    "reminders": each_of(
        lambda key: key in REMINDER_KINDS,
        f"kinds of date are {', '.join(REMINDER_KINDS)}",
        {
            "notices": list_of(is_notice, 'each is like "6 months", "28 days" or "on the day"'),
            "overdue": text_that(
                lambda text: not text or is_every(text),
                'how often, such as "every 2 working days", or nothing',
            ),
            "to": _TO,
            "escalate": one_or_several(
                table_of(
                    {"after": text_that(is_period, 'a period such as "2 working days"'), "to": _TO}
                )
            ),
        },
    ),
    "sending": table_of(
        {
            "at": text_that(is_hour, 'an hour such as "09:00"'),
            "catch_up": text_that(
                lambda text: text == AT_ONCE or are_hours(text),
                f'"{AT_ONCE}", or hours such as "07:00-19:00"',
            ),
            "digest": yes_or_no,
            "quiet": text_that(
                lambda text: not text or are_hours(text), 'hours such as "19:00-07:00", or nothing'
            ),
        }
    ),
    "statistics": table_of(
        {
            "counting": text_that(lambda text: text in COUNTING, f"one of {', '.join(COUNTING)}"),
            "suppress_below": whole_number,
            "statutory_tables": text_that(
                lambda text: text in TABLES_FOR, f"one of {', '.join(TABLES_FOR)}"
            ),
        }
    ),
    "orders": table_of(
        {
            "shpo_from": text_that(lambda text: is_day(text) and text != "", "a day: 2015-03-08"),
            **_SOURCE,
        }
    ),
    "areas": each_of(
        lambda key: key in AREAS,
        "areas go by their code, such as BED",
        {"districts": list_of(lambda text: 0 < len(text) <= 60, "names of districts")},
    ),
}


def _check_complete(content: Mapping[str, Any], place: Place) -> None:
    """What an area's own file adds must say all that is needed of it."""
    for section, needed in _NEEDED.items():
        for key, value in content[section].items():
            for name in needed:
                if name not in value:
                    raise place.at(section).at(key).fault(f"{name} is missing")
    for kind, rules in content["reminders"].items():
        steps = rules.get("escalate", [])
        at = place.at("reminders").at(kind).at("escalate")
        for number, step in enumerate(steps if isinstance(steps, list) else [steps], start=1):
            for name in ("after", "to"):
                if not step.get(name):
                    own = at.at(str(number)) if isinstance(steps, list) else at
                    raise own.fault(f"{name} is missing")


# An area may be there without districts; a clock without its value would be none.
_NEEDED = {"clocks": ("value",), "targets": ("value",), "reminders": ("notices", "to")}


def _laid_over(below: Any, above: Any) -> Any:
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return below | {key: _laid_over(below.get(key), value) for key, value in above.items()}
