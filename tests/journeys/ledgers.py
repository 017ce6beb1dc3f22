"""What was typed in a drill, and whether the database and Slack hold each of it exactly once."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from handlers.views.reminders import REPEAT
from mappa.days import uk_date
from storage.cases import StoredCase, get_case
from storage.databases import Database, Session
from storage.notes import list_notes
from storage.outgoing import count_unsent
from storage.records import find_broken_record, list_history
from storage.reminders import count_due_unsent
from storage.tables import cases, people, reminders
from tests.handlers.workspaces import whole_text
from tests.journeys.caseloads import Caseload

Json = dict[str, Any]
SAVED = re.compile(r"\ASaved: .*?^Notes:\n[^\n]*?(drill-\w+-\d+)$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Typed:
    """One update: the word by which it is known again, the case, and the new licence end."""

    word: str
    ref: str
    licence_end: date


@dataclass(slots=True)
class Ledger:
    """What was done; filled by several threads, each of which only ever appends."""

    updates: list[Typed] = field(default_factory=list)
    questions: list[date] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)  # to deliveries that were made again
    numbers: Iterator[int] = field(default_factory=count)  # of questions, each about another day


@dataclass(slots=True)
class Findings:
    """The counts, and in words whatever is not as promised."""

    counts: dict[str, int]
    wrong: list[str]


def is_settled(db: Database) -> bool:
    """Whether nothing is on its way and nothing due is left unsent."""
    with db.read() as session:
        late = count_due_unsent(session, datetime.now(UTC))
        return not late and not count_unsent(session)


def judge(db: Database, ledger: Ledger, messages: list[Json], caseload: Caseload) -> Findings:
    """Compare what was typed and acknowledged with what is stored and what has arrived."""
    acknowledged = _acknowledged(ledger, messages)
    arrived = _arrived(messages)
    with db.read() as session:
        saved = _saved(session, caseload)
        rows = _reminders(session)
        wrong = [
            *_wrong_updates(ledger, acknowledged, saved),
            *_wrong_cases(session, ledger),
            *_wrong_reminders(rows, arrived),
            *_wrong_answers(ledger, messages),
        ]
        if (number := find_broken_record(session, "BED")) is not None:
            wrong.append(f"the record is broken at row {number}")
    counts = {
        "updates typed": len(ledger.updates),
        "updates acknowledged": len(acknowledged),
        "updates saved": len(saved[0]),
        "reminders sent": sum(row.state == "sent" for row in rows),
        "reminders arrived": arrived.total(),
        "people reminded": len({channel for channel, _ in arrived}),
        "questions asked": len(ledger.questions),
    }
    return Findings(counts, wrong)


def _acknowledged(ledger: Ledger, messages: Iterable[Json]) -> set[str]:
    """The words of the updates for which somebody saw "Saved"; the newest note is their own."""
    texts = [*ledger.answers, *(whole_text(m) for m in messages if "ephemeral_to" in m)]
    return {found[1] for text in texts if (found := SAVED.match(text))}


def _arrived(messages: Iterable[Json]) -> Counter[tuple[str, str]]:
    """How often each line of a reminder stands in somebody's direct messages."""
    return Counter(
        (message["channel"], line.removeprefix("Reminder. "))
        for message in messages
        if message["channel"].startswith("D") and "ephemeral_to" not in message
        for line in whole_text(message).splitlines()
        if "Licence end on" in line
    )


def _saved(session: Session, caseload: Caseload) -> tuple[Counter[str], Counter[str]]:
    """How often each word stands among the notes, and how often on the record as a reason."""
    notes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for ref in caseload.refs:
        case = get_case(session, ref)
        notes.update(text for _, text in list_notes(session, case, 10_000))
        reasons.update(_reasons(session, case))
    return notes, reasons


def _reasons(session: Session, case: StoredCase) -> list[str]:
    """The reasons of a case's changes, as the record has them, newest first."""
    history = list_history(session, case.id, case.key)
    return [row["after"]["because"] for row in history if "because" in (row["after"] or {})]


def _wrong_updates(
    ledger: Ledger, acknowledged: set[str], saved: tuple[Counter[str], Counter[str]]
) -> Iterable[str]:
    for typed in ledger.updates:
        kept = {stored[typed.word] for stored in saved}
        allowed = {1} if typed.word in acknowledged else {0, 1}
        if len(kept) > 1 or not kept <= allowed:
            said = "acknowledged" if typed.word in acknowledged else "not acknowledged"
            yield f"{typed.word} ({typed.ref}) was {said} and is stored {sorted(kept)} times"
    if unknown := acknowledged - {typed.word for typed in ledger.updates}:
        yield f"acknowledged but never typed: {sorted(unknown)}"


def _wrong_cases(session: Session, ledger: Ledger) -> Iterable[str]:
    """Each case says what its last change said."""
    dates = {typed.word: typed.licence_end for typed in ledger.updates}
    for ref in {typed.ref for typed in ledger.updates}:
        case = get_case(session, ref)
        reasons = _reasons(session, case)
        if reasons and case.facts.dates["licence_end"] != dates[reasons[0]]:
            yield f"{ref} does not say what {reasons[0]} said"


def _reminders(session: Session) -> list[Any]:
    table = reminders.c
    query = (
        select(cases.c.ref, people.c.user_id, table.about_on, table.notice, table.state)
        .join(cases, cases.c.id == table.case_id)
        .join(people, people.c.id == table.person_id)
        .where(table.kind == "licence_end")
    )
    return list(session.execute(query))


def _wrong_reminders(rows: list[Any], arrived: Counter[tuple[str, str]]) -> Iterable[str]:
    known = set()
    for row in rows:
        line = f"{row.ref}: Licence end on {uk_date(row.about_on)} ({row.notice})"
        where = (f"D{row.user_id[1:]}", line)
        known.add(where)
        # One that was taken back while it was on its way may have arrived, but only once.
        allowed = {"sent": {1}, "acknowledged": {1}, "void": {0, 1}}.get(row.state, {0})
        if arrived[where] not in allowed or row.state in ("due", "failed"):
            yield f"{line} is {row.state} and arrived {arrived[where]} times"
    for where, times in arrived.items():
        if where not in known:
            yield f"{where[1]} arrived {times} times and is no reminder"


def _wrong_answers(ledger: Ledger, messages: Iterable[Json]) -> Iterable[str]:
    direct = [whole_text(m) for m in messages if m["channel"].startswith("D") and m.get("bot_id")]
    for day in ledger.questions:
        times = sum(f"on {uk_date(day)}." in text for text in direct)
        if times != 1:
            yield f"the question about {uk_date(day)} was answered {times} times"
    for text in direct:
        if REPEAT in text:
            yield f"it says that it may be a repeat: {text.splitlines()[0]}"
