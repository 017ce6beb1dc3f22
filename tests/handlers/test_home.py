"""The Home tab: what is coming, what can be done, and nothing that is not theirs."""

import json
from datetime import date

import pytest

from mappa.cases import Spell
from storage.people import remove_person
from tests.build import MARKER, NOW, TEAM
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Json


def texts(home: Json) -> str:
    return json.dumps(home["blocks"], ensure_ascii=False)


@pytest.mark.parametrize(
    ("user_id", "role", "has", "has_not"),
    [
        (
            "U0CORA",
            "co-ordinator",
            ["Coming", "Screening decision on referral BED-R1", "Referrals waiting"],
            [],
        ),
        ("U0PRIYA", "practitioner", ["Coming", "Make a referral"], ["Referrals waiting"]),
        ("U0CHAS", "chair", ["Make a referral", "how many level 2"], ["Referrals waiting"]),
        ("U0SIMI", "SMB", ["how many level 2 cases"], ["Coming", "Make a referral"]),
        ("U0ADA", "admin", ["/mappa me", "/mappa help"], ["Coming", "Make", "how many"]),
    ],
)
def test_home_shows_each_what_they_can_do_here(
    talk: Conversation, user_id: str, role: str, has: list[str], has_not: list[str]
) -> None:
    talk.typed("U0PRIYA", "refer X320741 category 2 level 2 because risk")
    home = texts(talk.open_home(user_id))
    assert f"{user_id[2:].title()} Practice, {role}" in home
    assert [part for part in has if part not in home] == []
    others = ("BED-10",) if user_id != "U0CORA" else ()
    assert [part for part in (*has_not, MARKER, *others) if part in home] == []
    assert ('"1"' in home) == (user_id == "U0CORA")
    assert talk.newly_broken() == []


def test_home_lists_what_is_coming_and_that_it_was_seen_goes_on_the_record(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    talk.open_case("BED-1050", dates={"licence_end": date(2026, 7, 1)}, team=())
    home = texts(talk.open_home("U0CORA"))
    assert "BED-1050: Licence end on 1 July 2026 (28 days), planned" in home
    assert MARKER not in home
    assert "BED-1050" not in texts(talk.open_home("U0PRIYA"))
    assert talk.count("records", action="home seen") == 1


def test_more_than_home_has_room_for_is_said_to_be_more(talk: Conversation) -> None:
    for number in range(22):
        talk.open_case(f"BED-{2000 + number}", dates={"licence_end": date(2026, 7, 1)})
    home = texts(talk.open_home("U0PRIYA"))
    assert home.count("Licence end on 1 July 2026") == 20
    assert "There are more. All of them: /mappa reminders" in home
    assert talk.newly_broken() == []


def test_what_is_overdue_leaves_room_for_what_is_coming(talk: Conversation) -> None:
    for number in range(25):
        talk.open_case(f"BED-{2000 + number}", dates={"review": date(2026, 5, 1)})
    for number in range(3):
        talk.open_case(f"BED-{3000 + number}", dates={"licence_end": date(2026, 7, 1)})
    talk.send()
    home = texts(talk.open_home("U0CORA"))
    assert [home.count(f"BED-300{number}: ") for number in range(3)] == [1, 1, 1]  # not each notice
    assert home.count("Next review on 1 May 2026") == 17
    assert "There are more. All of them: /mappa reminders" in home
    assert talk.newly_broken() == []


def test_what_can_no_longer_be_seen_does_not_push_the_rest_out(talk: Conversation) -> None:
    """Cases that were given a grant's protection after their reminders had been made."""
    for number in range(12):
        talk.open_case(f"BED-{2000 + number}", dates={"licence_end": date(2026, 7, 1)})
    talk.open_case("BED-2050", dates={"licence_end": date(2026, 7, 3)})
    with talk.db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET limited_access = 1 WHERE ref LIKE 'BED-200%'")
        connection.exec_driver_sql("UPDATE cases SET limited_access = 1 WHERE ref LIKE 'BED-201%'")
    home = texts(talk.open_home("U0PRIYA"))
    assert "BED-2050" in home
    assert "BED-200" not in home


def test_home_is_drawn_anew_for_who_somebody_is_by_now(talk: Conversation) -> None:
    assert "Make a referral" in texts(talk.open_home("U0PRIYA"))
    talk.write(lambda session: remove_person(session, TEAM, "U0PRIYA", NOW))
    home = texts(talk.open_home("U0PRIYA"))
    assert "Make a referral" not in home
    assert "Ask the MAPPA co-ordinator of your area to have you registered." in home


def test_another_tab_of_the_app_draws_no_home(talk: Conversation) -> None:
    with talk.tampering(lambda payload: payload["event"].update(tab="messages")):
        talk.open_home("U0CHAS")
    assert talk.count("deliveries") == 0


def test_home_counts_no_referral_that_is_not_theirs_to_screen(talk: Conversation) -> None:
    talk.typed("U0PRIYA", "refer X320741 category 2 level 2 because risk")
    talk.typed("U0PRIYA", "refer X320742 category 4 level 2 because risk")
    home = talk.open_home("U0CORA")
    at = next(n for n, block in enumerate(home["blocks"]) if "waiting" in str(block))
    assert home["blocks"][at + 1]["text"]["text"] == "1"


def test_home_shows_how_things_stand_as_each_may_be_told(talk: Conversation) -> None:
    for number in range(5):
        talk.open_case(f"BED-{2000 + number}", dates={"licence_end": date(2026, 7, 1)})
    theirs = texts(talk.open_home("U0CORA"))
    for line in (
        "• 6 people at level 2, in the community, on 17 June 2026",
        "• 0 people at level 3",
        "• 0 overdue actions",
        "• 5 licences ending from 17 June 2026",
    ):
        assert line in theirs
    assert theirs.count("Category 4 not shown.") == 1
    talk.open_case("BED-3000", spells=(Spell(2, 3, date(2026, 1, 5)),), dates={})
    assert "• 1 person at level 3" in texts(talk.open_home("U0CORA"))
    assert "• Fewer than 5 people at level 3" in texts(talk.open_home("U0SIMI"))
    assert "Figures today" not in texts(talk.open_home("U0ADA"))
