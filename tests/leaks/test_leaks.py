"""Nothing of any case leaves to whom it does not belong, on any way out, whatever anybody does."""

from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from handlers.commands import WORDS
from tests.handlers.conftest import production_log
from tests.leaks.drivers import EVERYBODY, SOME, drive, never_pressed
from tests.leaks.exits import Exit
from tests.leaks.houses import House, plant
from tests.leaks.judge import Judge
from tests.leaks.planted import leaks_of, shown_to

CASES, RICH, SEED = 2_001, 144, 1
# Who may see a case of a kind, of Bedfordshire, before anything has happened.
SEEN_BY = {
    "ordinary": {"U0CORA", "U0CODY", "U0PRIYA", "U0DEEP"},
    "nobody's": {"U0CORA", "U0CODY"},
    "limited": {"U0CORA"},
    "category 4": {"U0CORA"},
    "once category 4": {"U0CORA"},
    "heard by a chair": {"U0CORA", "U0CODY", "U0CHAS"},
    "planned with a chair": {"U0CORA", "U0CODY", "U0CHAS", "U0DORA"},
    "called off": {"U0CORA", "U0CODY"},
    "drawn": {"U0CORA", "U0CODY", "U0AUDE"},
    "drawn before": {"U0CORA", "U0CODY"},
    "lara's limited": {"U0CORA", "U0LARA"},
    "broken glass": {"U0CORA", "U0CODY", "U0GLEN"},
    "owner gone": {"U0CORA", "U0CODY", "U0GONE"},
}


@pytest.fixture(scope="module")
def house(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder, said = tmp_path_factory.mktemp("leaks"), StringIO()
    with redirect_stdout(said), redirect_stderr(said), production_log("json") as log:
        given = {"cases": CASES, "rich": RICH, "seed": SEED}
        with plant(migrated_file, folder, log, **given) as house:
            house.streams = said
            yield house


@pytest.fixture
def apart(house: House) -> Iterator[House]:
    """With a judge of its own."""
    kept, house.judge = house.judge, Judge(house.world)
    yield house
    house.judge = kept


def test_who_is_entitled_is_known_without_asking_the_bot(apart: House) -> None:
    moment, world, found = apart.moment(), apart.world, {}
    for kind in SEEN_BY:
        number = next(one for one in world.kinds[kind] if world.area(one) == "BED")
        found[kind] = {user for user in EVERYBODY if moment.may_see(user, world.refs[number])}
        judged = {
            user
            for user in EVERYBODY
            if not Judge(world).look([shown_to(user, world, number)], [moment], kind)
        }
        assert judged == found[kind]
    assert found == SEEN_BY


def test_a_leak_is_found_on_every_way_out(apart: House) -> None:
    for way, (kind, leak) in leaks_of(apart).items():
        assert apart.look([], "before") == [], way
        leak()
        assert kind in {found.kind for found in apart.look([], way)}, way
    for kind, out in (("hidden", "health"), ("hidden", "out")):
        marked = Exit(out, hidden=apart.world.marks.word(10_001, "name"))
        assert kind in {found.kind for found in apart.look([marked], out)}


@pytest.fixture(scope="module")
def driven(house: House) -> House:
    """After everybody has done everything."""
    drive(house, SOME)
    return house


def test_nothing_leaks_whatever_anybody_does(driven: House) -> None:
    judge = driven.judge
    leaks = Counter(f"{one.kind} {one.what} {one.found.split(' of ')[0]}" for one in judge.leaks)
    assert judge.leaks[:10] == [], leaks
    assert driven.relay.problems == []


def test_every_word_button_and_form_was_tried_and_by_everybody(driven: House) -> None:
    assert set(WORDS) - {way[0] for way in driven.ways} == set()
    assert never_pressed(driven) == []
    assert {way[-1] for way in driven.ways} == set(EVERYBODY)


def test_every_field_was_seen_by_somebody_entitled(driven: House) -> None:
    """Else nothing would be shown by its not having leaked."""
    planted = {mark.field for mark in driven.world.marks.planted}
    # What a hearing was brought in with stands in what a person is entitled to get of themselves.
    assert planted - set(driven.judge.rightly) <= {"rationale"}
