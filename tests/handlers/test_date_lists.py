"""The word `dates`: every date of one's own cases in their order, and nobody else's."""

from dataclasses import replace
from datetime import date, timedelta

from mappa.cases import Order, Spell
from storage.cases import get_case, set_case
from storage.databases import Session
from tests.build import TODAY
from tests.handlers.conversations import Conversation

SOON, LATER, PAST = TODAY + timedelta(days=9), TODAY + timedelta(days=60), date(2026, 6, 1)


def fill(talk: Conversation) -> None:
    talk.open_case(
        "BED-7001",
        dates={"licence_end": SOON, "review": PAST, "sentence_end": LATER, "release": PAST},
        orders=(Order("SHPO", date(2026, 1, 5), SOON), Order("SRO", date(2026, 1, 5))),
    )
    left = (Spell(2, 2, date(2026, 1, 5), date(2026, 5, 1)),)
    talk.open_case("BED-7002", dates={"licence_end": SOON}, spells=left)
    talk.open_case("BED-7003", dates={"tused": SOON}, team=())


def test_it_lists_what_is_overdue_and_what_is_coming_day_by_day(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    fill(talk)
    lines = [
        "1 June 2026: BED-7001, next review, overdue",
        "26 June 2026: BED-7001, licence end",
        "26 June 2026: BED-7001, SHPO ends",
    ]
    head = "Dates, the next 28 days: {}, page 1 of 1"
    assert talk.typed("U0PRIYA", "dates").text.splitlines() == [head.format(3), *lines]
    also = "26 June 2026: BED-7003, top-up supervision end"
    assert talk.typed("U0CORA", "dates").text.splitlines() == [head.format(4), *lines, also]
    assert talk.count("records", action="dates listed") == 2
    far = talk.typed("U0PRIYA", "dates 90 days kind sentence-end").text
    assert far.splitlines()[1:] == ["16 August 2026: BED-7001, sentence end"]
    of_one = talk.typed("U0PRIYA", "dates BED-7002").text
    assert of_one.splitlines()[1:] == ["26 June 2026: BED-7002, licence end"]


def test_nobody_learns_a_date_of_a_case_that_is_not_theirs(talk: Conversation) -> None:
    fill(talk)

    def limit(session: Session) -> None:
        case = get_case(session, "BED-7003", to_change=True)
        set_case(session, case, replace(case.facts, limited_access=True))

    talk.write(limit)
    for user in ("U0PETE", "U0CHAS"):
        assert talk.typed(user, "dates").text.splitlines()[1:] == ["Nothing."]
    assert "BED-7003" not in talk.typed("U0CORA", "dates 400 days").text
    for user in ("U0PETE", "U0CORA"):
        theirs = talk.typed(user, "dates BED-7003").text
        assert theirs == talk.typed(user, "dates BED-9999").text.replace("9999", "7003")


def test_a_long_list_goes_on_page_by_page_and_loses_no_line(talk: Conversation) -> None:
    for number in range(7100, 7220):
        talk.open_case(f"BED-{number}", dates={"licence_end": SOON})
    first = talk.typed("U0PRIYA", "dates").text.splitlines()
    assert first[-1] == "Next: /mappa dates days 28 page 2"
    second = talk.typed("U0PRIYA", "dates days 28 page 2").text.splitlines()
    assert len(first[1:-1]) + len(second[1:]) == 120
    assert len({*first[1:-1], *second[1:]}) == 120
    assert "There is no more." in talk.typed("U0PRIYA", "dates page 3").text
