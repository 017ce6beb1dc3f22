"""A workbook is brought in while others work, or bring in one themselves."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from threading import Event as Signal

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from mappa.workbook.workbooks import Workbook
from storage.cases import add_case, get_case, next_case_ref, set_case
from storage.databases import Database
from storage.records import Entry, add_record
from storage.tables import cases
from storage.workbook.imports import NotImported
from tests.build import NOW, case, register_cast
from tests.storage.caseloads import find_case
from tests.storage.threads import PATIENCE, at_once
from tests.storage.whole_workbooks import whole
from tests.storage.workbooks import bring_in


def save(db: Database, workbook: Workbook, **how: bool) -> str:
    try:
        with db.write() as session:
            bring_in(session, workbook, **how)
    except NotImported as refused:
        return refused.message
    return "saved"


def test_of_two_who_bring_in_the_same_one_is_refused_and_nothing_is_doubled(db: Database) -> None:
    workbook = whole()
    workbook.cases += [case(f"BED-{n}") for n in range(1, 400)]
    backwards = replace(workbook, cases=workbook.cases[::-1])
    with db.write() as session:
        register_cast(session)
    told = at_once(partial(save, db, workbook), partial(save, db, backwards))
    assert told.count("saved") == 1
    refused = next(one for one in told if one != "saved")
    assert refused.count("is in the database already") == 400
    with db.read() as session:
        assert session.execute(select(func.count()).select_from(cases)).scalar() == 400


def test_two_who_bring_in_different_workbooks_both_save_theirs(db: Database) -> None:
    theirs = [Workbook(cases=[case(f"BED-{n + m}") for n in range(300)]) for m in (1000, 2000)]
    assert at_once(*[partial(save, db, one) for one in theirs]) == ["saved"] * 2
    with db.write() as session:
        assert next_case_ref(session, "BED") == "BED-2300"


@contextmanager
def half_way(db: Database, workbook: Workbook, **how: bool) -> Iterator[Callable[[], None]]:
    """An import that has stored its first cases and waits; what is yielded lets it finish."""
    begun, go_on = Signal(), Signal()

    def told(done: int, total: int) -> None:
        begun.set()
        assert go_on.wait(PATIENCE)

    def bring() -> None:
        with db.write() as session:
            bring_in(session, workbook, told=told, **how)

    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(bring)
        try:
            assert begun.wait(PATIENCE)

            def finish() -> None:
                go_on.set()
                under_way.result(PATIENCE)

            yield finish
        finally:
            go_on.set()


def refer(db: Database) -> str:
    """What the bot does when somebody is referred who is not known: a case, on the record."""
    with db.write() as session:
        assert find_case(session, "BED", "crn", "X320741") is None
        ref = next_case_ref(session, "BED")
        add_case(session, case(ref, crn="X320741"), NOW)
        add_record(session, Entry("referral made", "command"), area="BED", now=NOW)
        return ref


def change(db: Database, ref: str) -> None:
    with db.write() as session:
        stored = get_case(session, ref, to_change=True)
        set_case(session, stored, replace(stored.facts, rosh="high"))


def test_others_go_on_working_while_a_workbook_is_brought_in(db: Database) -> None:
    with db.write() as session:
        register_cast(session)
        add_case(session, case("BED-1"), NOW)
        add_case(session, case("BED-2"), NOW)
    workbook = Workbook(cases=[case("BED-2", name="Ada Lark"), case("BED-3000")])
    hurried = db.within(0.2)
    with half_way(db, workbook, update=True) as finish:
        with db.read() as session:  # whoever only looks sees what was there before
            assert get_case(session, "BED-2").facts.name != "Ada Lark"
        if db.is_sqlite:  # one writer: who cannot wait is told so, and nothing is saved
            for work in (refer, partial(change, ref="BED-1")):
                with pytest.raises(OperationalError, match="locked"):
                    work(hurried)
        else:
            assert refer(hurried) == "BED-1001"
            change(hurried, "BED-1")
            with pytest.raises(OperationalError, match="lock timeout"):
                change(hurried, "BED-2")  # the case itself is being corrected
        finish()
    if db.is_sqlite:
        assert refer(hurried) == "BED-3001"
        change(hurried, "BED-1")
    with db.write() as session:
        assert get_case(session, "BED-1").facts.rosh == "high"
        assert get_case(session, "BED-2").facts.name == "Ada Lark"
        assert next_case_ref(session, "BED") > "BED-3000"


def test_a_reference_that_was_given_meanwhile_refuses_the_import(db: Database) -> None:
    if db.is_sqlite:
        with db.write() as session:
            add_case(session, case("BED-1001"), NOW)
        assert "is in the database already" in save(db, Workbook(cases=[case("BED-1001")]))
        return
    first = [case(f"BED-{n}") for n in range(1, 1001)]
    workbook = Workbook(cases=[*first, case("BED-1001", crn="X777777")])
    with half_way(db, workbook) as finish:
        assert refer(db.within(0.2)) == "BED-1001"
        with pytest.raises(Exception, match="meanwhile; nothing was saved"):
            finish()
    with db.read() as session:
        assert session.execute(select(cases.c.ref)).scalars().all() == ["BED-1001"]
