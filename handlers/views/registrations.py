"""How registrations are seen: by the admin, by whom they concern, by who answers for the area."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.areas import AREAS
from mappa.clocks import london_day
from mappa.days import uk_date
from mappa.people import GRANTS, ROLES, Deputy, Person
from storage.outgoing import Message
from storage.registrations import Registered

LIST_PEOPLE, ADD_PERSON = "list_people", "add_person"
CHANGE_PERSON, REMOVE_PEOPLE = "change_person", "remove_people"
ROOM = 2800  # characters of a page of the list
REFS_A_MESSAGE = 120
DEACTIVATED = "the Slack account was deactivated"
CHANGED_HOME = "Your registration has changed. Open this tab again."
NOBODY_CO_ORDINATES = (
    "Nobody co-ordinates this area now: register a co-ordinator, or nobody is told what is due."
)
# What somebody can do by their role, in words that they find again in help.
DOES: Mapping[str, str] = {
    "co-ordinator": "see the cases of your area, decide on referrals, plan meetings, ask, report",
    "chair": "see and minute the cases of the meetings that you chair, and ask",
    "practitioner": "refer somebody, see the cases whose team names you, answer actions, and ask",
    "smb": "ask for figures and see the statutory report; no cases",
    "lay-adviser": "ask for figures and see the statutory report; no cases",
    "auditor": "audit the cases that are drawn, and ask",
    "admin": "register people of your area; no cases",
}


def everybody(listed: Sequence[tuple[Person, datetime]], page: int, command: str) -> Reply:
    """Those of the area by name, a page at a time."""
    in_order = sorted(listed, key=lambda one: (one[0].name.casefold(), one[0].id))
    lines = [
        f"{_who(one)} since {uk_date(london_day(since))} ({one.user_id})" for one, since in in_order
    ]
    pages = blocks.pages(lines, ROOM)
    some = pages[page - 1] if page <= len(pages) else ["There is no more."]
    head = f"People registered here: {len(lines)}, page {page} of {len(pages)}"
    onward = f"Next: {command} people page {page + 1}" if page < len(pages) else ""
    text = "\n".join(filter(None, [head, onward, *some]))
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(some))]
    shown += [blocks.context(onward)] if onward else []
    return say(blocks.escape(text), *shown, blocks.actions("people", *buttons()))


def buttons() -> list[blocks.Block]:
    """What an admin can do to the register; removing is confirmed in its form."""
    return [
        blocks.button("Register somebody", ADD_PERSON, primary=True),
        blocks.button("Change", CHANGE_PERSON),
        blocks.button("Remove", REMOVE_PEOPLE),
    ]


def being_looked_up() -> Reply:
    return _said(
        "Slack is asked about that account; nothing is saved yet. What comes of it is told in your "
        "direct messages with me in a moment. If nothing is there in a minute, do it again."
    )


def registered(done: Registered, *, is_guest: bool) -> Reply:
    guest = "\nThe account is a guest's of this Slack." if is_guest else ""
    return _said("\n".join([f"Saved. Registered: {_who(done.after)}.{guest}", *regained(done)]))


def changed(done: Registered, *, has_co_ordinator: bool) -> Reply:
    warning = [] if has_co_ordinator else [NOBODY_CO_ORDINATES]
    head = f"Saved. {done.after.name}: {_differences(done)}."
    return _said("\n".join([head, *regained(done), *warning]))


def regained(done: Registered) -> list[str]:
    """To whoever registered them, who may see no case: a line, if there is anything to say."""
    if not done.regained:
        return []
    count = len(done.regained)
    some = "1 case that names" if count == 1 else f"{count:,} cases that name"
    told = "The co-ordinators who may see a case are told which."
    return [f"With this they work with {some} them from earlier. {told}"]


def nothing_new(person: Person) -> Reply:
    return _said(f"All of that stood here already; nothing was changed. {_who(person)}.")


def removed(gone: Sequence[Person], *, has_co_ordinator: bool) -> Reply:
    warning = "" if has_co_ordinator else f"\n{NOBODY_CO_ORDINATES}"
    return _said(
        f"Saved. Access ended at once: {_names(gone)}. What they did stays on the record.{warning}"
    )


def welcome(done: Registered, command: str) -> Message:
    """To whom it concerns: what they can do now."""
    after = done.after
    head = "You are registered with" if done.before is None else "Your registration has changed at"
    return _message(
        f"{head} the MAPPA bot of {AREAS[after.area]}: {ROLES[after.role]}, "
        f"{AGENCIES[after.agency]}{_also(after)}. You can {DOES[after.role]}. "
        f"Who you are here: {command} me. All you can type: {command} help"
    )


def registered_by(done: Registered, by: Person) -> Message:
    """To who answers for the area."""
    if done.before is None:
        return _message(f"{by.name} registered {_who(done.after)} ({done.after.user_id}).")
    return _message(
        f"{by.name} changed the registration of {done.after.name}: {_differences(done)}."
    )


def removed_by(gone: Sequence[Person], by: Person) -> Message:
    return _message(f"{by.name} ended the access of {_names(gone)}.")


def deactivated(person: Person) -> Message:
    return _message(f"The access of {person.name} has ended: {DEACTIVATED}.")


def became_guest(person: Person, command: str) -> Message:
    return _message(
        f"The Slack account of {person.name} is a guest's now. Their access goes on: if it should "
        f"not, an admin ends it with: {command} people remove @somebody because ..."
    )


def left_behind(
    gone: Sequence[Person],
    ownerless: Sequence[str],
    untold: Sequence[str],
    called_off: Iterable[Deputy],
    names: Mapping[str, str],
) -> list[tuple[Message, Sequence[str]]]:
    """To a co-ordinator, with the references of each message: what there is to see to. Over several
    messages if need be, for every case is named."""
    whose = gone[0].name if len(gone) == 1 else f"{len(gone)} people"
    made = _listed(
        ownerless, f"Without an owner who can work with them, since {whose} left or changed role"
    )
    made += _listed(untold, f"Messages to {whose} about these cases were not sent any more")
    for one in called_off:
        absent = names.get(one.user_id, one.user_id)
        until = uk_date(one.until_on)
        made.append(
            (_message(f"Nobody stands in for {absent} any more; it was to be until {until}."), ())
        )
    return made


def works_again(person: Person, refs: Sequence[str]) -> list[tuple[Message, Sequence[str]]]:
    """To a co-ordinator, with the references of each message: what somebody sees by this."""
    return _listed(
        refs,
        f"{person.name} was registered, or otherwise than before, and by that works with these "
        "cases, which name them from earlier, on the team or as the chair of a meeting. See "
        "whether each is to be theirs",
    )


def _listed(refs: Sequence[str], head: str) -> list[tuple[Message, Sequence[str]]]:
    made: list[tuple[Message, Sequence[str]]] = []
    for start in range(0, len(refs), REFS_A_MESSAGE):
        some = refs[start : start + REFS_A_MESSAGE]
        made.append((_message(f"{head}: {', '.join(some)}"), some))
    return made


def _differences(done: Registered) -> str:
    """Each field that is another one now, as it was and is."""
    before, after = done.before, done.after
    if before is None:
        return _who(after)
    fields = {
        "name": (before.name, after.name),
        "agency": (AGENCIES[before.agency], AGENCIES[after.agency]),
        "role": (ROLES[before.role], ROLES[after.role]),
        "grants": (_grants(before), _grants(after)),
    }
    return "; ".join(f"{name} {was} → {now}" for name, (was, now) in fields.items() if was != now)


def _grants(person: Person) -> str:
    return " and ".join(GRANTS[grant] for grant in sorted(person.grants)) or "none"


def _also(person: Person) -> str:
    return "".join(f", {GRANTS[grant]}" for grant in sorted(person.grants))


def _who(person: Person) -> str:
    return f"{person.name}, {ROLES[person.role]}, {AGENCIES[person.agency]}{_also(person)}"


def _names(people: Sequence[Person]) -> str:
    return blocks.listed([one.name for one in people], 2000)


def _message(text: str) -> Message:
    return Message(blocks.escape(text), tuple(blocks.paragraphs(text)))


def _said(text: str) -> Reply:
    return say(blocks.escape(text), *blocks.paragraphs(text))
