"""What those who do not get every figure exactly learn by asking one thing after the other."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.reports import report
from handlers.views.questions import SHARE_ANSWER
from handlers.views.reports import REPORT_AS_DOCX
from mappa.cases import CaseRecord, Custody, Spell
from mappa.errors import NotAllowed
from mappa.statistics.published import FOR_CO_ORDINATORS
from storage.cases import add_cases
from storage.people import get_person
from tests.build import NOW, TEAM, case
from tests.handlers.conversations import Conversation
from tests.handlers.pressing import press
from tests.handlers.returning import YEAR, cells, files

THIS_YEAR = "2026 - 0"  # what a button under its report would carry


def caseload() -> list[CaseRecord]:
    """Thirty people at level 1, six of them inside; eleven at level 2, one inside; two at level 3.
    All but three at level 1 are Bedford's. One more at level 2 is there already."""
    found = []
    for level, people, inside in ((1, 30, 6), (2, 11, 1), (3, 2, 0)):
        for at in range(people):
            found.append(
                case(
                    f"BED-{level}{at:03}",
                    crn=None,
                    spells=(Spell(2, level, date(2026, 1, 5)),),
                    custody=(Custody(date(2026, 2, 1)),) if at < inside else (),
                    district="Luton" if level == 1 and at > 26 else "Bedford",
                )
            )
    return found


@pytest.fixture
def counted(talk: Conversation) -> Conversation:
    talk.write(lambda session: add_cases(session, caseload(), NOW))
    return talk


def said(talk: Conversation, *questions: str, who: str = "U0SIMI") -> list[str]:
    """The beginning of each answer: how many."""
    texts = [talk.typed(who, f"how many {question}").text for question in questions]
    return [text.partition(" p")[0].partition(":")[0].lower() for text in texts]


def test_no_two_exact_figures_give_a_small_one_away(counted: Conversation) -> None:
    levels = ("cases", "level 1 cases", "level 2 cases", "level 3 cases")
    assert said(counted, *levels, who="U0CORA") == ["37", "24", "11", "2"]
    assert said(counted, *levels) == ["37", "not shown", "11", "fewer than 5"]
    for pair in ("level 2 or 3 cases", "level 1 or 3 cases"):
        assert said(counted, pair)[0] in ("not shown", "35", "26", "13")
    assert said(counted, "level 2 or 3 cases") == ["not shown"]
    assert said(counted, "level 1 or 3 cases") == ["26"]  # with 37 it is Level 2 again
    inside = ("cases in custody", "level 1 cases in custody", "level 2 cases in custody")
    assert said(counted, *inside, who="U0CORA") == ["7", "6", "1"]
    assert said(counted, *inside) == ["7", "not shown", "fewer than 5"]
    assert said(counted, "level 2 cases including custody") == ["not shown"]
    assert "more in custody" in counted.typed("U0SIMI", "how many cases").text
    assert said(counted, "cases in Bedford", "cases in Luton") == ["not shown", "fewer than 5"]
    assert "in custody" not in counted.typed("U0SIMI", "how many cases in Bedford").text


def test_what_goes_with_a_question_hides_the_same(counted: Conversation) -> None:
    for words in ("cases by level", "level 1 compared with level 3",
                  "what share of cases is level 1", "level 1 cases per 100,000"):  # fmt: skip
        text = counted.typed("U0SIMI", words).text
        assert "24" not in text.replace("2024", ""), (words, text)
    answer = counted.typed("U0SIMI", "cases by level").text
    assert "Level 1: not shown" in answer and "Level 2: 11" in answer


def test_what_is_shared_by_whoever_sees_it_all_hides_the_same(counted: Conversation) -> None:
    counted.command("U0CORA", "cases by level", "C0PANEL")
    counted.settle()
    own = counted.last_message()
    assert "Level 1: 24" in own["text"]
    counted.press("U0CORA", SHARE_ANSWER, own)
    counted.send()
    (shared,) = [m for m in counted.messages() if m.get("bot_id") and "ephemeral_to" not in m]
    assert "Level 1: not shown" in shared["text"] and "Level 2: 11" in shared["text"]


def test_the_printed_table_is_for_all_and_tells_no_more_than_it_prints(
    counted: Conversation,
) -> None:
    table = cells(counted.typed("U0SIMI", f"report {YEAR}"))
    assert table["31 March 2026: Level 3"] == ["0", "2", "0", "2"]
    on = "on 31 March 2026"
    levels = [f"level {level} cases {on}" for level in (1, 2, 3)]
    assert said(counted, *levels) == ["24", "11", "2"]
    for words in (
        f"level 2 cases in custody {on}",
        f"cases in Luton {on}",
        f"level 3 cases in Luton {on}",
    ):
        assert said(counted, words)[0] in ("fewer than 5", "0")
    assert said(counted, f"level 1 cases in Bedford {on}") == ["not shown"]


def test_a_year_that_runs_and_other_rules_are_for_co_ordinators(counted: Conversation) -> None:
    for typed in ("report 2026/27", "report this year", "report 2026/27 as docx"):
        assert "of a year that is over" in counted.typed("U0SIMI", typed).text
    assert "of a year that is over" not in counted.typed("U0CORA", "report this year").text
    assert "of a year that is over" in press(counted, "U0SIMI", REPORT_AS_DOCX, THIS_YEAR)
    assert (
        "area's own counting rule" in counted.typed("U0SIMI", f"report {YEAR} counting each").text
    )
    assert files(counted, "U0SIMI") == []


def test_the_policy_can_keep_the_tables_for_co_ordinators(counted: Conversation) -> None:
    desk = counted.kit.bot.desk
    rules = replace(desk.policy.statistics, tables_are_for_all=False)
    desk = replace(desk, policy=replace(desk.policy, statistics=rules))

    def made(user_id: str) -> str:
        with counted.db.read() as session:
            visit = desk.visit(get_person(session, TEAM, user_id, NOW), "command")
            return report(session, visit, YEAR).message.text

    assert "Level 3" in made("U0CORA")
    with pytest.raises(NotAllowed, match=FOR_CO_ORDINATORS):
        made("U0SIMI")
