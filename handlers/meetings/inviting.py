"""Telling those whom a meeting invites: by direct message, or through the co-ordinator."""

from collections.abc import Callable, Collection, Sequence
from datetime import timedelta

from handlers.desks import Visit
from handlers.meetings.panels import Invitee, Panel, refs_seen
from handlers.tellings import tell
from handlers.views import blocks
from handlers.views.meetings import invitations as views
from mappa.access import may, may_do
from mappa.agencies import AGENCIES
from mappa.people import Person
from mappa.workbook.workbooks import MeetingRow
from storage.cases import StoredCase
from storage.databases import Session
from storage.outgoing import Attachment, Message
from storage.people import as_now
from storage.sent_files import KEPT

LISTED = 1200  # characters of the names in one line


def ask_all(
    session: Session,
    visit: Visit,
    panel: Panel,
    invitees: Sequence[Invitee],
    news: Sequence[str] = (),
) -> list[str]:
    """Everybody gets what they are asked, with the buttons to answer and the calendar's entry."""
    for invitee in invitees:
        for person in panel.to_tell(invitee, visit.today):
            shown = shown_to(session, visit, panel, invitee, person)
            message = views.invitation(shown, *news)
            tell(session, visit, person, message, about=shown.refs, needs="be reminded")
            _send_entry(session, visit, panel, person, invitee.key)
    outside = [invitee for invitee in invitees if invitee.person is None]
    for clerk, theirs in _clerks(session, visit, panel, outside):
        for invitee in theirs:
            refs = refs_for(session, visit, panel, invitee, clerk)
            text = outside_text(panel, invitee, refs, *news)
            tell(session, visit, clerk, text, about=refs, needs="plan meetings")
        _send_entry(session, visit, panel, clerk, panel.outside_key, outside=True)
    return _lines(panel, named_to(session, visit, panel, invitees), "Asked")


def note_all(
    session: Session,
    visit: Visit,
    panel: Panel,
    invitees: Sequence[Invitee],
    news: Sequence[str],
    *,
    withdrawn: bool = False,
) -> list[str]:
    """Everybody is told, and has nothing to answer; their calendars follow."""
    for invitee in invitees:
        for person in panel.to_tell(invitee, visit.today):
            shown = shown_to(session, visit, panel, invitee, person)
            tell(session, visit, person, views.notice(shown, *news), about=(), needs="be reminded")
            _send_entry(session, visit, panel, person, invitee.key, withdrawn=withdrawn)
    outside = [invitee for invitee in invitees if invitee.person is None]
    for clerk, theirs in _clerks(session, visit, panel, outside):
        for invitee in theirs:
            text = notice_outside(panel, invitee, *news)
            tell(session, visit, clerk, text, about=(), needs="plan meetings")
        # Of several with one entry in their calendars some may be invited still.
        if not withdrawn:
            _send_entry(session, visit, panel, clerk, panel.outside_key, outside=True)
    return _lines(panel, named_to(session, visit, panel, invitees), "Told")


def tell_of_agenda(
    session: Session,
    visit: Visit,
    panel: Panel,
    invitee: Invitee,
    cases: Sequence[StoredCase],
    words: Callable[[MeetingRow, Sequence[str]], str],
) -> None:
    """Who is invited is told of cases that came to the agenda or left it, if they may see them."""
    for person in panel.to_tell(invitee, visit.today):
        them = as_now(session, person, visit.now)
        refs = [case.facts.ref for case in cases if may_do(them, "see case", case.facts)]
        if refs:
            shown = shown_to(session, visit, panel, invitee, person)
            message = views.notice(shown, words(panel.meeting.facts, refs))
            tell(session, visit, person, message, about=refs)


def shown_to(
    session: Session, visit: Visit, panel: Panel, invitee: Invitee, person: Person, said: str = ""
) -> views.Shown:
    """What one person sees of an invitation: the cases that they themselves may see."""
    stands_in = invitee.person is not None and invitee.person.id != person.id
    return views.Shown(
        meeting=panel.meeting.facts,
        key=invitee.key,
        agency=invitee.agency,
        chair=_chair(panel),
        refs=refs_seen(session, panel, person, visit.now),
        deputy_of=panel.name_of(invitee) if stands_in else "",
        said=said,
    )


def refs_for(
    session: Session, visit: Visit, panel: Panel, invitee: Invitee, clerk: Person
) -> list[str]:
    """For which cases somebody comes, as far as the co-ordinator may see them."""
    seen = refs_seen(session, panel, clerk, visit.now)
    return [
        case.facts.ref
        for case in panel.agenda
        if case.facts.ref in seen and invitee.comes_for(case.id)
    ]


def outside_text(
    panel: Panel, invitee: Invitee, refs: Sequence[str], *news: str, said: str = ""
) -> Message:
    """What the co-ordinator sends on, beside it for which cases."""
    shown = views.Shown(panel.meeting.facts, invitee.key, invitee.agency, said=said)
    name, address = panel.name_of(invitee), invitee.rows[0].address
    return views.text_for_outside(shown, name, address, refs, *news)


def notice_outside(panel: Panel, invitee: Invitee, *news: str) -> Message:
    """What the co-ordinator sends on where nothing is to be answered."""
    shown = views.Shown(panel.meeting.facts, invitee.key, invitee.agency)
    name, address = panel.name_of(invitee), invitee.rows[0].address
    return views.notice_for_outside(shown, name, address, *news)


def named_to(
    session: Session, visit: Visit, panel: Panel, invitees: Sequence[Invitee]
) -> list[Invitee]:
    """Those of them who are named to who acts: who comes only for cases that they may not see
    would tell of these."""
    seen = set(refs_seen(session, panel, visit.person, visit.now))
    return [one for one in invitees if _comes_for_any(panel, one, seen)]


def _comes_for_any(panel: Panel, invitee: Invitee, refs: Collection[str]) -> bool:
    return invitee.stands or any(
        case.facts.ref in refs and invitee.comes_for(case.id) for case in panel.agenda
    )


def _clerks(
    session: Session, visit: Visit, panel: Panel, outside: Sequence[Invitee]
) -> list[tuple[Person, list[Invitee]]]:
    """Who writes to which of those outside: who is acting, or else all who plan meetings here and
    may see a case that they come for."""
    if not outside:
        return []
    planners = [one for one in panel.registered.values() if may(one, "plan meetings")]
    first = [visit.person] if may(visit.person, "plan meetings") else planners
    everybody = {one.id: one for one in [*first, *planners]}
    seen = {one.id: set(refs_seen(session, panel, one, visit.now)) for one in everybody.values()}
    theirs: dict[int, list[Invitee]] = {number: [] for number in everybody}
    for invitee in outside:
        for some in (first, planners):
            fit = [one for one in some if _comes_for_any(panel, invitee, seen[one.id])]
            if fit:
                break
        for one in fit or first:
            theirs[one.id].append(invitee)
    return [(everybody[number], some) for number, some in theirs.items() if some]


def _send_entry(
    session: Session,
    visit: Visit,
    panel: Panel,
    person: Person,
    key: str,
    *,
    outside: bool = False,
    withdrawn: bool = False,
) -> None:
    """The file for a calendar, which names neither a case nor a person."""
    from handlers.publishing.calendars import meeting_ics, withdrawn_ics

    meeting = panel.meeting.facts
    write = withdrawn_ics if withdrawn else meeting_ics
    file = Attachment(
        name=f"meeting-{meeting.ref}",
        ending="ics",
        title=views.name_of(meeting),
        content=write(meeting, key, visit.now),
        needs="plan meetings" if outside else "be reminded",
    )
    says = views.FOR_OUTSIDE if outside else views.FOR_CALENDAR
    hours = KEPT // timedelta(hours=1)
    text = blocks.escape(says.format(what=views.name_of(meeting), hours=hours))
    tell(session, visit, person, Message(text, (), file), about=())


def _chair(panel: Panel) -> str:
    chair = panel.registered.get(panel.meeting.facts.chair)
    return chair.name if chair else ""


def _lines(panel: Panel, invitees: Sequence[Invitee], done: str) -> list[str]:
    """For who did it: who was told how."""
    lines = []
    by_message = [one for one in invitees if one.person]
    outside = [one for one in invitees if one.person is None]
    if by_message:
        lines.append(f"{done} by direct message: {named(panel, by_message)}.")
    if outside:
        lines.append(
            f"Outside this Slack: {named(panel, outside)}. The text to send them is in "
            "your direct messages with me."
        )
    return lines


def named(panel: Panel, invitees: Sequence[Invitee]) -> str:
    """Who they are, each with the agency, in one line."""
    names = [
        f"{panel.name_of(one) or 'nobody is named'} ({AGENCIES.get(one.agency, one.agency)})"
        for one in invitees
    ]
    return blocks.listed(names, LISTED)
