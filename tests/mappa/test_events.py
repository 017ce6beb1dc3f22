"""Events as they are typed, and custody with them."""

from datetime import date

import pytest

from mappa.case_changes import apply_update
from mappa.cases import EVENT_KINDS, CaseRecord, Custody, Event
from mappa.errors import RuleBroken
from mappa.events import EVENT_NAMES, custody_to_record
from mappa.updates import read_update
from tests.build import POLICY, TODAY, case

DAY = date(2026, 5, 1)


def typed(words: str, before: CaseRecord | None = None) -> CaseRecord:
    return apply_update(before or case(), read_update(f"BED-1042 {words}", TODAY, POLICY))


def test_every_kind_has_its_name() -> None:
    assert tuple(EVENT_NAMES) == EVENT_KINDS


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_an_event_goes_by_code_or_by_plain_words(kind: str) -> None:
    names = (kind, kind.replace("_", " "), kind.replace("_", "-").upper(), EVENT_NAMES[kind])
    for name in names:
        assert typed(f"event {name} on 1 May 2026").events == (Event(kind, DAY),)
        assert typed(f"event {name} from 1 May 2026").events == (Event(kind, DAY),)


def test_its_note_is_kept_with_it() -> None:
    after = typed("event sfo on 1 May 2026 note charged with robbery")
    assert after.events == (Event("sfo", DAY, "charged with robbery"),)


@pytest.mark.parametrize(
    ("words", "began"),
    [
        ("on 1 May 2026 custody recall", DAY),
        ("on 1 May 2026 custody recall from 3 May 2026", date(2026, 5, 3)),
        ("from 1 May 2026 custody recall", DAY),
    ],
)
def test_custody_recorded_with_it_begins_on_its_day(words: str, began: date) -> None:
    after = typed(f"event returned to custody for breach of licence {words}")
    assert after.events == (Event("returned_breach_of_licence", DAY),)
    assert after.custody == (Custody(began, why="recall"),)


def test_the_same_said_twice_is_one_event_and_a_second_one_needs_a_reason() -> None:
    once = typed("event sfo on 1 May 2026 note one")
    assert typed("event sfo on 1 May 2026 note one", once) == once
    with pytest.raises(RuleBroken, match="has that event on 1 May 2026 already"):
        typed("event sfo on 1 May 2026 note two", once)
    twice = typed("event sfo on 1 May 2026 note two because it is a second offence", once)
    assert [event.note for event in twice.events] == ["one", "two"]


@pytest.mark.parametrize(
    ("words", "field", "says"),
    [
        ("event", "event", "event needs a value"),
        ("event arson on 1 May 2026", "event", "is not one of returned_breach_of_licence"),
        ("event sfo", "on", "on: say the day of the event"),
        ("event sfo on 18 June 2026", "on", "today or earlier"),
        ("event sfo from 18 June 2026", "from", "today or earlier"),
        ("event sfo on May", "on", "on:"),
        ("on 1 May 2026", "on", "on goes with an event; from gives the day of a level"),
        ("level 3 on 1 May 2026 because risk", "on", "level 3 from 1 May 2026"),
        ("event sfo on 1 May 2026 custody recall level 3 because risk", "from",
         "the day of an event is not that of level"),
        ("event sfo on 18 June 2026 custody recall", "on", "today or earlier"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_by_name(words: str, field: str, says: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        typed(words)
    assert refused.value.field == field
    assert says in refused.value.message
    assert "Example" in refused.value.message


def test_a_return_without_its_custody_says_how_to_record_it() -> None:
    line = "event returned to custody for breach of licence on 1 May 2026"
    before = case()
    [offer] = custody_to_record(before, typed(line, before), TODAY)
    assert offer.endswith("update BED-1042 custody recall from 1 May 2026")
    assert custody_to_record(before, typed(f"{line} custody recall", before), TODAY) == []
    assert custody_to_record(before, typed("event sfo on 1 May 2026", before), TODAY) == []
