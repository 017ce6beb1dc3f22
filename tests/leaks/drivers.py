"""Drives: every word, button, form, question, reminder and error, as everybody, everywhere."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from handlers import BUTTONS, FORMS, SHORTCUTS
from handlers.commands import WORDS
from handlers.views.meetings.meetings import DUE_CASES, INVITE_ALL
from handlers.views.meetings.minuting import CLOSE_MINUTES
from handlers.views.requests import NEW_REQUEST
from handlers.ways import name_in
from storage.people import add_person, remove_person
from tests.build import NOW, TEAM
from tests.handlers.slots import slots
from tests.leaks.hands import bring, open_home, press, say, submit
from tests.leaks.houses import House
from tests.leaks.lines import (
    AT_LARGE,
    LOOKS,
    PATHS,
    QUESTIONS,
    every,
    line_for,
    look_at,
    one_of,
    wrong_line_for,
)
from tests.leaks.troubles import faults_of_ours, refusals
from tests.leaks.worlds import PEOPLE

EVERYBODY = (*(one.user_id for one in PEOPLE), "U0NOEL", "U0OLGA")
PLACES = ("dm", "C0PANEL", "C0GENERAL", "C0SHARED")


@dataclass(frozen=True, slots=True)
class Thoroughness:
    """How much is done: shares of everybody for each line, of all looks, and so on."""

    words: float
    wrong: float
    looks: float
    at_large: float
    shown: int  # of each button and form
    lost: float
    faults: tuple[str, ...]
    days: tuple[int, ...]


FAULTS = ("429", "500", "not_in_channel", "user_not_found", "msg_too_long", "accept then drop")
SOME = Thoroughness(0.01, 0.1, 0.003, 0.02, 1, 0.1, ("500",), (8,))
ALL = Thoroughness(
    1, 1, 0.2, 0.5, 8, 1, FAULTS,
    (1, 2, 3, 5, 8, 15, 40, 90, 200),
)  # fmt: skip


def drive(house: House, how: Thoroughness, told: Callable[[str], None] = lambda _: None) -> None:
    """All of it, one after the other; after each part everybody has their role again."""
    parts: dict[str, Callable[[], None]] = {
        "paths": lambda: paths(house),
        "words": lambda: words(house, how.words, how.wrong),
        "looks": lambda: looks(house, how.looks),
        "questions": lambda: at_large(house, how.at_large),
        "shortcuts": lambda: shortcuts(house),
        "buttons": lambda: buttons(house, how.shown),
        "forms": lambda: forms(house, how.shown),
        "the rest": lambda: the_rest(house),
        "access lost": lambda: losses(house, how.lost),
        "refusals of Slack": lambda: refusals(house, how.faults),
        "faults of ours": lambda: faults_of_ours(house, busy=how is ALL),
        "reminders": lambda: reminders(house, how.days),
    }
    for name, part in parts.items():
        part()
        as_they_were(house)
        house.look_around(name)
        told(name)


def words(house: House, share: float, wrong: float) -> None:
    """Every line of every word, by such a share of everybody, about a case of any kind; the first
    line of each word by somebody in any case, and by the co-ordinator, who may nearly all."""
    numbers = [one for some in house.world.kinds.values() for one in some]
    lines, begun = slots(), set()
    missing = set(WORDS) - {slot.word for slot in lines}
    assert not missing, f"no line in tests/handlers/slots.py for {sorted(missing)}"
    for slot in lines:
        chosen = [user for user in EVERYBODY if house.random.random() < share]
        if slot.word not in begun:
            chosen += ["U0CORA", house.random.choice(EVERYBODY)]
            begun.add(slot.word)
        for user in chosen:
            number = _mostly_theirs(house, user, numbers)
            line = line_for(house.world, slot, number, house.random)
            house.typed(user, line, house.random.choice(PLACES))
        if house.random.random() < wrong:
            user, number = house.random.choice(EVERYBODY), house.random.choice(numbers)
            house.typed(user, wrong_line_for(house.world, slot, number, house.random), "C0GENERAL")


def _mostly_theirs(house: House, user: str, numbers: list[int]) -> int:
    """A case that somebody may see, so that something comes of it; or any."""
    some = house.random.sample(numbers, 12)
    moment = house.moment()
    theirs = [one for one in some if moment.may_see(user, house.world.refs[one])]
    return theirs[0] if theirs and house.random.random() < 0.8 else some[-1]


def paths(house: House) -> None:
    """What shows the buttons and forms that hardly any other line does; and a workbook is sent."""
    for user, line, kind in PATHS:
        number = one_of(house.world, kind)
        house.typed(user, look_at(house.world, line, number, house.random), "dm")
    house.typed("U0CORA", "how many cases by level", "C0PANEL")  # only there it can be shared
    number = one_of(house.world, "pete's 2")
    minuted = f"{house.world.meeting_of[number]} {house.world.refs[number]}"
    press(house, "U0CORA", CLOSE_MINUTES, minuted, "own")
    planned = house.world.meeting_of[one_of(house.world, "ordinary")]
    house.typed("U0CORA", f"meeting {planned} move 14 July 2026 because full", "dm")
    press(house, "U0CORA", INVITE_ALL, planned, "own")
    press(house, "U0CORA", DUE_CASES, planned, "own")
    ref = house.world.refs[one_of(house.world, "limited")]
    press(house, "U0CORA", NEW_REQUEST, ref, "own")
    open_home(house, "U0CORA")
    for user in ("U0CORA", "U0PETE", "U0HANA"):
        bring(house, user)
    house.send("what comes of the paths")


def looks(house: House, share: float) -> None:
    """Every way of looking at a case, at one of each kind, as everybody."""
    for number in every(house.world):
        for line in LOOKS:
            for user in EVERYBODY:
                if house.random.random() < share:
                    typed = look_at(house.world, line, number, house.random)
                    house.typed(user, typed, house.random.choice(PLACES))


def at_large(house: House, share: float) -> None:
    """What is asked for of no case in particular, and every question, in every way of asking."""
    for user in EVERYBODY:
        for line in AT_LARGE:
            if house.random.random() < share:
                house.typed(user, line, house.random.choice(PLACES))
        for question in QUESTIONS:
            if house.random.random() < share:
                house.typed(user, question, house.random.choice(PLACES))
            if house.random.random() < share:
                say(house, user, question, house.random.choice(PLACES))
        open_home(house, user)
    house.send("answers to questions")


def buttons(house: House, times: int) -> None:
    """Every button that anybody was shown: by who was, and by others; and with forged values."""
    for action_id, shown in sorted(house.buttons.items()):
        if name_in(BUTTONS, action_id) is None:
            continue
        for owner, value in house.random.sample(shown, min(times, len(shown))):
            press(house, owner or "U0CORA", action_id, value, "own")
            thief = house.random.choice(EVERYBODY)
            if house.random.random() < 0.5:
                press(house, thief, action_id, value, "stolen")
            else:
                ref = house.world.refs[house.random.choice(list(house.world.cases))]
                press(house, thief, action_id, _forged(house, value, ref), "forged")


def _forged(house: House, value: str, ref: str) -> str:
    head, _, rest = value.partition(" ")
    if head[:3] in ("BED", "HER"):
        return f"{ref} {rest}".strip()
    if head.isdecimal():
        return str(house.random.randint(1, 5000))
    return house.random.choice([ref, "1", "", "zq"])


def forms(house: House, times: int) -> None:
    """Every form that was opened before anybody: sent in by them, by others, and with bad input."""
    sent_in: set[str] = set()
    while waiting := sorted(house.forms.keys() - sent_in):  # one may lead to another
        for callback_id in waiting:
            opened = house.forms[callback_id]
            for owner, view in house.random.sample(opened, min(times, len(opened))):
                submit(house, owner or "U0CORA", view, callback_id, whole=False)
                if house.random.random() < times / 2:
                    submit(house, owner or "U0CORA", view, callback_id)
                if house.random.random() < times / 3:
                    submit(house, owner or "U0CORA", view, callback_id, "<!channel> zq \u202e")
                for thief in house.random.sample(EVERYBODY, 1 + times // 4):
                    submit(house, thief, view, callback_id, stolen=True)
        sent_in.update(waiting)


def the_rest(house: House) -> None:
    """What chance has left out: more of what was shown is pressed, until every form has opened."""
    for _ in range(3):
        if never_pressed(house):
            for action_id, shown in sorted(house.buttons.items()):
                owner, value = house.random.choice(shown)
                press(house, owner or "U0CORA", action_id, value, "own")


def shortcuts(house: House) -> None:
    for user in EVERYBODY:
        for callback_id in SHORTCUTS:
            said = {"ts": "1.2", "text": "he said so", "user": user, "channel": "C0GENERAL"}
            trigger = house.trigger(user)
            payload = payloads.message_action(USERS[user], callback_id, trigger, said, "")
            if callback_id == "make_referral":
                payload = payloads.shortcut(USERS[user], callback_id, trigger)
            house.act(user, payload, "", callback_id)


def reminders(house: House, days: tuple[int, ...]) -> None:
    """The clock goes on, so that dates fall due, are told, chased and passed on."""
    for ahead in days:
        house.talk.clock.at = NOW + timedelta(days=ahead)
        house.send(f"reminders after {ahead} days")


def losses(house: House, share: float) -> None:
    """Access is lost while messages wait, and between a message and the click on it."""
    lost = (("U0PRIYA", "gone"), ("U0CORA", "lay-adviser"), ("U0CHAS", "practitioner"))
    for user, role in lost if share == 1 else lost[:2]:
        numbers = house.random.sample(house.world.kinds["ordinary"], 3)
        refs = [house.world.refs[one] for one in numbers if house.world.area(one) == "BED"]
        for ref in refs:
            house.typed("U0CORA", f"action {ref} owner <@{user}> due 1 July 2026 what look", "dm")
            house.typed("U0PETE", f"refer {ref} level 3 because it rises", "dm")
        say(house, user, "list level 2 cases", "dm")
        house.typed(user, "find hale as a file", "dm")
        them = next(one for one in PEOPLE if one.user_id == user)
        with house.talk.db.write() as session:
            if role == "gone":
                remove_person(session, TEAM, user, house.talk.clock())
            else:
                add_person(session, replace(them, role=role, grants=frozenset()), NOW)
        house.send(f"what waited for {user}, who became {role}")
        for action_id, shown in sorted(house.buttons.items()):
            theirs = [value for owner, value in shown if owner == user]
            if theirs and name_in(BUTTONS, action_id) and house.random.random() < share:
                press(house, user, action_id, theirs[-1], "lost")
        for callback_id, opened in sorted(house.forms.items()):
            for view in [view for owner, view in opened if owner == user][-1:]:
                if house.random.random() < share:
                    submit(house, user, view, callback_id)
        open_home(house, user)
        as_they_were(house)


def as_they_were(house: House) -> None:
    """Everybody has again the role that they had."""
    with house.talk.db.write() as session:
        for one in PEOPLE:
            add_person(session, one, NOW)


def never_pressed(house: House) -> list[str]:
    """The buttons and forms of the code that nobody has been shown."""
    pressed = {name_in(BUTTONS, action_id) for action_id in house.buttons}
    shown = [key for key in BUTTONS if key not in pressed]
    return shown + [callback_id for callback_id in FORMS if callback_id not in house.forms]
