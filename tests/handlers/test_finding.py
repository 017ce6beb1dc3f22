"""The word `find`: who finds whom by what, page by page, and nothing that is not theirs."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handlers.finding import PAGE
from handlers.views.findings import LIST_AS_FILE, NEXT_PAGE, NOBODY, PREVIOUS_PAGE
from mappa.cases import Custody, Spell, TeamMember
from storage.people import add_person
from storage.tables import records
from tests.build import MARKER, NOW, TODAY, person
from tests.handlers.conversations import Conversation

BORN = date(1980, 5, 3)
THEIRS: dict[str, Any] = {
    "name": "Renée O'Brien-Smith",
    "born_on": BORN,
    "crn": "X320741",
    "pnc": "2002/0073319Z",
    "cro": "065656/91H",
    "prison_number": "A1234AA",
    "visor_ref": "V/12 ab",
}


@pytest.fixture
def peopled(talk_on_both: Conversation) -> Conversation:
    """Beside Zebedee of BED-1042, whom Priya owns: Renée, whom Pete owns."""
    talk_on_both.open_case("BED-2000", team=(TeamMember("U0PETE", "owner"),), **THEIRS)
    return talk_on_both


HOW_TO = ("Example", "Nearest", "Shorten it.", "Type it again", "There are 1, 2, 3")


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("BED-")]


def test_a_case_is_found_by_every_way_of_naming_it(peopled: Conversation) -> None:
    for words in (
        "BED-2000", "bed-2000", "X320741", "x 320741", "2002/0073319Z", "02/73319z", "65656/91H",
        "A1234aa", "V/12 ab", "visor V/12 ab", "RENEE", "obrien", "smith renée", "Smith, O’Brien",
        "3 May 1980", "03/05/1980", "renee born 3 May 1980", "born 3 may 1980", "renee as a file",
    ):  # fmt: skip
        answer = peopled.typed("U0CORA", f"find {words}")
        if "file" in words:
            assert (
                answer.text == "The file with 1 case is on its way to your direct messages with me."
            )
        else:
            assert [line[:8] for line in lines(answer.text)] == ["BED-2000"], words
    line = lines(peopled.typed("U0CORA", "find smith").text)[0]
    assert line == "BED-2000: Renée O'Brien-Smith, level 2, category 2, owner Pete Practice"


def test_a_merely_similar_one_is_not_found(peopled: Conversation) -> None:
    for words in ("rene", "smit", "renee born 4 May 1980", "renee zebedee", "X320742", "BED-20000",
                  "😀", "'; DROP TABLE cases; --", "Zeb*", "%", "V/12"):  # fmt: skip
        answer = peopled.typed("U0CORA", f"find {words}")
        assert lines(answer.text) == [], words
        assert "Example" in answer.text or "No case" in answer.text, answer.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("find", "find: say whom or what."),
        ("find page 2", "find: say whom or what."),
        ("find Marker page zero", "page: “zero” is not a page."),
        ("find 1980/0163001B", "check letter does not fit"),
        ("find 31 February 1980", "There is no 31 February 1980"),
        ("find renee born yesterweek", "born: “yesterweek” is not a day."),
        ("find level 9", "There is no level 9."),
        ("find cases by level", "A list has no groups"),
        ("find cases in Narnia", "“narnia”: That word has no place"),
        (f"find {'x' * 201}", "find: 201 characters are too many"),
        (f"find {'x' * 10_000}", "find: the text has 10,000 characters"),
        ("find a\u202eb", "find: the text holds invisible control characters"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_by_name(
    shared_talk: Conversation, typed: str, says: str
) -> None:
    before = shared_talk.dump(without=())
    answer = shared_talk.typed("U0CORA", typed)
    assert says in answer.text
    assert any(word in answer.text for word in HOW_TO)
    assert shared_talk.dump(without=()) == before


def test_practitioners_find_their_own_and_the_rest_reads_as_if_it_were_not_there(
    peopled: Conversation,
) -> None:
    for words in ("BED-1042", "Zebedee", "X001042", "level 2 cases", "everybody"):
        assert [one[:8] for one in lines(peopled.typed("U0PRIYA", f"find {words}").text)] == [
            "BED-1042"
        ]
        theirs = peopled.typed("U0PETE", f"find {words}").text
        assert "BED-1042: " not in theirs and MARKER not in theirs
    for hidden, nobody in (("X001042", "X999999"), ("Zebedee", "Nemo"), ("BED-1042", "BED-9999")):
        theirs = peopled.typed("U0PETE", f"find {hidden}").whole
        assert theirs.replace(hidden, nobody) == peopled.typed("U0PETE", f"find {nobody}").whole
    assert peopled.typed("U0PETE", "find Zebedee").text.startswith(NOBODY)


@pytest.mark.parametrize("user_id", ["U0SIMI", "U0ADA"])
def test_who_sees_no_cases_finds_none(shared_talk: Conversation, user_id: str) -> None:
    before = shared_talk.dump(without=())
    for typed in ("find Marker", "find BED-1042", "find cases"):
        answer = shared_talk.typed(user_id, typed)
        assert answer.text == "Your role does not see cases. Ask the co-ordinator of your area."
    assert shared_talk.dump(without=()) == before


def test_a_list_and_its_figure_count_the_same_people(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    inside = (Custody(date(2026, 2, 1)),)
    for number in range(12):
        level, category = number % 3 + 1, number % 2 + 1
        talk.open_case(
            f"BED-{3000 + number}",
            spells=(Spell(category, level, date(2026, 1, 5)),),
            custody=inside if number % 4 == 0 else (),
        )
    talk.open_case("BED-3100", spells=(Spell(1, 2, date(2020, 1, 1), date(2021, 1, 1)),))
    for words in ("level 2 cases", "level 2 cases in custody", "category 1 at level 3",
                  "cases including custody", "registered sex offenders",
                  "level 2 cases on 1 June 2020", "level 1 or 3 cases"):  # fmt: skip
        figure = talk.typed("U0CORA", f"how many {words}").text
        found = talk.typed("U0CORA", f"find {words}").text
        assert figure.split()[0] == found.split()[0], (words, figure, found)
        assert len(lines(found)) == int(found.split()[0])
    talk.open_case("BED-3200", dates={"licence_end": date(2026, 7, 1)})
    talk.typed("U0PRIYA", "refer BED-3200 level 3 because risk has risen")
    for words, number in (
        ("licences ending in the next 28 days", 1), ("open referrals", 1), ("overdue actions", 0),
        ("cases at level 1 since April", 4), ("referrals from probation this year", 1),
    ):  # fmt: skip
        found = talk.typed("U0CORA", f"find {words}").text
        assert found.startswith("1 person" if number == 1 else f"{number} people"), (words, found)
    for words in ("meetings held this year", "cases compared with last year"):
        answer = talk.typed("U0CORA", f"find {words}").text
        assert "Example" in answer or "A day and a period are not compared" in answer
    grouped = talk.typed("U0CORA", "find level 2 cases on 1 June 2020").text
    assert "BED-3100: Zebedee Q. Marker, level 2, category 1" in grouped


def test_what_is_gated_is_in_no_list_number_or_page(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    talk.open_case("BED-4001", limited_access=True, name="Limited Person")
    talk.open_case("BED-4002", spells=(Spell(4, 2, date(2026, 1, 1)),), name="Gated Person")
    earlier = (Spell(4, 2, date(2020, 1, 1), date(2021, 1, 1)), Spell(2, 2, date(2026, 1, 1)))
    talk.open_case("BED-4003", spells=earlier, name="Once Person")
    found = talk.typed("U0CORA", "find cases").text
    assert [line[:8] for line in lines(found)] == ["BED-1042"]
    assert found.startswith("1 person, page 1 of 1")
    assert "Cases that need a grant which you do not have are not listed." in found
    assert "find Person" not in talk.typed("U0CORA", "find Person").text
    everything = replace(talk.people["U0CORA"], grants=frozenset({"limited", "category-4"}))
    talk.write(lambda session: add_person(session, everything, NOW))
    assert talk.typed("U0CORA", "find Person").text.startswith("3 people")


def test_pages_are_turned_by_typing_and_by_buttons_and_each_is_on_the_record(
    talk: Conversation,
) -> None:
    for number in range(2 * PAGE + 4):
        talk.open_case(f"BED-{5000 + number}", dates={})
    first = talk.typed("U0CORA", "find Zebedee")
    assert first.text.startswith(f"{2 * PAGE + 5} people, page 1 of 3")
    seen = lines(first.text)
    for page in (2, 3):
        seen += lines(talk.typed("U0CORA", f"find Zebedee page {page}").text)
    assert len({line[:8] for line in seen}) == len(seen) == 2 * PAGE + 5
    assert "There is no more." in talk.typed("U0CORA", "find Zebedee page 4").text
    rows = talk.read(lambda s: s.execute(records.select()).all())
    assert [row.action for row in rows].count("cases found") == 4

    buttons = first.blocks[-1]["elements"]
    assert [one["action_id"] for one in buttons] == [NEXT_PAGE, LIST_AS_FILE]
    assert "ebedee" not in str(buttons)
    message = talk.plant("D0CORA", *buttons)
    talk.press("U0CORA", NEXT_PAGE, message)
    talk.settle()
    form = talk.form("U0CORA")
    assert form is not None and "page 2 of 3" in str(form["blocks"])
    turned = [one["action_id"] for one in form["blocks"][-1]["elements"]]
    assert turned == [PREVIOUS_PAGE, NEXT_PAGE, LIST_AS_FILE]
    assert talk.newly_broken() == []


def test_a_button_works_for_nobody_else_and_not_when_it_was_changed(talk: Conversation) -> None:
    button = talk.typed("U0CORA", "find Zebedee").blocks[-1]["elements"][-1]
    cole = person("U0PETE", "co-ordinator")
    talk.write(lambda session: add_person(session, cole, NOW))
    values = [button["value"], button["value"][:-4] + "AAAA", "", "x", "é", "9" * 1999]
    for user_id, value in [("U0PETE", values[0]), *(("U0CORA", value) for value in values[1:])]:
        message = talk.plant("C0GENERAL", {**button, "value": value or " "})
        talk.press(user_id, LIST_AS_FILE, message)
        talk.settle()
        form = talk.form(user_id)
        assert form is not None
        assert "That list is no longer there" in str(form["blocks"]), value
    assert talk.count("outgoing") == 0


def test_a_merged_case_leads_to_what_it_became(talk: Conversation) -> None:
    talk.open_case("BED-2000", name="", crn=None)
    talk.typed("U0CORA", "merge BED-1042 into BED-2000 because one person")
    assert "BED-1042 was merged into BED-2000" in talk.typed("U0CORA", "find BED-1042").text
    for words in ("X001042", "Zebedee", "level 2 cases"):
        assert [one[:8] for one in lines(talk.typed("U0CORA", f"find {words}").text)] == [
            "BED-2000"
        ]
    assert talk.clock().date() == TODAY
