"""`mappa-bot check`: looks at everything that the bot needs, and changes nothing."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bot.diagnoses import Doctor
from bot.settings import NAMES, Settings, read_settings, require_slack, written_settings
from mappa.errors import SettingWrong
from mappa.policies import Policy, load_policy
from storage.keys import MAKE_ONE


def check(settings: Settings, typed: argparse.Namespace) -> int:
    """One line for each part; 0 only if every one is well."""
    doctor = Doctor()
    examine(doctor, settings, practice=typed.practice, now=lambda: datetime.now(UTC))
    return _tell(doctor, as_json=typed.json)


def check_settings_only(typed: argparse.Namespace, given: Mapping[str, str]) -> int:
    """The same when not even the settings can be read: every one that is wrong is named."""
    doctor = Doctor()
    try:
        given = {**written_settings(Path()), **given}
    except SettingWrong as problem:
        doctor.red("settings", problem.message)
    else:
        for says in _wrong(given):
            doctor.red("settings", says)
    return _tell(doctor, as_json=typed.json)


def examine(
    doctor: Doctor, settings: Settings, *, practice: bool, now: Callable[[], datetime]
) -> None:
    """Settings, policy, Slack and the database; one that is broken does not hide the others."""
    from bot.database_checks import Visit, check_database

    connects = not settings.chooses_practice
    practice = practice or not connects
    doctor.look("settings", lambda: _settings(settings, connects=connects, practice=practice))
    policy = doctor.examine("policy", lambda: load_policy(settings.mappa_policy or None), _policy)
    team_id = None
    if not connects:
        doctor.look("Slack", lambda: "no setting of it: the practice workspace needs none")
    elif settings.slack_bot_token:
        from bot.slack_checks import check_slack

        team_id = check_slack(doctor, settings, now)
    check_database(doctor, Visit(settings, policy, now(), practice, team_id))


def _settings(settings: Settings, *, connects: bool, practice: bool) -> str:
    _require_known_names(Path())
    area = settings.area
    if not connects:
        return f"none of Slack and no MAPPA_KEYS: this is practice, in {area}, {settings.command}"
    require_slack(settings)
    if not settings.mappa_keys and not practice:
        raise SettingWrong(f"MAPPA_KEYS is missing: what seals names. {MAKE_ONE}")
    return f"{settings.slack_mode} mode, area {area}, {settings.command}"


def _require_known_names(folder: Path) -> None:
    """A slip in a name would leave the setting at its default, and nobody would know."""
    for name in written_settings(folder):
        if name.startswith(("SLACK_", "MAPPA_")) and name not in NAMES:
            raise SettingWrong(f".env: {name} is no setting. See .env.example")


def _policy(policy: Policy) -> str:
    return f"{len(policy.reminders)} kinds of date are told of"


def _wrong(given: Mapping[str, str]) -> list[str]:
    """Every setting that is wrong, each by itself."""
    problems = []
    for name in NAMES:
        try:
            read_settings({name: given.get(name, "")})
        except SettingWrong as problem:
            problems.append(problem.message)
    return problems


def _tell(doctor: Doctor, *, as_json: bool) -> int:
    if as_json:
        checks = [{"part": one.part, "healthy": one.well, "says": one.says} for one in doctor.found]
        print(json.dumps({"healthy": doctor.healthy, "checks": checks}))
    else:
        for one in doctor.found:
            print(one)
    if doctor.healthy:
        return 0
    red = sum(not one.well for one in doctor.found)
    print(f"Not healthy: {red} of {len(doctor.found)} checks are red.", file=sys.stderr)
    return 1
