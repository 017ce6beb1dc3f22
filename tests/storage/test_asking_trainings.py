"""Training sessions and case audits asked for."""

from mappa.asking.questions import Period, Question
from storage.asking.counting import count
from storage.databases import Session
from storage.tables import case_audits, trainings
from tests.storage.counted_rows import NOT_4, add_row, counted, on

YEAR = Period(on("2013-04-01"), on("2014-03-31"))
DAYS = ("2013-03-31", "2013-04-01", "2013-06-30", "2013-07-01", "2014-03-31", "2014-04-01")
APRIL, JULY, JANUARY = on("2013-04-01"), on("2013-07-01"), on("2014-01-01")


def ask(counted: str, by: str = "", asked_on: str = "2014-06-01", when: Period = YEAR) -> Question:
    return Question(counted, when, on(asked_on), by=by)


def test_trainings_that_have_been_and_audits_are_counted_by_their_day(session: Session) -> None:
    for number, day in enumerate(DAYS):
        for area in ("BED", "HER"):
            here = {"ref": f"{area}-{number}", "area": area}
            add_row(session, trainings, **here, on=on(day), agencies="police,housing")
            if day != "2013-06-30":
                add_row(session, case_audits, **here, drawn_on=on(day))
    by_quarter = {APRIL: (2,), JULY: (1,), JANUARY: (1,)}
    assert counted(session, ask("trainings", "quarter")) == ((4,), by_quarter)
    assert counted(session, ask("trainings", asked_on="2013-07-01"))[0] == (3,)
    assert counted(session, ask("trainings", asked_on="2013-06-30"))[0] == (2,)
    ever = Period(None, on("2020-01-01"))
    assert counted(session, ask("trainings", asked_on="2014-03-31", when=ever))[0] == (5,)
    assert counted(session, ask("case audits", "quarter")) == (
        (3,),
        {APRIL: (1,), JULY: (1,), JANUARY: (1,)},
    )
    assert counted(session, ask("case audits", "year", when=ever))[1] == {
        on("2012-04-01"): (1,),
        APRIL: (3,),
        on("2014-04-01"): (1,),
    }
    assert not count(session, ask("trainings"), NOT_4).hidden
    assert not count(session, ask("case audits"), NOT_4).hidden
