"""`mappa-bot audit`: whether the record holds, and what is on it about a case."""

import json
import re
import shutil
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.bot.conftest import Typed
from tests.bot.test_importing import Live, put

POST = r"BED: [0-9]+ rows? verified; signpost: (BED [0-9]+ [0-9a-f]{16})\n"


@pytest.fixture
def filled(typed: Typed, live: Live, tmp_path: Path) -> Live:
    """Three cases in BED, brought in by an import."""
    assert typed("import", put(tmp_path / "book"), **live).code == 0
    return live


def do(folder: Path, *statements: str) -> None:
    engine = create_engine(f"sqlite:///{folder / 'live.db'}")
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_a_record_that_holds_gives_signposts_to_be_noted(typed: Typed, filled: Live) -> None:
    said = typed("audit", "verify", **filled).answer
    found = re.search(POST, said)
    assert found and "rows a second. Note the signposts" in said
    typed("ask", "which cases", **filled)
    again = typed("audit", "verify", "--area", "BED", "--since", f"{found[1]}...", **filled).answer
    assert f"The signpost {found[1]} is still in the record.\n" in again
    told = json.loads(typed("audit", "verify", "--since", found[1], "--json", **filled).answer)
    assert told["verified"] is True and told["since"] == {"signpost": found[1], "there": True}
    (area,) = told["areas"]
    assert (area["area"], area["broken"]) == ("BED", None)
    assert area["signpost"].startswith(f"BED {area['rows']} ")
    assert typed("audit", "verify", "--area", "GMP", **filled).problem.startswith("area: nothing")


def test_a_database_set_back_to_an_older_state_is_found_by_a_signpost(
    typed: Typed, filled: Live, tmp_path: Path
) -> None:
    shutil.copy(tmp_path / "live.db", tmp_path / "older.db")
    typed("ask", "which cases", **filled)
    found = re.search(POST, typed("audit", "verify", **filled).answer)
    assert found
    shutil.copy(tmp_path / "older.db", tmp_path / "live.db")
    assert typed("audit", "verify", **filled).code == 0, "by itself it is right"
    done = typed("audit", "verify", "--since", found[1], **filled)
    assert done.code == 1
    assert done.err.startswith(f"The signpost {found[1]} is no longer in the record: ")
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("typed_post", ["BED 1", "BED 1 xyz", "1 3f9ac0de", "BED 1 3f9a", ""])
def test_what_is_no_signpost_is_refused_with_an_example(
    typed: Typed, live: Live, typed_post: str
) -> None:
    problem = typed("audit", "verify", "--since", typed_post, **live).problem
    assert problem.startswith("since: ") and 'Example: --since "BED 1234' in problem


@pytest.mark.parametrize(
    ("statements", "row"),
    [
        (["UPDATE records SET action = 'case seen' WHERE number = 2"], "BED 2: it is not what"),
        (["DELETE FROM records WHERE number = 1"], "BED 1: it is missing"),
        (["UPDATE record_heads SET seal = NULL"], "BED 3: the end of the chain is not as it was"),
        (["DELETE FROM records", "DELETE FROM record_heads"], "BED 1: the whole chain of the area"),
    ],
)
def test_a_record_that_was_tampered_with_is_one_line_and_the_check_is_red(
    typed: Typed, filled: Live, tmp_path: Path, statements: list[str], row: str
) -> None:
    typed("ask", "which cases", **filled)
    do(tmp_path, *statements)
    for words in ((), ("--json",)):
        done = typed("audit", "verify", *words, **filled)
        assert done.code == 1
        assert done.err.startswith(f"The record does not verify. First broken row: {row}")
        assert len(done.err.splitlines()) == 1
    checks = json.loads(typed("check", "--json", **filled).out)["checks"]
    (record,) = [one for one in checks if one["part"] == "record"]
    assert record["healthy"] is False and row in record["says"]


def test_a_chain_that_was_taken_away_and_begun_again_is_found(
    typed: Typed, filled: Live, tmp_path: Path
) -> None:
    do(tmp_path, "DELETE FROM records", "DELETE FROM record_heads")
    do(tmp_path, "UPDATE cases SET made_at = '2026-01-01 00:00:00.000000'")
    typed("ask", "which cases", **filled)
    done = typed("audit", "verify", **filled)
    assert "First broken row: BED 1: cases of the area were stored before it" in done.err


def test_what_the_operator_reads_is_on_the_record_and_told_by_audit_case(
    typed: Typed, filled: Live, tmp_path: Path
) -> None:
    asked = typed("ask", "which cases including custody", **filled).answer
    typed("reminders", "--days", "3650", **filled)
    said = typed("audit", "case", "bed-2", **filled).answer
    assert "BED-2" in asked
    assert "the operator, on the command line: cases found (BED " in said
    assert "  one of 3 cases\n" in said
    assert "the operator, on the command line: case seen (BED " in said
    assert "the operator, by an import: workbook imported" in said or "workbook imported" in said
    told = json.loads(typed("audit", "case", "BED-2", "--json", **filled).answer)
    first = told["entries"][0]
    assert (first["what"], first["details"], first["from"]) == (
        "case seen", ["its record"], "on the command line"
    )  # fmt: skip
    assert (
        typed("audit", "case", "BED-404", **filled).problem == "No case BED-404 that you may see."
    )
    assert typed("audit", "verify", **filled).code == 0


PRIYA = ("--slack-id", "U0PRIYA", "--name", "Priya Practice", "--agency", "probation")


def add(typed: Typed, live: Live, user_id: str, *more: str) -> None:
    who = (*PRIYA[:1], user_id, *PRIYA[2:], "--role", "co-ordinator", "--team-id", "T0LIVE")
    assert typed("people", "add", *who, *more, **live).code == 0


def test_what_cannot_be_read_of_the_register_is_named_and_so_is_another_number(
    typed: Typed, filled: Live, tmp_path: Path
) -> None:
    for user_id in ("U0CORA", "U0PRIYA", "U0PETE", "U0HANA", "U0GONE", "U0ONE", "U0TWO"):
        add(typed, filled, user_id)
    for user_id in ("U0GONE", "U0ONE"):
        typed("people", "remove", "--slack-id", user_id, "--team-id", "T0LIVE", **filled)
    assert typed("audit", "verify", **filled).code == 0
    do(
        tmp_path,
        "UPDATE people SET user_id = 'U0EVIL' || char(10) || '<!here>' WHERE user_id = 'U0CORA'",
        "UPDATE people SET team_id = 'T0EVIL' WHERE user_id = 'U0PRIYA'",
        "UPDATE people SET grants = 'limited,xyz' WHERE user_id = 'U0PETE'",
        "UPDATE people SET role = 'xyz', added_at = x'00' WHERE user_id = 'U0HANA'",
        "INSERT INTO people (team_id, user_id, area, name_sealed, agency, role, grants, added_at) "
        "SELECT team_id, 'U0COPY', area, name_sealed, agency, role, grants, added_at FROM people "
        "WHERE user_id = 'U0GONE'",
        "UPDATE people SET id = 900 WHERE user_id = 'U0ONE'",
        "UPDATE people SET id = 6 WHERE user_id = 'U0TWO'",
        "UPDATE people SET id = 7 WHERE user_id = 'U0ONE'",
    )
    done = typed("audit", "verify", **filled)
    assert done.code == 1 and len(done.err.splitlines()) == 1 and "signpost: BED" in done.out
    line = "Priya Practice, Probation, Co-ordinator, Bedfordshire"
    unread = "cannot be read: changed past the bot; on the record they are"
    assert f"“U0EVIL !here” {unread} nobody who has access; " in done.err
    assert f"U0COPY {unread} nobody who has access; U0CORA is not registered, but on" in done.err
    for user_id in ("U0PRIYA", "U0PETE", "U0HANA"):
        assert f"{user_id} {unread} {user_id} {line}" in done.err
    assert "U0ONE has another number than on the record: what is told of them" in done.err
    told = json.loads(typed("audit", "verify", "--json", **filled).out)
    assert told["verified"] is False and told["areas"][0]["broken"] is None
    what = {one["user_id"]: one["what"] for one in told["register"]}
    assert what["U0HANA"] == "cannot be read: changed past the bot" and what["U0TWO"]


@pytest.mark.parametrize("comes_back", [True, False])
def test_the_whole_chain_of_an_area_that_everybody_left_is_missed(
    typed: Typed, live: Live, tmp_path: Path, comes_back: bool
) -> None:
    areas = ("BED", "HER", "BED") if comes_back else ("BED", "HER")
    for area in areas:
        add(typed, live, "U0PRIYA", "--area", area)
    typed("people", "remove", "--slack-id", "U0PRIYA", "--team-id", "T0LIVE", **live)
    assert typed("audit", "verify", **live).code == 0
    do(
        tmp_path,
        "UPDATE people SET area = 'BED'",
        "DELETE FROM records WHERE area = 'HER'",
        "DELETE FROM record_heads WHERE area = 'HER'",
    )
    for words in ((), ("--area", "HER")):
        done = typed("audit", "verify", *words, **live)
        assert done.code == 1 and "HER 1: the whole chain of the area is gone" in done.err
    add(typed, live, "U0HANA", "--area", "HER")
    begun_again = typed("audit", "verify", **live)
    assert "U0PRIYA was once registered in HER, but its record does not" in begun_again.err


def test_a_register_changed_past_the_bot_is_found_and_everybody_named(
    typed: Typed, live: Live, tmp_path: Path
) -> None:
    for role in ("practitioner", "co-ordinator", "practitioner"):
        typed("people", "add", *PRIYA, "--role", role, "--team-id", "T0LIVE", **live)
    hana = ("--slack-id", "U0HANA", "--name", "Hana Practice", "--agency", "probation")
    for who in (hana, (*hana[:1], "U0GONE", *hana[2:])):
        typed("people", "add", *who, "--role", "practitioner", "--team-id", "T0LIVE", **live)
    typed("people", "remove", "--slack-id", "U0GONE", "--team-id", "T0LIVE", **live)
    assert typed("audit", "verify", **live).code == 0
    do(
        tmp_path,
        "UPDATE people SET role = 'admin', grants = 'limited' WHERE user_id = 'U0PRIYA'",
        "UPDATE people SET removed_at = NULL WHERE user_id = 'U0GONE'",
        "UPDATE people SET removed_at = '2026-07-01 09:00:00' WHERE user_id = 'U0HANA'",
    )
    done = typed("audit", "verify", **live)
    assert done.code == 1 and len(done.err.splitlines()) == 1
    for said in (
        "The register was changed past the bot: U0GONE is registered as U0GONE Hana Practice",
        "but on the record they are nobody who has access; U0HANA is not registered, but on the "
        "record they are U0HANA Hana Practice, Probation, Practitioner, Bedfordshire; "
        "U0PRIYA is registered as U0PRIYA Priya Practice, Probation, Admin, Bedfordshire, ",
    ):
        assert said in done.err
    told = json.loads(typed("audit", "verify", "--json", **live).out)
    assert told["verified"] is False
    assert [one["user_id"] for one in told["register"]] == ["U0GONE", "U0HANA", "U0PRIYA"]
