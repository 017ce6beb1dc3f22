"""The word `history`: everything that is on the record about a case, page by page."""

from collections.abc import Iterable, Mapping
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.cases import get_case_for, put_on_record, read_page
from handlers.desks import Desk, Reply, Visit
from handlers.errors import refusal
from handlers.refusals import add_refusal_here
from handlers.views import histories as views
from handlers.windows import pressed, show_window
from mappa.arguments import Field, Line, Schema, read_line
from mappa.errors import MappaError, RuleBroken
from mappa.identifiers import read_case_ref
from storage.cases import StoredCase, get_made_at
from storage.databases import Session
from storage.deliveries import once
from storage.merges import list_merged
from storage.people import find_anybody, list_people
from storage.records import SEEN, Entry, count_seen, list_history, newest_first

SCHEMA = Schema(
    word="history",
    subject="case reference",
    subject_example="BED-1042",
    fields=(
        Field("seen", "seen", "who looked at the case, instead of what was changed", shape="flag"),
        Field("page", "page 2", "goes on where a page broke off"),
    ),
    examples=("history BED-1042", "history BED-1042 page 2", "history BED-1042 seen"),
)
Row = Mapping[str, Any]


def show_history(session: Session, visit: Visit, typed: str) -> Reply:
    """Everything but who looked, or only that, the newest first; looking goes on the record."""
    line = read_line(SCHEMA, typed)
    ref, of_seen, page = read_case_ref(line.subject), "seen" in line.values, read_page(line.values)
    _check_no_reason(line)
    case = get_case_for(session, visit, ref, "see case")
    put_on_record(session, visit, case, Entry(SEEN, visit.source, after="history"))
    merged = list_merged(session, case.id)
    rows = _rows(session, [case, *merged], seen=of_seen)
    seen = 0 if of_seen else count_seen(session, [one.id for one in (case, *merged)])
    told = _told(session, case, rows, {one.id: one.facts.ref for one in merged})
    if not of_seen:
        told.append(views.first_stored(get_made_at(session, case.id)))
    return views.history(ref, told, page, seen, visit.desk.command, of_seen=of_seen)


def press_history(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """A button that shows a page in a window; access is asked again."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        try:
            reply = show_history(session, visit, pressed(body))
        except MappaError as problem:
            add_refusal_here(session, visit, body, problem)
            reply = refusal(problem)
    show_window(desk, body, views.window(reply.marked(desk.practice)))
    ack()


def _check_no_reason(line: Line) -> None:
    if line.reason:
        raise RuleBroken(f"history takes no reason. Example: {SCHEMA.examples[0]}", "because")


def _rows(session: Session, cases: Iterable[StoredCase], *, seen: bool) -> list[dict[str, Any]]:
    """Of the case and of those that went into it."""
    return newest_first(
        row_of_chain
        for case in cases
        for row_of_chain in [list_history(session, case.id, case.key, seen=seen)]
    )


def _told(
    session: Session, case: StoredCase, rows: Iterable[Row], refs: Mapping[int, str]
) -> list[str]:
    rows = list(rows)
    people = find_anybody(session, {row["person_id"] for row in rows if row["person_id"]})
    names = {one.user_id: one.name for one in list_people(session, case.facts.area)}
    names |= {one.user_id: one.name for one in people.values()}
    told = []
    for row in rows:
        earlier = f" (as {refs[row['case_id']]})" if row["case_id"] in refs else ""
        told.append(f"{views.entry(row, people, names)}{earlier}")
    return told
