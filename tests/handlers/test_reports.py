"""The word `report`: the statutory tables in private, and as a file."""

from base64 import b64decode
from datetime import date

import pytest

from handlers.views.reports import FREEZE_RETURN, REPORT_AS_DOCX, REPORT_AS_XLSX
from mappa.access import REFUSED
from mappa.cases import Spell
from storage.people import remove_person
from tests.build import MARKER, NOW, TEAM
from tests.handlers.conversations import Conversation
from tests.handlers.pressing import press, pressed
from tests.handlers.referring import give, register
from tests.handlers.returning import VALUE, YEAR, buttons, cells, files, fill, form, freeze, kept


@pytest.fixture
def office(talk: Conversation) -> Conversation:
    return fill(talk)


@pytest.fixture
def office_on_both(talk_on_both: Conversation) -> Conversation:
    return fill(talk_on_both)


def test_without_a_year_it_is_the_last_one_that_is_over(office_on_both: Conversation) -> None:
    office = office_on_both
    answer = office.typed("U0CORA", "report")
    table = cells(answer)
    assert table["Level"] == ["Category 1", "Category 2", "Category 3", "Total"]
    assert table["31 March 2026: Level 2"] == ["2", "1", "0", "3"]
    assert table["31 March 2026: Total"] == ["5", "1", "0", "6"]
    assert table["In the year: Total"] == ["4", "1", "0", "5"]
    assert table["Returned, SHPO: Total"] == ["0", "0", "0", "0"]
    assert "Counting rule: each person once, under the first level held" in answer.text
    assert "Note: Category 4 not shown." in answer.text
    assert "Serious further offences: 0" in answer.text
    assert answer.body["response_type"] == "ephemeral"
    assert MARKER not in answer.whole and "BED-10" not in answer.whole
    assert buttons(answer) == dict.fromkeys((REPORT_AS_DOCX, REPORT_AS_XLSX, FREEZE_RETURN), VALUE)
    office.command("U0CORA", f"report {YEAR}")
    assert office.newly_broken() == []


def test_rule_and_population_are_named_and_go_on_with_the_buttons(office: Conversation) -> None:
    answer = office.typed("U0CORA", f"report {YEAR} counting each population 1,000")
    assert "for 1,000 people aged 10 and over" in answer.text
    assert "once under every level held" in answer.text
    assert "RSOs per 100,000 people: 500" in answer.text
    assert buttons(answer)[FREEZE_RETURN] == "2025 each 1000"


@pytest.mark.parametrize("role", ["chair", "smb", "lay-adviser", "auditor", "practitioner"])
def test_the_statutory_tables_are_for_all_who_may_ask_small_numbers_too(
    office: Conversation, role: str
) -> None:
    register(office, "U0NOEL", role)
    answer = office.typed("U0NOEL", f"report {YEAR}")
    assert cells(answer)["31 March 2026: Level 2"] == ["2", "1", "0", "3"]
    assert FREEZE_RETURN not in buttons(answer)
    assert REFUSED["freeze returns"] in press(office, "U0NOEL", FREEZE_RETURN, VALUE)
    refused = freeze(office, form(office), "U0NOEL")
    assert refused.errors == {"approved-by": REFUSED["freeze returns"]}
    assert kept(office) == []


def test_category_4_is_counted_with_the_grant_only(office: Conversation) -> None:
    office.open_case("BED-1060", crn=None, spells=(Spell(4, 2, date(2025, 6, 1)),))
    assert "Category 4" not in cells(office.typed("U0CORA", f"report {YEAR}"))["Level"]
    give(office, "U0CORA", "category-4")
    table = cells(office.typed("U0CORA", f"report {YEAR}"))
    assert table["Level"][3] == "Category 4"
    assert table["31 March 2026: Level 2"] == ["2", "1", "0", "1", "4"]


def test_whoever_may_not_ask_gets_neither_tables_nor_a_file(office: Conversation) -> None:
    for typed in ("report", f"report {YEAR} as docx", "report x"):
        assert office.typed("U0ADA", typed).text.startswith("Your role does not see figures")
    assert "does not see figures" in press(office, "U0ADA", REPORT_AS_DOCX, VALUE)
    assert REFUSED["freeze returns"] in press(office, "U0ADA", FREEZE_RETURN, VALUE)
    assert files(office, "U0ADA") == []


FORMATS = {
    "docx": ("docx", b"PK"),
    "xlsx": ("xlsx", b"PK"),
    "csv": ("csv", b"\xef\xbb\xbf"),
    "html": ("html", b"<!DOCTYPE"),
    "json": ("json", b"{"),
    "text": ("txt", b"Bedfordshire"),
}


def test_a_file_of_each_kind_comes_to_the_direct_messages_and_names_nobody(
    office: Conversation,
) -> None:
    for kind in FORMATS:
        said = office.typed("U0CORA", f"report {YEAR} as {kind}").text
        assert "comes to your direct messages" in said
    sent = files(office)
    assert sorted(file["ending"] for file in sent) == sorted(one[0] for one in FORMATS.values())
    for file in sent:
        content = b64decode(file["content"])
        begins = next(one[1] for one in FORMATS.values() if one[0] == file["ending"])
        assert content.startswith(begins)
        assert MARKER.encode() not in content and b"BED-10" not in content
        # With the referral log and the rest, but for what is only the figures of the report.
        if file["ending"] in ("html", "txt"):
            assert b"Appendix: Referrals" in content
        if file["ending"] in ("csv", "json"):
            assert b"Appendix" not in content and b"Attendance" not in content
        assert file["name"] == "mappa-statistics-2025-26"
    assert office.count("records", action="report taken out") == len(FORMATS)
    assert office.send() == len(FORMATS)
    assert office.count("sent_files", deleted_at=None) == len(FORMATS)


def test_others_get_the_file_without_what_is_small(office: Conversation) -> None:
    office.typed("U0SIMI", f"report {YEAR} as text")
    (file,) = files(office, "U0SIMI")
    assert b"Appendix" not in b64decode(file["content"])


def test_a_button_sends_the_file_once_however_often_slack_delivers_it(
    office: Conversation,
) -> None:
    payload = pressed(office, "U0CORA", REPORT_AS_XLSX, VALUE)
    for _ in range(3):
        office.deliver(payload)
    command = office.command_payload("U0CORA", f"report {YEAR} as csv")
    for retry in range(3):
        office.deliver(command, retry)
    assert sorted(file["ending"] for file in files(office)) == ["csv", "xlsx"]


@pytest.mark.parametrize(("role", "grants"), [("smb", ("category-4",)), ("co-ordinator", ())])
def test_a_file_that_is_no_longer_theirs_is_withheld(
    office: Conversation, role: str, grants: tuple[str, ...]
) -> None:
    give(office, "U0CORA", "category-4")
    office.typed("U0CORA", f"report {YEAR} as text")
    assert len(files(office)) == 1
    register(office, "U0CORA", role, *grants)
    office.send()
    assert office.count("sent_files") == 0
    assert office.count("outgoing", state="void") == 1


def test_who_left_before_the_file_is_sent_does_not_get_it(office: Conversation) -> None:
    office.typed("U0SIMI", f"report {YEAR} as csv")
    assert len(files(office, "U0SIMI")) == 1
    office.write(lambda session: remove_person(session, TEAM, "U0SIMI", NOW))
    office.send()
    assert office.count("sent_files") == 0


def test_a_report_in_the_reply_saves_nothing_but_its_delivery(office: Conversation) -> None:
    before = office.dump()
    office.typed("U0CORA", f"report {YEAR}")
    office.typed("U0CORA", "report 2013/15")
    assert office.dump() == before
