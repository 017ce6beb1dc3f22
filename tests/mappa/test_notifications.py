"""The end of notification: computed with a note of what from, or departed from with a reason."""

from datetime import date

import pytest

from mappa.case_facts import Conviction
from mappa.cases import CaseRecord, Event, Spell
from mappa.notifications import is_indefinite, notification_runs
from tests.build import TODAY, case
from tests.mappa.typed import after, after_all, refused

ONE = case(spells=(Spell(1, 1, date(2026, 1, 5)),), dates={})
TEN_YEARS = "convicted 1 May 2026 disposal imprisonment 29 months"
FOR_LIFE = "convicted 1 May 2026 disposal life"
FROM = "from the conviction of 1 May 2026 (imprisonment, 2 years 5 months)"


def end(facts: CaseRecord) -> tuple[date | None, str]:
    kind = "notification_end"
    return facts.dates.get(kind), facts.date_notes.get(kind, "")


def test_a_conviction_sets_the_end_and_says_what_it_was_computed_from() -> None:
    assert end(after(TEN_YEARS, ONE)) == (date(2036, 5, 1), f"Computed: 10 years {FROM}")
    young = after("born 1 May 2009", ONE)
    halved = f"Computed: 5 years, halved under 18, {FROM}"
    assert end(after(TEN_YEARS, young)) == (date(2031, 5, 1), halved)


def test_indefinite_takes_the_date_out() -> None:
    assert end(after(FOR_LIFE, ONE)) == (None, "")
    dated = after("notification-end 1 May 2030", ONE)
    assert "1 May 2030 is recorded, but notification would not end" in (
        refused(FOR_LIFE, dated).message
    )
    assert end(after(f"{FOR_LIFE} because convicted", dated)) == (None, "")


def test_a_typed_end_departs_with_a_reason_that_is_kept() -> None:
    typed = f"{TEN_YEARS} notification-end 1 May 2034"
    refusal = refused(typed, ONE)
    assert refusal.field == "because" and "10 years from the conviction" in refusal.message
    departs = after(f"{typed} because the court said so", ONE)
    note = f"Departs from 10 years {FROM}: the court said so"
    assert end(departs) == (date(2034, 5, 1), note)
    # What does not concern it leaves it alone, and so does the same again.
    for line in ("risk high", "born 1 May 1980", "notification-end 1 May 2034", TEN_YEARS):
        assert end(after(line, departs)) == (date(2034, 5, 1), note)


def test_a_typed_end_that_is_the_computed_one_is_no_departure() -> None:
    found = after(f"{TEN_YEARS} notification-end 1 May 2036", ONE)
    assert end(found) == (date(2036, 5, 1), f"Computed: 10 years {FROM}")


def test_an_end_of_one_who_notifies_for_life_is_a_departure() -> None:
    life = after(FOR_LIFE, ONE)
    assert refused("notification-end 1 May 2040", life).field == "because"
    departs = after("notification-end 1 May 2040 because revoked from then", life)
    assert end(departs) == (
        date(2040, 5, 1),
        "Departs from indefinite by the conviction of 1 May 2026 (life or indeterminate "
        "sentence): revoked from then",
    )


def test_a_recorded_end_is_not_replaced_without_a_reason() -> None:
    dated = after("notification-end 1 May 2030", ONE)
    refusal = refused(TEN_YEARS, dated)
    assert refusal.field == "because"
    assert "1 May 2030 is recorded, but notification would end on 1 May 2036" in refusal.message
    assert end(after(f"{TEN_YEARS} because convicted again", dated))[0] == date(2036, 5, 1)
    kept = after(f"{TEN_YEARS} notification-end 1 May 2030 because on appeal", dated)
    assert end(kept) == (date(2030, 5, 1), f"Departs from 10 years {FROM}: on appeal")


def test_a_date_of_birth_that_becomes_known_moves_the_computed_end() -> None:
    computed = after(TEN_YEARS, ONE)
    assert refused("born 1 May 2009", computed).field == "because"
    assert end(after("born 1 May 2009 because found", computed))[0] == date(2031, 5, 1)
    assert end(after("born 1 May 1980", computed)) == end(computed)


def test_a_conviction_that_is_taken_out_takes_its_end_with_it() -> None:
    computed = after(TEN_YEARS, ONE)
    assert end(after("convicted 1 May 2026 disposal none because quashed", computed)) == (None, "")
    both = after("convicted 2 May 2026 disposal life because again", computed)
    left = after("convicted 2 May 2026 disposal none because quashed", both)
    assert end(left) == end(computed)


def test_the_longest_of_several_counts() -> None:
    found = after_all([TEN_YEARS, "convicted 2 May 2026 disposal caution"], ONE)
    assert end(found) == (date(2036, 5, 1), f"Computed: 10 years {FROM}")


@pytest.mark.parametrize(
    ("facts", "runs"),
    [
        (case(dates={}), ""),
        (case(dates={"notification_end": date(2026, 6, 18)}), "until 18 June 2026"),
        (case(dates={"notification_end": TODAY}), ""),
        (after(FOR_LIFE, ONE), "indefinitely"),
        (after(TEN_YEARS, ONE), "until 1 May 2036"),
    ],
)
def test_whether_notification_runs_is_told_with_its_end(facts: CaseRecord, runs: str) -> None:
    assert notification_runs(facts, TODAY) == runs


def test_notification_for_life_ends_when_it_is_revoked_and_begins_again() -> None:
    life = Conviction(date(2010, 1, 1), "life")
    revoked = Event("notification_revoked", date(2026, 3, 1))
    facts = case(convictions=(life,), events=(revoked,))
    assert is_indefinite(facts, date(2026, 2, 28))
    assert not is_indefinite(facts, date(2026, 3, 1))
    again = Conviction(date(2026, 4, 1), "imprisonment", 30)
    assert is_indefinite(case(convictions=(life, again), events=(revoked,)), TODAY)
