"""`mappa-bot export`: everything comes out, and what is brought in again answers the same."""

import json
from pathlib import Path

import pytest

from tests.bot.conftest import Typed
from tests.bot.test_importing import Live, held, put
from tests.postgres import Postgres

QUESTIONS = (
    "how many level 2 cases on 31 March 2014",
    "how many cases by level on 31 March 2014",
    "how many cases by category on 31 March 2014 including custody",
    "how many level 2 category 2 cases on 31 March 2014",
    "how many cases in custody on 31 March 2014",
    "how many cases on 1 January 2020",
    "how many cases",
)


@pytest.fixture
def empty(request: pytest.FixtureRequest, kind: str, live: Live) -> Live:
    """The settings of an empty live database of a kind."""
    if kind == "sqlite":
        return live
    server: Postgres = request.getfixturevalue("postgres")
    name = server.copy_of("template_mappa")
    request.addfinalizer(lambda: server.drop(name))
    return {**live, "DATABASE_URL": server.url(name)}


def answers(typed: Typed, **settings: str) -> list[object]:
    """What is answered, without the words that mark practice data."""
    found: list[object] = []
    for question in QUESTIONS:
        answer = json.loads(typed("ask", question, "--json", **settings).out)
        found.append({name: answer[name] for name in ("status", "value", "rows", "on", "reading")})
    for counting in ("first", "highest", "each"):
        words = ("report", "2013/14", "--format", "json", "--counting", counting)
        found.append(json.loads(typed(*words, **settings).out))
    return found


@pytest.mark.parametrize(("kind", "name"), [("sqlite", "out.xlsx"), ("postgresql", "out")])
@pytest.mark.usefixtures("practice")
def test_what_is_taken_out_and_brought_in_gives_the_same_answers(
    name: str, typed: Typed, empty: Live, tmp_path: Path
) -> None:
    done = typed("export", name)
    assert (done.code, done.out) == (0, f"1,046 cases written to {name}\n")
    assert done.err.startswith("This is practice data: everybody in it is invented")
    assert len(done.err.splitlines()) == 1
    assert typed("import", name, **empty).answer.endswith("Saved.\n")
    assert answers(typed, **empty) == answers(typed)
    assert typed("export", "live", **empty).err == ""
    typed("export", "again", **empty)
    if name == "out":
        for path in sorted((tmp_path / "out").glob("*.csv")):
            assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes(), path.name


def test_an_export_is_on_the_record_and_reads_only_its_area(
    typed: Typed, live: Live, tmp_path: Path
) -> None:
    assert typed("import", put(tmp_path / "book"), **live).code == 0
    before = held(tmp_path)
    assert typed("export", "out", **live).answer == "3 cases written to out\n"
    assert held(tmp_path) == {**before, "records": before["records"] + 1}
    assert typed("export", "other", "--area", "GMP", **live).answer == "0 cases written to other\n"
    assert "BED-1" not in (tmp_path / "other/cases.csv").read_text()


def test_nothing_that_is_not_ours_is_written_over_and_then_nothing_is_read(
    typed: Typed, live: Live, tmp_path: Path
) -> None:
    put(tmp_path / "book")
    problem = typed("export", "book", **live).problem
    assert "is there already" in problem
    assert held(tmp_path)["records"] == 0
    for _ in range(2):
        assert typed("export", "out", **live).code == 0
        assert typed("export", "out.xlsx", **live).code == 0


def test_a_database_that_cannot_be_opened_is_one_line(typed: Typed, tmp_path: Path) -> None:
    assert "MAPPA_KEYS" in typed("export", "out").problem
    assert not (tmp_path / "out").exists()
