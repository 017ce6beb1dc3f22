"""Mutations: a payload of Slack's as it must never be, or as somebody may have forged it.

What may come of each is known by construction. `NOTHING`: nothing may be saved. `ANYTHING`: the
payload may still be right, so that only the answer to it, and what is shown, is judged.
"""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field, replace
from enum import Enum
from random import Random
from typing import Any

from bot.sandbox.cast import BOT_USER, OUTSIDE, TEAM
from tests.fuzz.recorded import Recorded
from tests.handlers.badness import BAD, SECRET
from tests.handlers.workspaces import Json

Path = tuple[Any, ...]
HERS, NOBODYS = "HER-2002", "HER-9999"
ERASED, GLASS_OVER = "BED-3001", "BED-3002"


class Outcome(Enum):
    NOTHING, ANYTHING = "nothing", "anything"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A payload that was mutated, who is taken to send it, and what may come of it."""

    name: str
    by: str
    payload: Json
    outcome: Outcome
    retry: int = 0
    is_insider: bool = True
    how: str = ""
    twice: bool = field(default=False)

    def __str__(self) -> str:
        return f"{self.how} of {self.name} by {self.by}"


def paths(given: Any, before: Path = ()) -> Iterator[Path]:
    """Every place of a payload, at any depth."""
    items: Iterator[tuple[Any, Any]] = iter(())
    if isinstance(given, dict):
        items = iter(given.items())
    elif isinstance(given, list):
        items = enumerate(given)
    for key, value in items:
        yield (*before, key)
        yield from paths(value, (*before, key))


def put(payload: Json, path: Path, value: Any) -> None:
    _holder(payload, path)[path[-1]] = value


def drop(payload: Json, path: Path) -> None:
    del _holder(payload, path)[path[-1]]


def got(payload: Json, path: Path) -> Any:
    return _holder(payload, path)[path[-1]]


def _holder(payload: Any, path: Path) -> Any:
    for key in path[:-1]:
        payload = payload[key]
    return payload


def _deep(levels: int) -> Any:
    made: Any = SECRET
    for level in range(levels):
        made = [made] if level % 2 else {"a": made}
    return made


WRONG: dict[str, Callable[[], Any]] = {
    "nothing": lambda: None,
    "a number": lambda: 7,
    "a fraction": lambda: -2.5,
    "true": lambda: True,
    "a list": lambda: [SECRET],
    "an empty list": list,
    "an object": lambda: {"value": SECRET, "id": SECRET},
    "an empty object": dict,
    "no text": str,
    "a deep nest": lambda: _deep(150),
    "a very long list": lambda: [{"id": SECRET}] * 3000,
    "100,000 characters": lambda: SECRET * 12_500,
    "a text": lambda: SECRET,
    "NUL": lambda: BAD["nothing"],
    "a bell": lambda: BAD["bell"],
    "half a character": lambda: BAD["half a character"],
    "turned round": lambda: BAD["turned round"],
    "SQL": lambda: BAD["SQL"],
    "a mention": lambda: BAD["everybody"],
    "a template": lambda: "{0.__class__} %s ${x} {{x}}" + SECRET,
}
# Without these, or with what is none, nobody is known to have done anything.
NEEDED = {
    "word": (("user_id",), ("team_id",), ("trigger_id",), ("command",)),
    "button": (("user",), ("user", "id"), ("actions",), ("actions", 0), ("trigger_id",),
               ("actions", 0, "action_id"), ("actions", 0, "action_ts"), ("type",)),
    "form": (("user",), ("user", "id"), ("view",), ("view", "id"), ("view", "state"),
             ("view", "state", "values"), ("type",), ("trigger_id",), ("view", "callback_id")),
    "message": (("event",), ("event", "user"), ("event", "type"), ("event", "channel"),
                ("event_id",), ("type",)),
    "mention": (("event",), ("event", "user"), ("event", "type"), ("event", "channel"),
                ("event_id",), ("type",)),
}  # fmt: skip
WHOSE = (("user_id",), ("team_id",), ("user", "id"), ("event", "user"))
COMMON = ("word", "button", "form")
IDS = (
    ("user_id",), ("team_id",), ("channel_id",), ("user", "id"), ("user", "team_id"),
    ("team", "id"), ("channel", "id"), ("container", "channel_id"), ("container", "message_ts"),
    ("view", "id"), ("view", "callback_id"), ("callback_id",), ("actions", 0, "action_id"),
    ("actions", 0, "block_id"), ("event", "user"), ("event", "channel"), ("event", "team"),
    ("event", "ts"), ("event", "thread_ts"), ("event", "files", 0, "id"), ("trigger_id",),
    ("message", "ts"), ("response_url",),
)  # fmt: skip
FORGED = (
    "U0CORA", "U0ADA", "U0NOBODY", "USLACKBOT", BOT_USER, "W012AB3CD", TEAM, OUTSIDE,
    "E0ENTERPRISE", "C0PANEL", "C0GENERAL", "D0CORA", "D0NOBODY", "open_case", "submit_update",
    "F0ABCDEF", "1.2", "http://127.0.0.1:1/", "-1", "0", "None", "../../etc/passwd", "a" * 255,
    "a" * 256,
)  # fmt: skip
# Whoever these say they are, they are nobody who may do anything here.
OUTSIDERS = (
    ("U0NOBODY", TEAM), ("U0OLGA", OUTSIDE), ("U0CORA", OUTSIDE), ("U0CORA", "E0ENTERPRISE"),
    ("U0GONE", TEAM), ("USLACKBOT", TEAM), ("W0CORA", TEAM), ("u0cora", TEAM), ("U0CORA ", TEAM),
)  # fmt: skip


class Mutator:
    """Draws mutants, the same ones for the same seed."""

    def __init__(self, recorded: list[Recorded], seed: int) -> None:
        self.recorded = recorded
        self.random = Random(seed)
        self._kinds: dict[str, list[Recorded]] = {}
        for one in recorded:  # there are many words, and only one of some other kinds
            kind = one.name.split()[0]
            self._kinds.setdefault(kind if kind in COMMON else "the rest", []).append(one)
        self._values = [
            str(one.payload["actions"][0].get("value") or "")
            for one in recorded
            if "actions" in one.payload
        ]
        self._metadata = [
            str(one.payload["view"].get("private_metadata") or "")
            for one in recorded
            if one.name.startswith("form ")
        ]
        ways = {
            self.without: 3, self.of_wrong_type: 6, self.forged_id: 2, self.by_an_outsider: 3,
            self.swapped: 1, self.garbled: 1, self.of_another_type: 2, self.not_offered: 1,
            self.again: 1, self.stolen: 1, self.through_old_glass: 1,
        }  # fmt: skip
        self._ways, self._weights = list(ways), list(ways.values())

    def draw(self) -> Mutant:
        """One that can be made of the payload that was drawn for it."""
        while True:
            one = self.random.choice(self._kinds[self.random.choice(list(self._kinds))])
            (way,) = self.random.choices(self._ways, self._weights)
            mutant = way(replace(one, payload=deepcopy(one.payload)))
            if mutant is not None:
                return mutant

    def without(self, one: Recorded) -> Mutant:
        """A key is missing."""
        path = self._path(one)
        drop(one.payload, path)
        return self._made(one, path, f"without {path}")

    def of_wrong_type(self, one: Recorded) -> Mutant:
        path = self._path(one)
        name = self.random.choice(list(WRONG))
        put(one.payload, path, WRONG[name]())
        known = self._made(one, path, f"{name} for {path}")
        # Of a text nobody can tell that it is made up, but for whose id it is; and a form may be
        # sent in empty.
        may_be_right = isinstance(WRONG[name](), str) and path not in WHOSE
        if may_be_right or (name == "an empty object" and path[-1] == "values"):
            return replace(known, outcome=Outcome.ANYTHING)
        return known

    def forged_id(self, one: Recorded) -> Mutant | None:
        path = self.random.choice(IDS)
        try:
            got(one.payload, path)
        except (KeyError, IndexError, TypeError):
            return None
        put(one.payload, path, self.random.choice(FORGED))
        return Mutant(one.name, one.by, one.payload, Outcome.ANYTHING, how=f"forged {path}")

    def by_an_outsider(self, one: Recorded) -> Mutant:
        """Everything is right but for who it is; and perhaps a key that matters to nobody."""
        user, team = self.random.choice(OUTSIDERS)
        payload = as_if_by(one.payload, user, team)
        if self.random.random() < 0.5:
            path = self._path(replace(one, payload=payload))
            if not set(path) & {"user", "user_id", "team", "team_id", "id", "event", "actions"}:
                put(payload, path, WRONG[self.random.choice(list(WRONG))]())
        return Mutant(one.name, user, payload, Outcome.NOTHING, is_insider=False, how=f"of {team}")

    def swapped(self, one: Recorded) -> Mutant | None:
        """The value of another button, which may be somebody else's; the metadata of a form."""
        if "actions" in one.payload:
            one.payload["actions"][0]["value"] = self.random.choice(self._values)
        elif one.name.startswith("form "):
            one.payload["view"]["private_metadata"] = self.random.choice(self._metadata)
        else:
            return None
        return Mutant(one.name, one.by, one.payload, Outcome.ANYTHING, how="swapped value")

    def stolen(self, one: Recorded) -> Mutant | None:
        """What it is about is of another area; with nothing to tell that it is there at all."""
        path: Path = ("actions", 0, "value")
        if one.name.startswith("form "):
            path = ("view", "private_metadata")
        elif "actions" not in one.payload or "value" not in one.payload["actions"][0]:
            return None
        right = str(got(one.payload, path))
        if "BED-1042" not in right:
            return None
        other = self.random.choice([HERS, NOBODYS, ERASED])
        put(one.payload, path, right.replace("BED-1042", other))
        # Who looked at an erased case, and that somebody looks that up, stays on the record.
        outcome = Outcome.ANYTHING if other == ERASED else Outcome.NOTHING
        return Mutant(one.name, one.by, one.payload, outcome, how=f"stolen {other}")

    def through_old_glass(self, one: Recorded) -> Mutant | None:
        """Once Pete had broken the glass for this case; that is over, but his buttons are there."""
        said = json.dumps(one.payload)
        if "BED-1042" not in said or "glass" in one.name:
            return None
        payload = as_if_by(json.loads(said.replace("BED-1042", GLASS_OVER)), "U0PETE", TEAM)
        return Mutant(one.name, "U0PETE", payload, Outcome.ANYTHING, how="through old glass")

    def garbled(self, one: Recorded) -> Mutant | None:
        """A value cut short, or with other letters in it; sealed ones do not open any more."""
        path: Path = ("actions", 0, "value")
        if one.name.startswith("form "):
            path = ("view", "private_metadata")
        elif "actions" not in one.payload or "value" not in one.payload["actions"][0]:
            return None
        right = str(got(one.payload, path))
        if not right:
            return None
        at = self.random.randrange(len(right))
        made = self.random.choice(
            [right[:at], right[at:], right[:at] + "~" + right[at + 1 :], right + right, right[::-1],
             json.dumps(right), f"{right}\x00", right.swapcase(), ""]
        )  # fmt: skip
        put(one.payload, path, made)
        return Mutant(one.name, one.by, one.payload, Outcome.ANYTHING, how="garbled value")

    def of_another_type(self, one: Recorded) -> Mutant:
        other = self.random.choice(self.recorded).payload
        kinds = ("block_actions", "view_submission", "shortcut", "message_action", "event_callback",
                 "view_closed", "block_suggestion", "url_verification", "dialog_submission",
                 "workflow_step_edit", "interactive_message", "ssl_check", "", SECRET)  # fmt: skip
        payload = one.payload
        if self.random.random() < 0.5:
            payload |= deepcopy(other)  # of two kinds at once
        else:
            payload["type"] = self.random.choice(kinds)
        return Mutant(one.name, one.by, payload, Outcome.ANYTHING, how="of another type")

    def not_offered(self, one: Recorded) -> Mutant | None:
        """An option that the form does not have, a field that it does not have, one field twice."""
        if not one.name.startswith("form "):
            return None
        values = one.payload["view"]["state"]["values"]
        name = self.random.choice([*values, "level", "owner", "case", "because", "role"])
        wrong = self.random.choice(
            [*BAD.values(), "4", "admin", "close", "accept", HERS, "U0NOBODY"]
        )
        kind = self.random.choice(["value", "selected_date", "selected_user", "selected_option"])
        held: Any = {"value": wrong} if kind == "selected_option" else wrong
        values[name] = {"value": {"type": "static_select", kind: held}}
        return Mutant(one.name, one.by, one.payload, Outcome.ANYTHING, how=f"not offered: {name}")

    def again(self, one: Recorded) -> Mutant:
        """Delivered twice: nothing comes of the second."""
        retry = self.random.choice([0, 1, 3, 99])
        return Mutant(
            one.name, one.by, one.payload, Outcome.ANYTHING, retry=retry, how="twice", twice=True
        )

    def _path(self, one: Recorded) -> Path:
        """Often one that is needed, else any."""
        needed = NEEDED.get(one.name.split()[0], ())
        if needed and self.random.random() < 0.6:
            return self.random.choice(needed)
        return self.random.choice(list(paths(one.payload)))

    def _made(self, one: Recorded, path: Path, how: str) -> Mutant:
        needed = path in NEEDED.get(one.name.split()[0], ())
        outcome = Outcome.NOTHING if needed else Outcome.ANYTHING
        return Mutant(one.name, one.by, one.payload, outcome, how=how)


def every_place(recorded: list[Recorded], each: int) -> Iterator[Mutant]:
    """Of one payload of each kind every place there is: without it, and with so many kinds of
    nonsense in it. A stranger sends them, who may do nothing, whatever becomes of the payload."""
    kinds = {" ".join(one.name.split()[:1] + one.name.split()[2:]): one for one in recorded
             if one.name.startswith(("button", "shortcut"))}  # fmt: skip
    kinds |= {one.name.split()[0]: one for one in recorded if one.name.split()[0] not in kinds}
    nonsense, turn = list(WRONG), 0
    for one in kinds.values():
        whole = as_if_by(one.payload, "U0NOBODY", TEAM)
        for path in paths(whole):
            for number in range(each + 1):
                payload = deepcopy(whole)
                if number:
                    turn += 1
                    name = nonsense[turn % len(nonsense)]
                    put(payload, path, WRONG[name]())
                else:
                    name = "nothing at all"
                    drop(payload, path)
                outcome = Outcome.NOTHING if one.name != "account" else Outcome.ANYTHING
                how = f"everywhere {name} for {path}"
                yield Mutant(one.name, "U0NOBODY", payload, outcome, is_insider=False, how=how)


def as_if_by(payload: Json, user: str, team: str) -> Json:
    """The same, sent by somebody else."""
    made = deepcopy(payload)
    if "user_id" in made:
        made |= {"user_id": user, "team_id": team}
    if isinstance(made.get("user"), dict):
        made["user"] |= {"id": user, "team_id": team}
    event = made.get("event")
    if isinstance(event, dict) and isinstance(event.get("user"), str):
        event |= {"user": user, "team": team, "user_team": team}
    return made
