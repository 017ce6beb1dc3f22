"""Meetings and what comes of them, of any content, as rows of a workbook."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from mappa.workbook.workbooks import (
    ActionRow,
    HeardRow,
    InvitationRow,
    MeetingRow,
    StandingMemberRow,
)
from tests.build import NOW
from tests.storage.caseloads import AGENCY, MAYBE_DAY, TEXT, USER, some

INSTANT = st.integers(0, 100).map(lambda n: NOW + timedelta(hours=n))
MAYBE_INSTANT = st.none() | INSTANT
MAYBE_AGENCY = st.none() | AGENCY
LEVEL = st.integers(0, 3)
DISCLOSED = st.none() | st.booleans()
MEMBER = st.builds(
    StandingMemberRow, some("BED", "CAM"), AGENCY, st.sampled_from([None, 2, 3]), USER, TEXT, TEXT
)
MINUTED = (
    st.none() | st.integers(1, 9),
    st.booleans(),
    MAYBE_DAY,
    USER,
    st.none() | some("MAPPA C"),
    st.none() | some("May 2022"),
    MAYBE_DAY,
    st.dictionaries(some("risk", "information.police"), TEXT.map("x".__add__)),
)


def hearings(pair: tuple[str, str]) -> SearchStrategy[HeardRow]:
    """A case at a meeting."""
    refs = map(st.just, pair)
    return st.builds(HeardRow, *refs, LEVEL, MAYBE_DAY, DISCLOSED, TEXT, *MINUTED)


def actions(ref: str, case_ref: str, at: list[str]) -> SearchStrategy[ActionRow]:
    given = (MAYBE_AGENCY, TEXT, TEXT, MAYBE_DAY, MAYBE_DAY, MAYBE_DAY, some("", "CAM"))
    more = (USER, TEXT, st.sampled_from(at), MAYBE_DAY, TEXT)
    return st.builds(ActionRow, st.just(ref), st.just(case_ref), *given, *more)


def meetings(ref: str) -> SearchStrategy[MeetingRow]:
    status = some("planned", "held", "cancelled")
    given = (st.integers(2, 3), INSTANT, TEXT, status, st.just("CAM"), MAYBE_INSTANT, USER)
    return st.builds(MeetingRow, st.just(ref), *given, st.booleans(), st.integers(0, 9))


def invited(refs: list[str], of: list[str]) -> list[tuple[str, str]]:
    return [(meeting, ref) for meeting in refs for ref in ["", *of]]


def invitations(pair: tuple[str, str]) -> SearchStrategy[InvitationRow]:
    answer = some("", "accepted", "report", "apologies")
    who = (AGENCY, USER, TEXT, TEXT)
    return st.builds(InvitationRow, *map(st.just, pair), *who, answer, *[MAYBE_INSTANT] * 3)
