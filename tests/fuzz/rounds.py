"""Rounds of the fuzzing: mutants in batches, each judged, each on the office as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import date, timedelta
from io import StringIO
from itertools import islice
from secrets import token_hex

from mappa.cases import Spell
from mappa.people import Person
from storage.cases import get_case
from storage.databases import Session
from storage.glass import add_glass
from storage.people import add_person, remove_person
from tests.build import MARKER, NOW, TEAM, person
from tests.fuzz.judging import Judge, Verdicts, batches, dump
from tests.fuzz.mutations import ERASED, GLASS_OVER, HERS, Mutant, Mutator, Outcome
from tests.fuzz.recorded import Recorded, record
from tests.fuzz.sinks import Sink, swallowed
from tests.handlers.conversations import Conversation, conversation
from tests.handlers.erased import erase
from tests.handlers.kits import Kit
from tests.handlers.laden import lade
from tests.handlers.referring import register
from tests.handlers.slates import Slate
from tests.handlers.workspaces import Json, Slack

AT_ONCE = 150  # of one batch


@contextmanager
def office(
    slack: Slack, kit: Kit, slate: Slate, log: StringIO
) -> Iterator[tuple[Sink, Conversation, list[Recorded]]]:
    """The laden office, with a case that is nobody's business there, and what was recorded in it
    before any of it was done."""
    with conversation(slack, kit, log) as talk:
        lade(talk)
        talk.open_case(HERS, area="HER", name=f"{MARKER} of Herts", team=())
        long_gone = (Spell(2, 1, date(2010, 1, 1), date(2014, 5, 1)),)
        talk.open_case(ERASED, name="Wanda Vanished", spells=long_gone, dates={}, team=())
        talk.open_case(GLASS_OVER, name="Gloria Glass", team=())
        erase(talk, ERASED)
        register(talk, "U0GONE", "co-ordinator")
        talk.write(lambda session: remove_person(session, TEAM, "U0GONE", talk.clock()))
        talk.write(lambda session: _break_glass(session, talk.people["U0PETE"]))
        recorded = record(talk)
        slate.keep()
        with swallowed(kit) as sink:
            yield sink, talk, recorded


def _break_glass(session: Session, person: Person) -> None:
    """It was for an hour, yesterday."""
    stored, began = get_case(session, GLASS_OVER), NOW - timedelta(days=1)
    add_glass(session, person, stored, began, began + timedelta(hours=1), "he was at our desk")


def lose_access(
    sink: Sink, talk: Conversation, slate: Slate, recorded: list[Recorded], some: int
) -> Verdicts:
    """What somebody rightly did, done again after they are nobody any more, or somebody else: of
    everything that was recorded every so manyth."""
    judge = Judge(talk, sink, Verdicts())
    for scene, (role, area) in enumerate(LATER):
        chosen = recorded[scene::some]
        for start in range(0, len(chosen), AT_ONCE):
            slate.wipe()
            with talk.db.write() as session:
                _lose(session, talk, role, area)
            mutants = [
                Mutant(one.name, one.by, deepcopy(one.payload),
                       Outcome.ANYTHING if role else Outcome.NOTHING,
                       is_insider=False, how=f"{role or 'removed'} in {area}")
                for one in chosen[start : start + AT_ONCE]
            ]  # fmt: skip
            judge.written.taken()
            before = dump(talk)
            _deliver(talk, judge, mutants, f"lost-{scene}-{start}")
            if not role:
                judge.look_back(before, mutants)
            judge.look_at_the_cases(before, mutants)
    slate.wipe()
    judge.written.stop()
    return judge.verdicts


LATER = (("", "BED"), ("lay-adviser", "BED"), ("smb", "BED"), ("practitioner", "HER"))
EVERYBODY = ("U0CORA", "U0ADA", "U0PETE")


def _lose(session: Session, talk: Conversation, role: str, area: str) -> None:
    """They are removed, or have another role, perhaps in another area."""
    for user_id in EVERYBODY:
        if not role:
            remove_person(session, TEAM, user_id, talk.clock())
        else:
            add_person(session, person(user_id, role, area=area, agency="housing"), talk.clock())


def fuzz(
    sink: Sink, talk: Conversation, slate: Slate, recorded: list[Recorded], seed: int, times: int
) -> Verdicts:
    """So many mutants; the same ones for the same seed."""
    mutator = Mutator(recorded, seed)
    return hurl(sink, talk, slate, islice(iter(mutator.draw, None), times), f"{seed}")


def hurl(
    sink: Sink, talk: Conversation, slate: Slate, mutants: Iterator[Mutant], name: str
) -> Verdicts:
    """All of them, in batches."""
    judge = Judge(talk, sink, Verdicts())
    for number, batch in enumerate(batches(mutants, AT_ONCE)):
        slate.wipe()
        judge.written.taken()
        before = dump(talk) if batch[0].outcome is Outcome.NOTHING else None
        _deliver(talk, judge, batch, f"{name}-{number}")
        if before:
            judge.look_back(before, batch)
        else:
            judge.broken_laws(batch)
    slate.wipe()
    judge.written.stop()
    return judge.verdicts


def _deliver(talk: Conversation, judge: Judge, batch: list[Mutant], name: str) -> None:
    for number, mutant in enumerate(batch):
        fresh(mutant.payload, f"{name}-{number}")
        judge.look_at(mutant, talk.deliver(mutant.payload, mutant.retry))
        if mutant.outcome is Outcome.NOTHING:
            judge.look_what_was_written(mutant)
        if mutant.twice:
            talk.settle()
            judge.written.taken()
            judge.look_at(mutant, talk.deliver(mutant.payload, mutant.retry + 1))
            talk.settle()
            judge.look_what_was_written(mutant)
    talk.settle()
    judge.look_around(batch)
    judge.written.taken()


def fresh(payload: Json, name: str) -> None:
    """As if it were done now for the first time: every id by which it is known is another one,
    where there is one that was not mutated."""
    for key in ("trigger_id", "event_id"):
        if _is_plain(payload.get(key)):
            payload[key] = f"{name}.{token_hex(4)}"
    view = payload.get("view")
    form = view if payload.get("type") == "view_submission" else None
    if isinstance(form, dict) and _is_plain(form.get("id")):
        form["id"] = f"V{name}"
    actions = payload.get("actions")
    pressed = actions[0] if isinstance(actions, list) and actions else None
    if isinstance(pressed, dict) and _is_plain(pressed.get("action_ts")):
        pressed["action_ts"] = f"1781685000.{name}"


def _is_plain(given: object) -> bool:
    return isinstance(given, str) and 0 < len(given) < 60 and "Zanzibar" not in given
