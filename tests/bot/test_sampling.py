"""`mappa-bot sample`: into an empty database only, which is for practice from then on."""

import json
import re
from pathlib import Path

import pytest

from tests.bot.conftest import Typed
from tests.bot.words import KEY_1, KEY_2, SAMPLE
from tests.postgres import Postgres

SNAPSHOT = ["ask", "how many level 2 cases on 31 March 2014"]


def test_the_sample_makes_a_practice_database_and_a_second_time_is_refused(
    practice: Path, typed: Typed
) -> None:
    assert sorted(path.name for path in (practice / "var").iterdir()) == [
        "practice.db",
        "practice.key",
    ]
    before = typed(*SNAPSHOT).answer
    refused = typed("sample", SAMPLE).problem
    assert refused.startswith("The sample caseload goes into an empty database only")
    assert typed(*SNAPSHOT).answer == before


@pytest.mark.usefixtures("practice")
def test_the_panels_of_the_sample_are_told_to_all_whom_they_concern(typed: Typed) -> None:
    told = json.loads(typed("reminders", "--days", "60", "--json").out)["reminders"]
    of_panel = [one for one in told if one["subject"] == "meeting BED-M12"]
    assert {(one["about"], one["to"]) for one in of_panel} == {
        ("meeting", "U0CORA"), ("meeting", "U0CHAS"), ("meeting", "U0PETE"),
        ("meeting", "U0PRIYA"), ("invitation", "U0PRIYA"),
    }  # fmt: skip
    abouts = {one["about"] for one in told}
    assert abouts >= {"minutes_due", "action_due", "request_due", "training"}


def test_what_the_sample_leaves_is_for_its_owner_only(sampled: Path) -> None:
    for path in (sampled / "var", sampled / "var/practice.db", sampled / "var/practice.key"):
        assert path.stat().st_mode & 0o077 == 0, path


@pytest.mark.parametrize("name", ["bedfordshire", "BEDFORDSHIRE-2013-14 ", ""])
def test_a_sample_of_another_name_is_refused_and_nothing_is_made(
    name: str, typed: Typed, tmp_path: Path
) -> None:
    problem = typed("sample", name).problem
    assert problem == f"There is no sample of that name. Example: mappa-bot sample {SAMPLE}"
    assert list(tmp_path.iterdir()) == []


def test_the_sample_goes_into_an_empty_database_on_a_server_too(
    postgres: Postgres, typed: Typed
) -> None:
    name = postgres.copy_of("template_mappa")
    given = {"DATABASE_URL": postgres.url(name), "MAPPA_KEYS": KEY_1, "MAPPA_AREA": "BED"}
    assert re.match("[0-9]{4} invented cases loaded", typed("sample", SAMPLE, **given).answer)
    assert "45 people" in typed(*SNAPSHOT, **given).answer
    assert "ractice data" in typed(*SNAPSHOT, **given).answer
    assert "empty database only" in typed("sample", SAMPLE, **given).problem
    given["MAPPA_KEYS"] = KEY_2
    assert "MAPPA_KEYS does not hold the key" in typed(*SNAPSHOT, **given).problem
    postgres.drop(name)


def test_a_live_database_with_somebody_in_it_never_becomes_practice(
    typed: Typed, live: dict[str, str]
) -> None:
    ann = ["--slack-id", "U0ANN", "--name", "Ann Example", "--agency", "police"]
    added = typed("people", "add", *ann, "--role", "admin", "--team-id", "T0EXAMPLE", **live)
    assert added.code == 0
    assert "empty database only" in typed("sample", SAMPLE, **live).problem
    assert typed(*SNAPSHOT, **live).answer == (
        "0 people at level 2, in the community, on 31 March 2014.\n"
    )


def test_a_sample_that_was_broken_off_can_be_loaded_again(typed: Typed, tmp_path: Path) -> None:
    """As a stop between the first key and the last case leaves it: keys made, nobody in it."""
    opened = {"MAPPA_KEYS": KEY_1, "MAPPA_AREA": "BED"}
    url = "sqlite:///var/practice.db"
    assert typed("ask", "how many cases", DATABASE_URL=url, **opened).code == 0
    (tmp_path / "var/practice.key").write_text(KEY_1)
    assert "MAPPA_KEYS is missing" in typed("ask", "how many cases").problem
    assert "invented cases loaded" in typed("sample", SAMPLE).answer
    assert "45 people" in typed(*SNAPSHOT).answer
