"""Whether a referral is about a case that is known, and when the person who refers must choose."""

from collections.abc import Sequence
from datetime import date

import pytest

from mappa.cases import CaseRecord
from mappa.duplicates import MayBeKnown, choose_case, contradictions, is_alike
from mappa.referrals import Referral, read_referral
from tests.build import case

TODAY = date(2026, 6, 17)
ONE = case("BED-1", crn="X000001", pnc="2002/0073319Z")
TWO = case("BED-2", crn="X000002")


def read(typed: str) -> Referral:
    return read_referral(f"{typed} cat 2 level 2 because x", "probation", TODAY)


def test_what_is_certain_needs_no_choice() -> None:
    assert choose_case(read("X000001"), [ONE], []) is ONE
    assert choose_case(read("X000001 cro 65656/91H"), [ONE], [TWO]) is ONE
    assert choose_case(read("X000003"), [], []) is None


@pytest.mark.parametrize(
    ("typed", "found", "alike", "says"),
    [
        ("X000001 crn X000001", [ONE, TWO], [], "belongs to different cases: BED-1 and BED-2"),
        ("X000001 pnc 1979/0163001B", [ONE], [], "BED-1, but that case holds another PNC number"),
        ("BED-1 crn X000009", [ONE], [], "BED-1, but that case holds another CRN"),
        ("X000003", [], [TWO], "This may be BED-2: the name and date of birth are the same."),
        ("X000003", [], [ONE, TWO], "This may be BED-1 or BED-2: the name"),
    ],
)
def test_what_is_doubtful_is_offered(
    typed: str, found: Sequence[CaseRecord], alike: Sequence[CaseRecord], says: str
) -> None:
    with pytest.raises(MayBeKnown) as offered:
        choose_case(read(typed), found, alike)
    assert says in offered.value.message
    assert offered.value.message.endswith("Nothing was saved.")
    assert offered.value.field == "identifier"
    assert set(offered.value.refs) == {one.ref for one in (*found, *alike)}
    if not typed.startswith("BED"):
        assert choose_case(read(f"{typed} new-person"), found, alike) is None


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        ("crn X000001", []),
        ("crn X000009", ["crn"]),
        ("cro 65656/91H", []),
        ("crn X000009 pnc 1979/0163001B cro 65656/91H", ["crn", "pnc"]),
    ],
)
def test_only_what_a_case_holds_otherwise_contradicts(given: str, kinds: list[str]) -> None:
    assert contradictions(ONE, read(f"BED-1 {given}").identifiers) == kinds


@pytest.mark.parametrize(
    ("name", "born_on", "alike"),
    [
        ("Q. Marker, Zebedee", date(1980, 5, 1), True),
        ("ZEBEDEE Q MARKER", date(1980, 5, 1), True),
        ("Zebedee Marker", date(1980, 5, 1), False),
        ("Zebedee Q. Marker", date(1980, 5, 2), False),
        ("Zebedee Q. Marker", None, False),
        ("", date(1980, 5, 1), False),
        ("…", date(1980, 5, 1), False),
    ],
)
def test_alike_are_the_same_words_and_the_same_day(
    name: str, born_on: date | None, alike: bool
) -> None:
    assert is_alike(case(born_on=date(1980, 5, 1)), name, born_on, TODAY) is alike


def test_a_case_that_has_left_or_has_no_name_is_nobody_s_double() -> None:
    born = date(1980, 5, 1)
    ended = tuple(type(s)(s.category, s.level, s.started_on, TODAY) for s in case().spells)
    assert not is_alike(case(born_on=born, spells=ended), "Zebedee Q. Marker", born, TODAY)
    assert not is_alike(case(born_on=born, name=""), "", born, TODAY)
    merged = case(born_on=born, merged_into="BED-9")
    assert not is_alike(merged, "Zebedee Q. Marker", born, TODAY)
