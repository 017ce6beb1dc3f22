"""An answer as a file: its table for a spreadsheet, its chart as a picture."""

import csv
from io import StringIO
from urllib.request import urlopen

import pytest

from handlers.views.questions import CHART_AS_PICTURE, LIST_ANSWER, TABLE_AS_FILE
from mappa.cases import Spell
from storage.people import remove_person
from tests.build import MARKER, NOW, TEAM, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.referring import give, register
from tests.handlers.workspaces import Json

BY_MONTH = "level 2 cases by month in 2025/26"


@pytest.fixture
def counted(talk: Conversation) -> Conversation:
    for number in range(6):
        talk.open_case(f"BED-{2000 + number}")
    talk.open_case("BED-3001", spells=(Spell(2, 3, TODAY),))
    return talk


def asked(talk: Conversation, words: str, who: str = "U0CORA") -> Json:
    talk.command(who, words, "C0GENERAL")
    talk.settle()
    return talk.last_message()


def press(talk: Conversation, action_id: str, message: Json, who: str = "U0CORA") -> Json:
    """What comes to the direct messages."""
    talk.press(who, action_id, message)
    talk.settle()
    talk.send()
    return talk.last_message()


def rows_of(talk: Conversation, message: Json, user_id: str = "U0CORA") -> list[list[str]]:
    """The lines of the file, as the person gets them at the page."""
    place = f"{talk.slack.server.url}practice/file?id={message['files'][0]['id']}&user={user_id}"
    with urlopen(place, timeout=10) as answer:  # noqa: S310
        return list(csv.reader(StringIO(answer.read().decode("utf-8-sig"))))


def test_a_table_comes_as_a_file_that_says_how_it_was_read(counted: Conversation) -> None:
    sent = press(counted, TABLE_AS_FILE, asked(counted, "how many cases by level"))
    assert sent["channel"] == "D0CORA"
    assert sent["files"][0]["name"].startswith("figures-2026-06-17-")
    assert "It is deleted here after 24 hours." in sent["text"]
    assert rows_of(counted, sent)[:5] == [
        ["Level", "Number"], ["Level 1", "0"], ["Level 2", "7"], ["Level 3", "1"], ["Total", "8"],
    ]  # fmt: skip
    read = "Read as: People, in the community, on 17 June 2026, by level."
    assert [read] in rows_of(counted, sent)
    assert MARKER not in str(sent) and counted.newly_broken() == []


@pytest.mark.parametrize("words", [BY_MONTH, "cases by lead agency"])
def test_a_chart_comes_as_a_picture_where_there_is_one(counted: Conversation, words: str) -> None:
    answer = asked(counted, words)
    drawn = CHART_AS_PICTURE in str(answer["blocks"])
    assert drawn is any(b["type"] == "data_visualization" for b in answer["blocks"])
    assert drawn is (words == BY_MONTH)
    if drawn:
        sent = press(counted, CHART_AS_PICTURE, answer)
        assert sent["files"][0]["name"].endswith(".png")


def test_a_file_shows_no_more_than_the_answer(counted: Conversation) -> None:
    answer = asked(counted, "how many cases by level", "U0SIMI")
    sent = press(counted, TABLE_AS_FILE, answer, "U0SIMI")
    assert ["Level 3", "not shown"] in rows_of(counted, sent, "U0SIMI")


def test_whoever_has_lost_access_gets_no_file(counted: Conversation) -> None:
    answer = asked(counted, "how many cases by level", "U0SIMI")
    counted.press("U0SIMI", TABLE_AS_FILE, answer)
    counted.settle()
    assert counted.count("outgoing") == 1
    counted.write(lambda session: remove_person(session, TEAM, "U0SIMI", NOW))
    counted.send()
    assert not [m for m in counted.messages() if m.get("files")]


@pytest.mark.parametrize(("role", "grants"), [("smb", ("category-4",)), ("co-ordinator", ())])
def test_a_file_counted_with_a_right_that_is_gone_is_withheld(
    counted: Conversation, role: str, grants: tuple[str, ...]
) -> None:
    give(counted, "U0CORA", "category-4")
    answer = asked(counted, "how many cases by level")
    counted.press("U0CORA", TABLE_AS_FILE, answer)
    counted.settle()
    register(counted, "U0CORA", role, *grants)
    counted.send()
    assert counted.count("sent_files") == 0
    assert counted.count("outgoing", state="void") == 1


def test_the_cases_of_a_figure_come_in_a_window_and_on_the_record(counted: Conversation) -> None:
    answer = asked(counted, "how many level 3 cases")
    assert "BED-" not in answer["text"]
    counted.press("U0CORA", LIST_ANSWER, answer)
    counted.settle()
    form = counted.form("U0CORA")
    assert form is not None and "BED-3001: Zebedee" in str(form["blocks"])
    assert counted.count("records", action="cases found") == 1
    assert LIST_ANSWER not in str(asked(counted, "how many level 2 cases", "U0SIMI")["blocks"])
