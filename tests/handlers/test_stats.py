"""The word `stats`: the pack and the log in private, exactly or without what is small."""

import json
from datetime import date

import pytest

from storage.databases import Session
from storage.tables import referrals
from tests.build import MARKER, NOW
from tests.handlers.conversations import Conversation
from tests.handlers.referring import register
from tests.storage.counted_rows import add_meeting, add_row

YEAR = "2025/26"


@pytest.fixture
def office(talk_on_both: Conversation) -> Conversation:
    """Twelve hearings of the case; police came to nine of them, health to one."""
    talk_on_both.open_case("BED-1043", crn=None)
    talk_on_both.write(_held)
    return talk_on_both


def _held(session: Session) -> None:
    case_id = 1
    for month in range(1, 13):
        year = 2025 if month > 3 else 2026
        ways = {
            "police": "attended" if month < 10 else "none",
            "health": "report" if month > 1 else "attended",
        }
        day = f"{year}-{month:02}-10T10:00:00+00:00"
        add_meeting(session, day, 2, {case_id: month != 5}, answers=ways)
    for number, (agency, decision) in enumerate(
        [("police", "accepted")] * 6 + [("health", "declined")] * 2 + [("police", "open")]
    ):
        add_row(
            session,
            referrals,
            ref=f"BED-R9{number}",
            area="BED",
            case_id=case_id,
            agency=agency,
            level_sought=2,
            decision=decision,
            referred_on=date(2025, 5, 1),
            decided_on=None if decision == "open" else date(2025, 5, 6),
            made_at=NOW,
        )


def cells(blocks: list[dict[str, object]]) -> dict[str, list[str]]:
    """The rows of the one table of a message, by their first cell."""
    (table,) = [block for block in blocks if block["type"] == "table"]
    rows = json.loads(json.dumps(table["rows"]))
    return {row[0]["text"]: [cell["text"] for cell in row[1:]] for row in rows}


def test_the_co_ordinator_gets_shares_with_what_they_are_of(office: Conversation) -> None:
    answer = office.typed("U0CORA", f"stats {YEAR}")
    table = cells(answer.blocks)
    assert table["Indicator"] == ["All", "Level 2", "Level 3", "Target", "2024/25"]
    assert table["Attendance: Police"] == [
        "75.0% (9 of 12; 0 reports)",
        "75.0% (9 of 12)",
        "n/a",
        "90%: not met",
        "n/a",
    ]
    assert table["Attendance: Health"][0] == "8.3% (1 of 12; 11 reports)"
    assert table["Minutes issued on time"][0] == "not recorded"
    assert table["Screening decisions on time"][0] == "100.0% (8 of 8)"
    assert "in 2025/26 (1 April 2025 to 31 March 2026)" in answer.text
    assert "as the area's policy has them" in answer.text
    assert (
        "Total: Received 9, Accepted 6, Declined 2, Withdrawn 0, Open at the end 1" in answer.text
    )
    assert f"By agency: /mappa stats referrals {YEAR}" in answer.text
    assert answer.body["response_type"] == "ephemeral"
    assert MARKER not in answer.whole


def test_the_log_is_a_table_of_its_own(office: Conversation) -> None:
    table = cells(office.typed("U0CORA", f"stats referrals {YEAR}").blocks)
    assert table["Police"] == ["7", "6", "0", "0", "1", "5.0 (6)"]
    assert table["Total"] == ["9", "6", "2", "0", "1", "5.0 (8)"]
    assert table["2024/25"] == ["0", "0", "0", "0", "0", "n/a"]
    only = office.typed("U0CORA", f"stats kpis {YEAR}")
    assert "Referrals" not in only.text


@pytest.mark.parametrize("role", ["smb", "practitioner"])
def test_all_others_who_may_ask_get_it_without_what_is_small(
    office: Conversation, role: str
) -> None:
    register(office, "U0NOEL", role)
    answer = office.typed("U0NOEL", f"stats {YEAR}")
    table = cells(answer.blocks)
    assert table["Attendance: Police"][0] == "not shown"  # 3 of 12 did not come
    assert table["Attendance: Health"][0] == "not shown"  # 1 did
    assert "of 12" not in answer.text
    assert "Figures below 5 are not shown" in answer.text
    for typed in ("stats last 30 days", "stats referrals from 1 April 2025 to 30 March 2026"):
        assert office.typed("U0NOEL", typed).text.startswith("Your role sees whole MAPPA years")
    log = cells(office.typed("U0NOEL", f"stats referrals {YEAR}").blocks)
    # Of 8 decided 2 were declined: how many were accepted would tell it.
    assert log["Total"] == ["9", "not shown", "not shown", "0", "not shown", "not shown"]
    assert log["Health"] == ["not shown", "0", "not shown", "0", "0", "not shown"]


def test_who_may_not_ask_gets_nothing(office: Conversation) -> None:
    refusals = {office.typed("U0ADA", f"stats {part}").text for part in ("", "referrals", "x")}
    assert refusals == {"Your role does not see figures. Ask the co-ordinator of your area."}
    assert "Attendance" not in office.typed("U0NOEL", "stats").text  # not registered


def test_another_area_has_figures_of_its_own(office: Conversation) -> None:
    register(office, "U0NOEL", "co-ordinator", "category-4", area="HER")
    answer = office.typed("U0NOEL", f"stats {YEAR}")
    assert cells(answer.blocks)["Attendance: all agencies"][0] == "n/a"
    assert "Hertfordshire" in answer.text


def test_nothing_is_saved_and_nothing_breaks_a_rule_of_slack(office: Conversation) -> None:
    before = office.dump(())
    for typed in ("stats", f"stats {YEAR}", "stats referrals last quarter", "stats 2013/15"):
        office.typed("U0CORA", typed)
    assert office.dump(()) == before
    office.command("U0CORA", f"stats {YEAR}")
    assert office.newly_broken() == []


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("stats 2013/15", "stats 2013/14"),
        ("stats level 2", "no period for statistics"),
        ("stats 31 March 2014", "no period for statistics"),
        ("stats next year", "still to come"),
        ("stats <@U0PETE> <!channel>", "no period for statistics"),
        ("stats referrals of Zebedee", "no period for statistics"),
    ],
)
def test_what_is_no_period_is_refused_with_a_right_example(
    talk: Conversation, typed: str, says: str
) -> None:
    answer = talk.typed("U0CORA", typed)
    assert says in answer.text
    assert "<@" not in answer.text and "<!" not in answer.text
