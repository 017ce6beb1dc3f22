"""What a mutant may bring about, and what nobody may ever see of it."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from slack_bolt import BoltResponse
from sqlalchemy import event, select

from storage.tables import outgoing, records
from tests.fuzz.mutations import Mutant, Outcome
from tests.fuzz.sinks import Sink
from tests.handlers.badness import SECRET
from tests.handlers.conversations import Conversation
from tests.handlers.laws import broken_laws
from tests.handlers.workspaces import Answer, Json

# Of a fault of ours, whatever it is called.
FAULTY = re.compile(
    r"Traceback|File \"|line \d+, in |went wrong|\b[A-Z]\w*(Error|Exception|Warning)\b|"
    r"<class |object at 0x"
)
# Names, texts and identifiers of the laden office.
THEIRS = (
    "Zebedee", "Hushed", "hushed reason", "Hidden", "Silent", "silent.example", "Muted",
    "muted.example", "bakery", "quiet look", "subdued reason", "first note",
    "X001042", "X700001", "at our desk", "car at the gate",
)  # fmt: skip
# Of another area's case, and of one that was erased; and of one that Pete once saw.
OF_NOBODY = ("of Herts", "X002002", "Vanished", "X003001")
OF_PETE_NO_MORE = ("Gloria", "X003002")
TRIGGER = re.compile(r"trigger_id\W{1,5}([\w.-]+)")
# Whoever is refused leaves these and nothing else.
NOTED = ("deliveries", "records", "record_heads", "outgoing")


@dataclass
class Verdicts:
    """What was tried, and what was wrong with what came of it."""

    tried: Counter[str] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    tracebacks: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def faults(self) -> list[str]:
        return [*self.tracebacks, *self.changes, *self.leaks, *self.others]

    def with_those_of(self, other: "Verdicts") -> "Verdicts":
        return Verdicts(
            self.tried + other.tried, self.answered + other.answered,
            self.tracebacks + other.tracebacks, self.changes + other.changes,
            self.leaks + other.leaks, self.others + other.others,
        )  # fmt: skip

    def __str__(self) -> str:
        return (
            f"{self.tried.total()} payloads: {len(self.tracebacks)} tracebacks, "
            f"{len(self.changes)} changes saved, {len(self.leaks)} leaks, "
            f"{len(self.others)} other faults"
        )


class Written:
    """The tables that committed transactions have written to, on whatever database."""

    def __init__(self, talk: Conversation) -> None:
        self._engine = talk.db.engine
        self._tables: set[str] = set()
        self._open: dict[Any, set[str]] = {}
        self._listeners = (
            ("before_cursor_execute", self._note),
            ("commit", self._commit),
            ("rollback", self._forget),
        )
        for name, heard in self._listeners:
            event.listen(self._engine, name, heard)

    def stop(self) -> None:
        for name, heard in self._listeners:
            event.remove(self._engine, name, heard)

    def taken(self) -> set[str]:
        """Since the last time, but for what is noted of a refusal."""
        tables, self._tables = self._tables, set()
        return tables - set(NOTED)

    def _note(self, connection: Any, _cursor: object, statement: str, *_: object) -> None:
        words = statement[:80].replace('"', "").replace("(", " ").split()
        if words and words[0] in ("INSERT", "UPDATE", "DELETE"):
            table = words[1] if words[0] == "UPDATE" else words[2]
            self._open.setdefault(connection, set()).add(table)

    def _commit(self, connection: Any) -> None:
        self._tables |= self._open.pop(connection, set())

    def _forget(self, connection: Any) -> None:
        self._open.pop(connection, None)


class Judge:
    """Looks at every answer at once, and at what was saved and sent after each batch."""

    def __init__(self, talk: Conversation, sink: Sink, verdicts: Verdicts) -> None:
        self._talk = talk
        self._sink = sink
        self.verdicts = verdicts
        self._log_read = len(talk.log.getvalue())
        self.written = Written(talk)
        self._broken = set(talk.read(broken_laws))  # of a case that was opened off the record

    def look_at(self, mutant: Mutant, response: BoltResponse) -> None:
        """The answer to it."""
        told = self.verdicts
        told.tried[mutant.how.partition(" ")[0]] += 1
        if response.status != 200:
            told.others.append(f"status {response.status} to {mutant}")
            return
        body = response.body or ""
        told.answered["answered" if body else "acknowledged"] += 1
        try:
            Answer.of(response)
        except (AssertionError, ValueError) as problem:
            told.others.append(f"not as Slack has it: {problem} to {mutant}")
        self._read(mutant, json.dumps(json.loads(body), ensure_ascii=False) if body else "")

    def look_around(self, mutants: list[Mutant]) -> None:
        """What has left for anybody, and the log."""
        by_trigger = {_trigger(one.payload): one for one in mutants}
        for sent in self._sink.taken():
            found = TRIGGER.search(sent.text)
            mutant = by_trigger.get(found[1]) if found else None
            if mutant is not None:
                self._read(mutant, sent.text)
            else:
                self._read_of_all(mutants, sent.text)
        text = self._talk.log.getvalue()
        logged, self._log_read = text[self._log_read :], len(text)
        if SECRET in logged or any(one in logged for one in (*THEIRS, *OF_NOBODY)):
            self.verdicts.leaks.append(f"logged: {_around(logged, SECRET)}")
        if " ERROR " in logged or "Traceback" in logged:
            at = logged.find(" ERROR ")
            self.verdicts.tracebacks.append(f"logged: {logged[at : at + 3000]}")

    def look_what_was_written(self, mutant: Mutant) -> None:
        """As soon as it is answered, so that it is known after what it was."""
        if tables := self.written.taken():
            said = json.dumps(mutant.payload)[:1500]
            self.verdicts.changes.append(f"{sorted(tables)} written after {mutant}: {said}")

    def look_back(self, before: dict[str, Any], mutants: list[Mutant]) -> None:
        """Everything that is kept, as it was before all of them and as it is after."""
        self.verdicts.changes += [
            f"{name} after {len(mutants)} of {mutants[0].how}"
            for name, rows in dump(self._talk).items()
            if rows != before[name]
        ]

    def look_at_the_cases(self, before: dict[str, Any], mutants: list[Mutant]) -> None:
        """Of every case that was there, each row as it was; new cases may be another area's."""
        after = dump(self._talk)
        for name in ("cases", "spells", "case_dates", "notes", "team", "actions", "referrals"):
            if gone := [row for row in before[name] if row not in after[name]]:
                self.verdicts.changes.append(f"{len(gone)} of {name} after {mutants[0]}")

    def broken_laws(self, mutants: list[Mutant]) -> None:
        found = self._talk.read(broken_laws)
        new = [law for law in found if law not in self._broken]
        self.verdicts.others += [f"{law} after {len(mutants)} as {mutants[0]}" for law in new]

    def _read(self, mutant: Mutant, seen: str) -> None:
        if found := FAULTY.search(seen):
            self.verdicts.tracebacks.append(f"{_around(seen, found[0])} to {mutant}")
        sent = json.dumps(mutant.payload, ensure_ascii=False)
        hidden = OF_NOBODY if mutant.is_insider else (*OF_NOBODY, *OF_PETE_NO_MORE, *THEIRS)
        if mutant.by == "U0PETE":
            hidden = (*hidden, *OF_PETE_NO_MORE)
        self.verdicts.leaks += [
            f"{one} to {mutant}: {_around(seen, one)}"
            for one in hidden
            if one in seen and one not in sent
        ]

    def _read_of_all(self, mutants: list[Mutant], seen: str) -> None:
        if found := FAULTY.search(seen):
            self.verdicts.tracebacks.append(f"{_around(seen, found[0])} to one of {mutants[0]}")
        hidden: tuple[str, ...] = OF_NOBODY
        if not any(one.is_insider for one in mutants):
            hidden = (*OF_NOBODY, *OF_PETE_NO_MORE, *THEIRS)
        self.verdicts.leaks += [f"{one}: {_around(seen, one)}" for one in hidden if one in seen]


def dump(talk: Conversation) -> dict[str, Any]:
    """Everything that is kept, but for what is noted of a refusal; of that what it says."""
    kept = talk.dump(without=NOTED)
    done = select(records.c.action).where(records.c.action != "refused")
    about = select(outgoing.c.id).where(outgoing.c.about.is_not(None))
    return {
        **kept,
        "records": talk.read(lambda session: len(session.execute(done).all())),
        "outgoing": talk.read(lambda session: len(session.execute(about).all())),
    }


def _trigger(payload: Json) -> str:
    return str(payload.get("trigger_id"))


def _around(text: str, found: str) -> str:
    at = max(0, text.find(found))
    return text[max(0, at - 100) : at + 160].replace("\n", " / ")


def batches(mutants: Iterator[Mutant], most: int) -> Iterator[list[Mutant]]:
    """Of one outcome each, and of insiders or outsiders alone, as they come."""
    waiting: dict[tuple[Outcome, bool, bool], list[Mutant]] = {}
    for one in mutants:
        some = waiting.setdefault((one.outcome, one.is_insider, one.twice), [])
        some.append(one)
        if len(some) == most:
            yield some[:]
            some.clear()
    yield from (some for some in waiting.values() if some)
