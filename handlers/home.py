"""The Home tab: what is coming for this person, what they can do, or whom to ask for access."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers.answering import answer_to, read_asked
from handlers.askers import asker_ids, delivery_key, get_asker
from handlers.desks import Desk, Visit
from handlers.refusals import note_refusal
from handlers.reminder_lists import put_list_on_record
from handlers.views import glass
from handlers.views import home as views
from handlers.views.blocks import Block
from handlers.views.reminder_lists import OVERDUE, section_of
from mappa.access import may, sees_all
from mappa.errors import AlreadyDone, NotAllowed
from storage.databases import Session
from storage.deliveries import once
from storage.glass import list_broken_by
from storage.referral_lists import Wanted, count_referrals
from storage.reminder_lists import Look, list_reminders_for
from storage.reminders import Reminder

AHEAD = timedelta(days=28)
SHOWN = 20
FIGURES = (
    "level 2 cases",
    "level 3 cases",
    "overdue actions",
    "licences ending in the next 28 days",
)
LOOKED_AT = 1000


def open_home(event: Mapping[str, Any], body: Mapping[str, Any], desk: Desk) -> None:
    """Drawn anew at every visit, for who this person is at this moment."""
    if event.get("tab", "home") != "home":
        return
    try:
        with desk.db.read() as session:  # figures take their time: nobody's writing waits for them
            visit = desk.visit(get_asker(session, body, desk.now()), "home")
            figures = _figures(session, visit) if may(visit.person, "ask") else []
        with desk.db.write() as session:
            visit = desk.visit(get_asker(session, body, desk.now()), "home")
            once(session, delivery_key(body), visit.now)
            view = _home(session, visit, figures if may(visit.person, "ask") else [])
    except AlreadyDone:
        return
    except NotAllowed as problem:
        note_refusal(desk, body, problem)
        view = views.no_access(problem.message)
    _, user_id = asker_ids(body)

    def publish() -> None:
        desk.client.views_publish(user_id=user_id, view=view)

    desk.later(publish)


def _home(session: Session, visit: Visit, figures: list[str]) -> Block:
    coming = _coming(session, visit) if may(visit.person, "be reminded") else views.Coming()
    if shown := [*coming.overdue, *coming.others]:
        put_list_on_record(session, visit, shown, "home seen")
    waiting = None
    if sees_all(visit.person):
        wanted = Wanted(visit.person, own=False, decided=False)
        waiting = count_referrals(session, wanted)
    broken = glass.lines(list_broken_by(session, visit.person.id, visit.now), visit.now)
    return views.home(visit.person, visit.desk, coming, waiting, figures, broken)


def _figures(session: Session, visit: Visit) -> list[str]:
    """How things stand today, by the same language and the same rules as any question."""
    asked = [read_asked(session, visit, words) for words in FIGURES]
    return [answer_to(session, visit, one).answer.text for one in asked]


def _coming(session: Session, visit: Visit) -> views.Coming:
    """Overdue, not acknowledged or coming: neither part takes all the room from the other."""
    look = Look(visit.today, visit.now + AHEAD)
    found = _once_each(list_reminders_for(session, visit.person, look, LOOKED_AT))
    overdue = [one for one in found if section_of(one) == OVERDUE]
    others = [one for one in found if section_of(one) != OVERDUE]
    room = max(SHOWN // 2, SHOWN - len(others))
    shown = views.Coming(overdue[:room], others[: SHOWN - min(room, len(overdue))])
    more = len(found) > len(shown.overdue) + len(shown.others)
    return replace(shown, more=more)


def _once_each(reminders: Iterable[Reminder]) -> list[Reminder]:
    """Of all notices of one date the first: the later ones say the same again."""
    by_date: dict[tuple[object, ...], Reminder] = {}
    for one in reminders:
        by_date.setdefault((one.subject, one.kind, one.about_on), one)
    return list(by_date.values())
