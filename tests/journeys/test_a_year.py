"""A MAPPA year of the sample area: every meeting held, every date reminded once, the report right.

What must be so stands in books of the test's own (worlds, reminding, year_figures), kept by the
words of the policy; what was so is read from what arrived in the workspace and from the records.
In the suite it is the first six weeks; `make year` lives through all of it (`SEED=7`: another).
"""

import sys
from collections import Counter
from datetime import date, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from mappa.agencies import AGENCIES
from mappa.answering.answers import Shown
from mappa.asking.questions import Period
from mappa.workbook.workbooks import Workbook
from mappa.years import MappaYear
from storage.asking.scopes import Scope
from storage.databases import Session
from storage.kpis import count_kpis
from storage.migrations import upgrade
from storage.outgoing import is_anything_due
from storage.records import find_broken_record
from storage.reminders import count_due_unsent
from storage.statistics.reports import make_report_for
from storage.tables import cases, heard, meetings, outgoing, reminders
from tests.build import POLICY
from tests.handlers.conftest import copied, kit_on, production_log
from tests.handlers.workspaces import Slack
from tests.journeys import year_figures as own
from tests.journeys.almanacs import DAY, FIRST, LAST, works
from tests.journeys.area_years import AreaYear, lived_year
from tests.journeys.worlds import CORA

SEED = 2026
SIX_WEEKS = date(2026, 5, 15)
MANY = 10  # of what is not as it must be so much is shown
Reminded = Counter[tuple[str, str, date, time]]


def test_six_weeks_of_a_year(slack: Slack, migrated_file: Path, tmp_path: Path) -> None:
    url = copied(migrated_file, tmp_path)
    try:
        with (
            production_log() as log,
            kit_on(slack, url) as kit,
            lived_year(slack, kit, log, SEED, SIX_WEEKS) as (year, _),
        ):
            every_date_was_reminded_once(year)
            nothing_is_left_over(year)
            assert not [name for name in year.names if name in log.getvalue()]
    finally:
        slack.renew_if_full()


def live(slack: Slack, url: str, seed: int) -> Counter[str]:
    with (
        production_log() as log,
        kit_on(slack, url) as kit,
        lived_year(slack, kit, log, seed) as (year, book),
    ):
        every_date_was_reminded_once(year)
        assert len(kinds_told(year)) >= 12
        every_meeting_is_in_the_book(year)
        the_report_is_right(year, book)
        the_shares_are_right(year, book)
        nothing_is_left_over(year)
        assert not [name for name in year.names if name in log.getvalue()]
        return year.counts()


def every_date_was_reminded_once(year: AreaYear) -> None:
    """Who was told which line on which day at what hour, and nobody anything else."""
    due, got = year.ledger.due, year.got
    assert (_shown(due - got), _shown(got - due)) == ([], []), "not told; told, but not to be"
    assert all(works(day) for _, _, day, _ in got)
    assert len(kinds_told(year)) >= 8
    assert not year.inbox["U0SIMI"] and not year.inbox["U0ADA"]


def kinds_told(year: AreaYear) -> set[str]:
    """The first words of what was told."""
    return {line.partition(": ")[2].split()[0] for _, line, _, _ in year.got}


def _shown(left: Reminded) -> list[tuple[str, str, str, str]]:
    found = sorted((str(day), str(hour), user, line) for user, line, day, hour in left)
    return found[:MANY]


def every_meeting_is_in_the_book(year: AreaYear) -> None:
    """Held or called off, with the cases that it heard, what was decided, when it was issued."""
    columns = (
        *meetings.c["ref", "status"], cases.c.ref.label("case"),
        *heard.c["outcome_level", "leaves", "closed_on", "issued_on"],
    )  # fmt: skip
    query = select(*columns).join(heard, heard.c.meeting_id == meetings.c.id).join(cases)
    rows = year.talk.read(lambda session: session.execute(query).all())
    stored = {(row.ref, row.case): row for row in rows}
    booked = {
        (one.ref, ref): one for one in year.world.meetings.values() for ref in one.cases
    }  # fmt: skip
    assert stored.keys() == booked.keys()
    for (ref, case), row in stored.items():
        book = booked[ref, case]
        assert book.status == row.status != "planned", (ref, book, row.status)
        assert (row.closed_on, row.issued_on) == (book.closed.get(case), book.issued.get(case))
        if case in book.outcomes:
            assert (row.outcome_level, bool(row.leaves)) == (
                book.outcomes[case], book.outcomes[case] is None
            ), (ref, case)  # fmt: skip
    assert sum(one.status == "held" and one.on >= FIRST for one in booked.values()) >= 20


def the_report_is_right(year: AreaYear, book: Workbook) -> None:
    found = year.talk.read(
        lambda session: make_report_for(
            session, "BED", MappaYear(2026), "first", category_4=True, today=LAST + DAY
        )
    ).as_json_object()
    world = year.world
    picture, levels, back = own.snapshot(world), own.yearly(world), own.returned(world)
    columns = range(1, 5) if any(c == 4 for some in (picture, levels, back) for _, c in some) \
        else range(1, 4)  # fmt: skip
    rows = (1, 2, 3, 0) if any(level == 0 for level, _ in picture) else (1, 2, 3)
    everybody = sum(picture.values())
    registered = sum(n for (_, category), n in picture.items() if category == 1)
    population = next(one.aged_10_plus for one in book.populations if one.year_ending == 2027)
    imposed = own.orders(world)
    assert (
        found
        | {
            "snapshot": own.table(picture, rows, columns),
            "yearly": own.table(levels, (2, 3), columns),
            "returned_to_custody_breach_of_licence": own.table(back, (2, 3), columns),
            "rso_cautioned_or_convicted_for_breach_of_notification": own.people_with(
                world, "breach_of_notification"
            ),
            "rso_per_100000": round(registered * 100_000 / population),
            "level_1_share_percent": round(
                100 * sum(n for (level, _), n in picture.items() if level == 1) / everybody
            ),
            "training_sessions": sum(own.in_year(on) for on in year.trained_on),
            "audits_per_year_at_least": sum(own.in_year(on) for on in world.audits),
            "counting": "first",
            "snapshot_on": "2027-03-31",
        }
        == found
    )
    assert {kind: n for kind, n in found["orders_imposed_on_category_1"].items() if n} == imposed
    assert "2026/27" in year.says(CORA, "report 2026/27")


def the_shares_are_right(year: AreaYear, book: Workbook) -> None:
    world, asked_on = year.world, LAST + DAY

    def count(session: Session) -> Any:
        scope = Scope("BED", category_4=True, policy=POLICY)
        return count_kpis(session, scope, Period(FIRST, LAST), asked_on, Shown(category_4=True))

    pack = year.talk.read(count)
    lines = {one.label: (one.whole.count, one.whole.out_of) for one in pack.indicators}
    screened = [
        (one.referred_on, one.decided_on)
        for one in book.referrals
        if one.decision in ("accepted", "declined")
        if one.decided_on and own.in_year(one.decided_on)
    ]
    came = own.attendance(world)
    expected = {f"Attendance: {AGENCIES[agency]}": share for agency, share in came.items()}
    expected["Attendance: all agencies"] = (
        sum(n for n, _ in came.values()), sum(of for _, of in came.values())
    )  # fmt: skip
    expected |= {
        "Reviews on time": own.reviews_on_time(world),
        "Minutes issued on time": own.minutes_on_time(world, asked_on),
        "Screening decisions on time": own.screened_on_time([*screened, *year.screened]),
        "Disclosure decision recorded": own.disclosures(world),
    }
    assert {label: share for label, share in lines.items() if share[1]} == expected
    left, overdue = own.actions_left(world.raised.values())
    for question, number in (("open", left), ("overdue", overdue)):
        answer = year.says(CORA, f"how many {question} actions on 31 March 2027")
        assert answer.startswith(f"{number} "), (question, number, answer)


def nothing_is_left_over(year: AreaYear) -> None:
    talk, now = year.talk, year.talk.clock()
    assert talk.newly_broken() == []
    assert talk.read(lambda session: find_broken_record(session, "BED")) is None
    assert talk.read(lambda session: count_due_unsent(session, now)) == 0
    assert not talk.read(lambda session: is_anything_due(session, now))
    states = talk.read(lambda s: set(s.execute(select(outgoing.c.state).distinct()).scalars()))
    assert states <= {"sent", "void"}, states
    failed = talk.read(lambda s: s.execute(select(reminders.c.state).distinct()).scalars().all())
    assert "failed" not in failed


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        workspace = Slack()
        upgrade(f"sqlite:///{folder}/year.db")
        numbers = sys.argv[1:] or [str(SEED)]
        sys.stdout.write(f"{live(workspace, f'sqlite:///{folder}/year.db', int(numbers[0]))}\n")
        workspace.stop()
