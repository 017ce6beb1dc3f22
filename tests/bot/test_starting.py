"""What a word does not need is not imported: a start is to be quick."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.words import KEY_1, PATIENCE, clean

HEAVY = ("slack_bolt", "slack_sdk", "sqlalchemy", "alembic", "apscheduler", "aiohttp", "holidays")
AFTERWARDS = f"import json; print(json.dumps(sorted(set({HEAVY!r}) & set(sys.modules))))"


@pytest.fixture
def database(migrated_file: Path, tmp_path: Path) -> Path:
    """A database that may be written to."""
    return Path(shutil.copy(migrated_file, tmp_path / "mappa.db"))


@pytest.mark.parametrize(
    ("words", "imported"),
    [
        (["--help"], []),
        (["manifest"], []),
        (["ask", "how many cases"], ["sqlalchemy"]),
    ],
    ids=lambda value: " ".join(value) if value else "",
)
def test_a_word_imports_only_what_it_needs(
    words: list[str], imported: list[str], database: Path
) -> None:
    found = _imported(f"from bot.__main__ import main; main({words!r})", database)
    assert found == imported


def test_the_bot_starts_without_what_only_practice_and_migrations_need(
    database: Path,
) -> None:
    """Everything that `run` imports on its way to Slack, which it does not reach here."""
    found = _imported("from bot.__main__ import main; main(['run'])", database)
    assert "slack_bolt" in found
    assert not {"alembic", "aiohttp", "holidays"} & set(found)


def _imported(code: str, database: Path) -> list[str]:
    run = f"import sys\ntry:\n    {code}\nexcept SystemExit:\n    pass\n{AFTERWARDS}"
    settings = {
        "DATABASE_URL": f"sqlite:///{database}",
        "MAPPA_KEYS": KEY_1,
        "MAPPA_AREA": "BED",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_API_URL": "http://127.0.0.1:1/api/",
    }
    done = subprocess.run(
        [sys.executable, "-c", run],
        cwd=database.parent,
        env=clean(database.parent, **settings),
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    found: list[str] = json.loads(done.stdout.decode().splitlines()[-1])
    return found
