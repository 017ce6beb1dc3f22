"""The settings: read once from the environment and `.env`, checked, and never read again."""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.nearness import is_near
from mappa.areas import read_area
from mappa.errors import RuleBroken, SettingWrong
from storage.keys import read_keys

SLACK = "https://slack.com/api/"
PRACTICE_AREA = "BED"


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting there is; `.env.example` explains them one by one."""

    slack_bot_token: str = field(default="", repr=False)
    slack_app_token: str = field(default="", repr=False)
    slack_signing_secret: str = field(default="", repr=False)
    slack_api_url: str = SLACK
    slack_mode: str = "socket"
    http_port: int = 3000
    command: str = "/mappa"
    database_url: str = field(default="", repr=False)
    mappa_area: str = ""
    mappa_keys: tuple[bytes, ...] = field(default=(), repr=False)
    mappa_admins: tuple[str, ...] = ()
    mappa_policy: str = ""
    log_level: str = "INFO"
    log_format: str = "text"
    health_port: int = 0
    port: int = 8765
    slack_named: bool = False  # whether any SLACK_ setting was given at all

    @property
    def chooses_practice(self) -> bool:
        """Nothing of Slack and no key is set: this can only be somebody who tries it out."""
        return not self.slack_named and not self.mappa_keys

    @property
    def url(self) -> str:
        """Where the database is."""
        name = "practice" if self.chooses_practice else "mappa"
        return self.database_url or f"sqlite:///var/{name}.db"

    @property
    def area(self) -> str:
        """The area's code; practice is in Bedfordshire, whose report it was made from."""
        if self.mappa_area or self.chooses_practice:
            return self.mappa_area or PRACTICE_AREA
        raise SettingWrong("MAPPA_AREA is missing: the code of your area. Example: MAPPA_AREA=BED")


def load_settings(environ: Mapping[str, str], folder: Path) -> Settings:
    """The settings of the environment, and where it is silent those of the folder's `.env`."""
    return read_settings({**written_settings(folder), **environ})


def read_settings(given: Mapping[str, str]) -> Settings:
    """Checked settings, or one line that names the first one that is wrong."""
    given = {name: value.strip() for name, value in given.items() if name in NAMES}
    values = {name.lower(): NAMES[name](name, value) for name, value in given.items() if value}
    named = any(name.startswith("SLACK_") and value for name, value in given.items())
    return Settings(**values, slack_named=named)  # type: ignore[arg-type]  # each reader's own type


def written_settings(folder: Path) -> dict[str, str]:
    """What `.env` says; a line that cannot be read is named, not passed over."""
    from dotenv.parser import parse_stream

    try:
        text = (folder / ".env").read_bytes().decode()
    except FileNotFoundError:
        return {}
    except OSError as problem:
        raise SettingWrong(f"The file .env cannot be read ({problem.strerror}).") from problem
    except UnicodeDecodeError as problem:
        raise SettingWrong("The file .env is not UTF-8 text.") from problem
    written = {}
    for binding in parse_stream(io.StringIO(text)):
        if binding.error or (binding.key and binding.value is None):
            string, line = binding.original  # the blank lines before it are counted to it
            line += string[: len(string) - len(string.lstrip())].count("\n")
            raise SettingWrong(f".env, line {line} is malformed. Example: MAPPA_AREA=BED")
        if binding.key and binding.value:
            written[binding.key] = binding.value
    return written


def require_slack(settings: Settings) -> None:
    """What a start with Slack needs, or one line that names what is missing."""
    needed = {"SLACK_BOT_TOKEN": settings.slack_bot_token}
    if settings.slack_mode == "socket":
        needed["SLACK_APP_TOKEN"] = settings.slack_app_token
    else:
        needed["SLACK_SIGNING_SECRET"] = settings.slack_signing_secret
    for name, value in needed.items():
        if not value:
            raise SettingWrong(
                f"{name} is missing; the bot cannot connect to Slack without it. "
                "See .env.example, or unset every SLACK_ setting and MAPPA_KEYS to practise."
            )


def _matching(pattern: str, example: str) -> Callable[[str, str], str]:
    def read(name: str, value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise SettingWrong(f"{name} is malformed. Example: {name}={example}")
        return value

    return read


def _one_of(*choices: str) -> Callable[[str, str], str]:
    def read(name: str, value: str) -> str:
        found = next((choice for choice in choices if choice.lower() == value.lower()), None)
        if found is None:
            raise SettingWrong(
                f"{name} is none of {', '.join(choices)}. Example: {name}={choices[0]}"
            )
        return found

    return read


def _port(name: str, value: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", value) or not 0 <= int(value) <= 65535:
        raise SettingWrong(f"{name} is not a port number. Example: {name}=8765")
    return int(value)


def _api_url(name: str, value: str) -> str:
    checked = _matching(r"https?://[^\s/?#@]+(/[^\s?#]*)?", SLACK)(name, value)
    try:
        urlsplit(checked).port  # noqa: B018  # reading it is what checks it
    except ValueError as problem:
        raise SettingWrong(f"{name} is malformed. Example: {name}={SLACK}") from problem
    if checked.lower().startswith("http:") and not is_near(urlsplit(checked).hostname or ""):
        raise SettingWrong(
            f"{name}: over plain http anybody on the way could read the tokens and what is said. "
            f"That is for a server on this machine or in its network only. Example: {name}={SLACK}"
        )
    return checked if checked.endswith("/") else f"{checked}/"


def _text(name: str, value: str) -> str:
    return value  # what it is good for is seen when it is used


def _area(name: str, value: str) -> str:
    try:
        return read_area(value)
    except RuleBroken as problem:
        raise SettingWrong(f"{name}: {problem.message}") from problem


def _keys(name: str, value: str) -> tuple[bytes, ...]:
    return tuple(read_keys(value))


def _admins(name: str, value: str) -> tuple[str, ...]:
    ids = [part.strip() for part in value.split(",") if part.strip()]
    return tuple(_matching("[UW][A-Z0-9]{2,19}", "U012AB3CD,U045EF6GH")(name, one) for one in ids)


def _policy(name: str, value: str) -> str:
    if not Path(value).is_file():
        raise SettingWrong(f"{name}: there is no file {value}. Example: {name}=policy.toml")
    return value


NAMES: Mapping[str, Callable[[str, str], object]] = {
    "SLACK_BOT_TOKEN": _matching(r"xoxb-\S+", "xoxb-..."),
    "SLACK_APP_TOKEN": _matching(r"xapp-\S+", "xapp-..."),
    "SLACK_SIGNING_SECRET": _matching(r"\S+", "8f742231b10e..."),
    "SLACK_API_URL": _api_url,
    "SLACK_MODE": _one_of("socket", "http"),
    "HTTP_PORT": _port,
    "COMMAND": _matching(r"/[a-z0-9_-]{1,31}", "/mappa"),
    "DATABASE_URL": _text,
    "MAPPA_AREA": _area,
    "MAPPA_KEYS": _keys,
    "MAPPA_ADMINS": _admins,
    "MAPPA_POLICY": _policy,
    "LOG_LEVEL": _one_of("DEBUG", "INFO", "WARNING", "ERROR"),
    "LOG_FORMAT": _one_of("text", "json"),
    "HEALTH_PORT": _port,
    "PORT": _port,
}
