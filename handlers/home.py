"""The Home tab: what is coming for this person, what they can do, or whom to ask for access."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from handlers.answering import answer_to, read_asked
from handlers.askers import asker_ids, delivery_key, get_asker
from handlers.desks import Desk, Visit
from handlers.views import home as views
from handlers.views.blocks import Block
from mappa.access import may, may_do
from mappa.errors import AlreadyDone, NotAllowed
from storage.cases import list_cases
from storage.databases import Session
from storage.deliveries import once
from storage.records import Entry, add_record
from storage.referral_lists import Wanted, count_referrals
from storage.reminders import Reminder, list_coming_reminders

AHEAD = timedelta(days=28)
SHOWN = 20
FIGURES = (
    "level 2 cases",
    "level 3 cases",
    "overdue actions",
    "licences ending in the next 28 days",
)
LOOKED_AT, AT_A_TIME = 1000, 100


def open_home(event: Mapping[str, Any], body: Mapping[str, Any], desk: Desk) -> None:
    """Drawn anew at every visit, for who this person is at this moment."""
    if event.get("tab", "home") != "home":
        return
    try:
        with desk.db.read() as session:  # figures take their time: nobody's writing waits for them
            visit = desk.visit(get_asker(session, body, desk.today()), "home")
            figures = _figures(session, visit) if may(visit.person, "ask") else []
        with desk.db.write() as session:
            visit = desk.visit(get_asker(session, body, desk.today()), "home")
            once(session, delivery_key(body), visit.now)
            view = _home(session, visit, figures if may(visit.person, "ask") else [])
    except AlreadyDone:
        return
    except NotAllowed as problem:
        view = views.no_access(problem.message)
    _, user_id = asker_ids(body)

    def publish() -> None:
        desk.client.views_publish(user_id=user_id, view=view)

    desk.later(publish)


def _home(session: Session, visit: Visit, figures: list[str]) -> Block:
    coming = _coming(session, visit) if may(visit.person, "be reminded") else []
    reminders, more = coming[:SHOWN], len(coming) > SHOWN
    if reminders:
        refs = sorted({reminder.case_ref for reminder in reminders})
        entry = Entry("home seen", visit.source, after={"cases": refs})
        add_record(session, entry, area=visit.person.area, now=visit.now, person=visit.person)
    waiting = None
    if may(visit.person, "see every case"):
        wanted = Wanted(visit.person, own=False, decided=False)
        waiting = count_referrals(session, wanted)
    return views.home(visit.person, visit.desk, reminders, waiting, figures, more=more)


def _figures(session: Session, visit: Visit) -> list[str]:
    """How things stand today, by the same language and the same rules as any question."""
    asked = [read_asked(session, visit, words) for words in FIGURES]
    return [answer_to(session, visit, one).answer.text for one in asked]


def _coming(session: Session, visit: Visit) -> list[Reminder]:
    """Those about cases that the person may still see: as many as are shown, and one more."""
    coming = list_coming_reminders(session, visit.person.id, visit.now + AHEAD, LOOKED_AT)
    theirs: list[Reminder] = []
    for start in range(0, len(coming), AT_A_TIME):
        some = coming[start : start + AT_A_TIME]
        about = list_cases(session, ids={reminder.case_id for reminder in some})
        seen = {case.id for case in about if may_do(visit.person, "see case", case.facts)}
        theirs += [reminder for reminder in some if reminder.case_id in seen]
        if len(theirs) > SHOWN:
            break
    return theirs[: SHOWN + 1]
