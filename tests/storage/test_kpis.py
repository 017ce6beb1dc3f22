"""The pack and the log of an area: every figure in them is the answer to a question in words."""

from datetime import date
from typing import Any

import pytest

from mappa.answering.answers import Shown
from mappa.asking.figures import Figure
from mappa.asking.questions import Comparison, Period
from mappa.asking.reader import read_question
from mappa.asking.terms import Terms
from mappa.cases import Spell
from mappa.statistics.kpis import KpiPack, Share
from mappa.statistics.referral_logs import COLUMNS, DAYS
from mappa.years import MappaYear
from storage.asking.counting import count
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.kpis import count_kpis, count_referral_log, list_appendices
from storage.tables import referrals
from tests.build import NOW, POLICY, case
from tests.storage.counted_rows import ALL, NOT_4, add_meeting, add_people, add_row, on

YEAR, TODAY = Period(date(2013, 4, 1), date(2014, 3, 31)), date(2014, 6, 1)
EVERYTHING = Shown(True)
WAYS = {"police": "attended", "prison": "report", "health": "none"}


@pytest.fixture(autouse=True)
def caseload(session: Session) -> None:
    ids = add_people(
        session,
        case("BED-1", spells=(Spell(2, 2, on("2012-01-01")),)),
        case("BED-2", spells=(Spell(4, 3, on("2012-01-01")),)),
    )
    one, two = ids["1"], ids["2"]
    for day, level, heard, closed, issued in (
        ("2012-06-01", 2, {one: True}, None, None),
        ("2013-05-01", 2, {one: True}, "2013-05-02", "2013-05-16"),
        ("2013-12-02", 2, {one: None}, None, None),
        ("2014-01-06", 3, {two: False}, "2014-01-07", "2014-01-14"),
        ("2014-04-01", 3, {two: True}, "2014-04-01", "2014-04-01"),
    ):
        begins = f"{day}T09:00:00+00:00"
        add_meeting(session, begins, level, heard, answers=WAYS, closed=closed, issued=issued)
    add_meeting(session, "2013-05-02T09:00:00+00:00", 2, {one: True}, answers=WAYS, area="HER")
    made: list[tuple[Any, ...]] = [
        ("police", "2012-05-01", "accepted", "2012-05-08", 2),
        ("police", "2013-04-01", "accepted", "2013-04-11", 2),
        ("police", "2013-04-01", "declined", "2013-05-31", 3),
        ("health", "2014-03-20", "withdrawn", "2014-03-31", 2),
        ("health", "2014-03-31", "open", None, 2),
        ("prison", "2014-04-01", "open", None, 2),
    ]
    for at, (agency, day, decision, decided_on, level) in enumerate(made):
        add_row(
            session,
            referrals,
            ref=f"R{at}",
            area="BED",
            case_id=one,
            agency=agency,
            referred_on=on(day),
            decision=decision,
            decided_on=decided_on and on(decided_on),
            level_sought=level,
            made_at=NOW,
        )


def pack(session: Session, scope: Scope = ALL) -> KpiPack:
    return count_kpis(session, scope, YEAR, TODAY, EVERYTHING)


def answered(session: Session, words: str) -> Figure:
    """The whole of what the words ask, read as anybody's are."""
    question = read_question(words, TODAY, Terms())
    assert not isinstance(question, Comparison)
    return count(session, question, ALL).whole


def as_share(figure: Figure) -> Share:
    return Share(figure.count, figure.out_of or 0, reports=figure.reports)


SHARES = {
    "Attendance: Police": "police attendance{at}",
    "Attendance: Prison": "prison attendance{at}",
    "Attendance: all agencies": "attendance{at}",
    "Reviews on time": "reviews on time{at}",
    "Minutes issued on time": "minutes on time{at}",
    "Screening decisions on time": "screening on time{at}",
    "Disclosure decision recorded": "disclosure{at}",
}
COLUMNS_ASKED = {
    "Received": "referrals from police in 2013/14",
    "Accepted": "referrals from police accepted in 2013/14",
    "Declined": "referrals from police declined in 2013/14",
    "Withdrawn": "referrals from police withdrawn in 2013/14",
    "Open at the end": "open referrals from police on 31 March 2014",
}


def test_a_share_of_the_pack_is_the_answer_to_the_question(session: Session) -> None:
    lines = {one.label: one for one in pack(session).indicators}
    for label, asked in SHARES.items():
        found = lines[label]
        for share, at, when in (
            (found.whole, "", "2013/14"),
            (found.level_2, " at level 2 meetings", "2013/14"),
            (found.level_3, " at level 3 meetings", "2013/14"),
            (found.before, "", "2012/13"),
        ):
            # Of meetings it may be said whose level is meant, of reviews and decisions it need not.
            level = at if "time" not in asked else at.removesuffix(" meetings")
            words = f"{asked.format(at=level)} in {when}"
            assert share == as_share(answered(session, words)), words


def test_a_count_of_the_log_is_the_answer_to_the_question(session: Session) -> None:
    log = count_referral_log(session, ALL, YEAR, TODAY, EVERYTHING)
    police = next(one for one in log.agencies if one.label == "Police")
    for column, asked in COLUMNS_ASKED.items():
        assert police.figures[column] == answered(session, asked).count, asked


def test_the_pack_counts_what_was_held_in_the_year(session: Session) -> None:
    shares = {one.label: one.whole for one in pack(session).indicators}
    assert shares == {
        "Attendance: Police": Share(3, 3),
        "Attendance: Prison": Share(0, 3, reports=3),
        "Attendance: Health": Share(0, 3),
        "Attendance: all agencies": Share(3, 9, reports=3),
        "Reviews on time": Share(0, 3),
        "Minutes issued on time": Share(1, 2),
        "Screening decisions on time": Share(1, 2),
        "Disclosure decision recorded": Share(2, 3),
    }


def test_without_the_grant_nothing_of_category_4_is_in_it_and_that_is_said(
    session: Session,
) -> None:
    seen = pack(session, NOT_4)
    police = next(one for one in seen.indicators if one.label == "Attendance: Police")
    assert (police.whole, police.level_3) == (Share(2, 2), Share(0, 0))
    assert (seen.category_4_hidden, pack(session).category_4_hidden) == (True, False)


def test_the_log_of_a_year(session: Session) -> None:
    log = count_referral_log(session, ALL, YEAR, TODAY, EVERYTHING)
    rows = {one.label: [one.figures[name] for name in COLUMNS] for one in log.lines}
    assert rows == {
        "Police": [2, 1, 1, 0, 0, 35.0],
        "Health": [2, 0, 0, 1, 1, None],
        "Total": [4, 1, 1, 1, 1, 35.0],
        "2012/13": [1, 1, 0, 0, 0, 7.0],
    }
    took = answered(session, "average days from referral to decision in 2013/14")
    assert (took.count, took.out_of) == (70, log.total.decisions)
    assert log.total.figures[DAYS] == 35.0


def test_the_tables_that_go_with_a_report_are_those_of_the_year_so_far(session: Session) -> None:
    def titles(year: int, today: date) -> list[str]:
        given = session, "BED", MappaYear(year), POLICY, today
        return [one.title for one in list_appendices(*given, category_4=True)]

    assert titles(2013, TODAY)[0].endswith("in 2013/14 (1 April 2013 to 31 March 2014)")
    assert titles(2014, TODAY)[-1] == "Referrals from 1 April 2014 to 1 June 2014"
    assert titles(2015, TODAY) == []
    assert len(titles(2013, TODAY)) == 5
