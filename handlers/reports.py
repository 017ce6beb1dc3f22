"""The word `report`: the annual report in the reply or as a file, and its freezing."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from slack_bolt import Ack

from handlers.askers import delivery_key, get_asker
from handlers.desks import Desk, Reply, Visit
from handlers.errors import open_window, refusal
from handlers.late_answers import answer_later
from handlers.publishing.formats import ENDINGS, WRITERS
from handlers.refusals import add_refusal_here
from handlers.tellings import tell
from handlers.views import blocks
from handlers.views import reports as views
from handlers.windows import pressed, show_window
from mappa.access import may, require, sees_category_4
from mappa.errors import MappaError, NotFound, RuleBroken
from mappa.labels import read_label
from mappa.people import Person
from mappa.statistics.published import require_published
from mappa.statistics.report_lines import ReportAsked, read_population, read_report_line
from mappa.statistics.reports import Report
from mappa.statistics.rules import COUNTING
from mappa.years import MappaYear
from storage.area_dates import derive_area_dates
from storage.databases import Session
from storage.deliveries import once
from storage.kpis import list_appendices
from storage.outgoing import Attachment, Message
from storage.people import get_person
from storage.records import Entry, add_record
from storage.returns import count_frozen, freeze_return
from storage.sent_files import KEPT
from storage.statistics.inputs import fingerprint_of
from storage.statistics.reports import make_report_for

GONE = "That button is of no use any more. Ask for the report again. Example: report 2013/14"
CHANGED = (
    "The figures have changed since this form was opened; nothing was saved. Close it, look at the "
    "report again, and freeze that one."
)
SENT = "report taken out"
NAMED = "approved-by SMB chair"


def report(session: Session, visit: Visit, typed: str) -> Reply:
    """Without a year that of the last one that is over."""
    asked = read_report_line(typed, visit.today)
    if asked.format:
        return _send(visit, asked)
    found = _made(session, visit, asked)
    over = asked.year.ends_on < visit.today
    may_freeze = over and may(visit.person, "freeze returns")
    return views.report(found, visit.desk.command, _value(asked), may_freeze=may_freeze)


def press_file(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """One of the buttons under a report: which one says the format."""
    kinds = {views.REPORT_AS_DOCX: "docx", views.REPORT_AS_XLSX: "xlsx"}
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        try:
            kind = kinds[str(body["actions"][0]["action_id"])]
            reply = _send(visit, replace(_read_value(pressed(body), visit), format=kind))
        except MappaError as problem:
            add_refusal_here(session, visit, body, problem)
            reply = refusal(problem)
    show_window(desk, body, views.window(reply.marked(desk.practice)))
    ack()


def press_freeze(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """The form of what is about to be frozen, counted at this moment."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        asked = _read_value(pressed(body), visit)
        found = _made(session, visit, asked)
        versions = count_frozen(session, visit.person.area, asked.year)
    metadata = json.dumps({"report": _value(asked), "seen": _digest(found)})
    open_window(desk, body, views.freeze_form(found, versions, metadata))
    ack()


def submit_freeze(ack: Ack, body: Mapping[str, Any], view: Mapping[str, Any], desk: Desk) -> None:
    """Kept as it was shown in the form, or not at all."""
    answers = blocks.read_form(view)
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "form")
        once(session, delivery_key(body), visit.now)
        value, seen = _read_metadata(view)
        asked = _read_value(value, visit)
        typed = answers.get(views.APPROVED_BY, "")
        approved_by = read_label(typed, views.APPROVED_BY, views.LONGEST_NAME, NAMED)
        found = _made(session, visit, asked)
        if _digest(found) != seen:
            raise RuleBroken(CHANGED, views.APPROVED_BY)
        area = visit.person.area
        rows = fingerprint_of(session, area, asked.year)
        kept = freeze_return(
            session,
            area,
            found,
            rows,
            approved_by,
            visit.now,
            person=visit.person,
            source=visit.source,
        )
        derive_area_dates(session, area, desk.policy, visit.now)
        version = count_frozen(session, area, asked.year)
    shown = views.frozen(kept, version, desk.command, desk.practice)
    ack(response_action="update", view=shown)


def _made(session: Session, visit: Visit, asked: ReportAsked) -> Report:
    """The report as this person may see it, at this moment."""
    _require_tables(visit, asked)
    return make_report_for(
        session,
        visit.person.area,
        asked.year,
        asked.counting or visit.desk.policy.statistics.counting,
        asked.population,
        category_4=sees_category_4(visit.person),
        today=visit.today,
    )


def _require_tables(visit: Visit, asked: ReportAsked) -> None:
    """All who may ask get the tables as they are printed, small figures too, if the policy says so:
    of a year that is over, by the area's rule."""
    if not may(visit.person, "ask exactly"):
        rules = visit.desk.policy.statistics
        require_published(asked.year, asked.counting, visit.today, rules)


def _send(visit: Visit, asked: ReportAsked) -> Reply:
    """A document takes tenths of seconds to write, so that is done after the acknowledgement."""
    _require_tables(visit, asked)
    desk, person, source = visit.desk, visit.person, visit.source
    answer_later(desk, person, lambda: _give(desk, person, source, asked))
    return views.being_made(str(asked.year), asked.format)


def _give(desk: Desk, asked_by: Person, source: str, asked: ReportAsked) -> None:
    """Who asks is looked up anew; it is written outside every transaction."""
    message = _written(desk, asked_by, source, asked)
    with desk.db.write() as session:
        person = get_person(session, asked_by.team_id, asked_by.user_id, desk.now())
        visit = desk.visit(person, source)
        entry = _entry(source, asked)
        add_record(session, entry, area=person.area, now=visit.now, person=person)
        tell(session, visit, person, message, about=(), is_answer=True)


def _written(desk: Desk, asked_by: Person, source: str, asked: ReportAsked) -> Message:
    with desk.db.read() as session:
        person = get_person(session, asked_by.team_id, asked_by.user_id, desk.now())
        require(person, "ask")
        visit = desk.visit(person, source)
        found = _made(session, visit, asked)
        if may(person, "ask exactly"):
            tables = list_appendices(
                session,
                person.area,
                asked.year,
                desk.policy,
                visit.today,
                category_4=found.category_4,
            )
            found = replace(found, appendices=tables)
    name = f"mappa-statistics-{str(asked.year).replace('/', '-')}"
    file = Attachment(
        name=name,
        ending=ENDINGS.get(asked.format, asked.format),
        title=f"MAPPA statistics, {asked.year}",
        content=WRITERS[asked.format](found, practice=desk.practice),
        needs="ask exactly" if found.appendices else "ask",
        grants=("category-4",) if found.category_4 else (),
    )
    return Message(views.introduction(found, KEPT // timedelta(hours=1)), (), file)


def _entry(source: str, asked: ReportAsked) -> Entry:
    return Entry(SENT, source, after={"year": str(asked.year), "as": asked.format})


def _value(asked: ReportAsked) -> str:
    """What a button carries: nothing that is not to be read, and nothing that is believed."""
    return f"{asked.year.first} {asked.counting or '-'} {asked.population or 0}"


def _read_value(value: str, visit: Visit) -> ReportAsked:
    try:
        first, counting, population = value.split(" ")
        if not (first.isascii() and first.isdigit() and counting in ("-", *COUNTING)):
            raise ValueError(value)
        people = None if population == "0" else read_population(population)
        year = MappaYear(int(first))
        if not 1900 <= year.first <= 2199 or year.starts_on > visit.today:
            raise ValueError(value)
    except (ValueError, RuleBroken):
        raise NotFound(GONE) from None
    return ReportAsked(year, "", counting.removeprefix("-"), people)


def _read_metadata(view: Mapping[str, Any]) -> tuple[str, str]:
    try:
        kept = json.loads(str(view.get("private_metadata")))
        return str(kept["report"]), str(kept["seen"])
    except (ValueError, LookupError, TypeError):
        raise NotFound(GONE) from None


def _digest(found: Report) -> str:
    """Of the figures that are shown, so that no others are frozen in their place."""
    figures = {name: v for name, v in found.as_json_object().items() if name != "warnings"}
    return sha256(json.dumps([figures, found.category_4]).encode()).hexdigest()[:32]
