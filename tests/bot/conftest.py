"""The command line within the suite's own process, and practice data to ask about."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.bot.words import KEY_1, SAMPLE, Done, say

Typed = Callable[..., Done]


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Typed:
    """`typed("ask", "...", MAPPA_AREA="BED")`: faster than a process, where that tells as much."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, **settings: str) -> Done:
        with monkeypatch.context() as environment:
            for name, value in settings.items():
                environment.setenv(name, value)
            capsys.readouterr()
            try:
                code = main(words)
            except SystemExit as left:  # argparse: usage
                code = int(left.code or 0)
            return Done(code, *capsys.readouterr())

    return run


@pytest.fixture
def live(tmp_path: Path, migrated_file: Path) -> dict[str, str]:
    """The settings of live data in a new file, which need not be migrated first."""
    shutil.copy(migrated_file, tmp_path / "live.db")
    return {"DATABASE_URL": "sqlite:///live.db", "MAPPA_KEYS": KEY_1, "MAPPA_AREA": "BED"}


@pytest.fixture(scope="session")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample caseload; only to be read."""
    folder = tmp_path_factory.mktemp("practice")
    assert "invented cases loaded" in say(folder, "sample", SAMPLE).answer
    return folder


@pytest.fixture
def practice(sampled: Path, tmp_path: Path) -> Path:
    """A copy of it for one test, in the folder where `typed` works."""
    shutil.copytree(sampled / "var", tmp_path / "var")
    return tmp_path
