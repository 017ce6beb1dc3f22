"""The file `.env`: read or refused in one line, and explained by `.env.example`."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import NAMES, Settings, load_settings
from mappa.errors import SettingWrong
from tests.bot.conftest import Typed
from tests.bot.words import ROOT


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("MAPPA_AREA=BED\nCOMMAND=/file\nPORT=1\nSLACK_MODE=http\n")
    read = load_settings({"COMMAND": "/environment", "PORT": "", "OTHER": "x"}, tmp_path)
    assert (read.mappa_area, read.command) == ("BED", "/environment")
    assert read.port == 8765, "an empty one in the environment silences the file's"
    assert read.slack_named


@pytest.mark.parametrize(
    ("content", "area"),
    [
        (b"", ""),
        (b"MAPPA_AREA=BED", "BED"),
        (b"MAPPA_AREA = 'BED' # ours\n", "BED"),
        (b'export MAPPA_AREA="Greater Manchester"\r\n', "GMP"),
        (b"\xef\xbb\xbfMAPPA_AREA=BED\n", "BED"),
        (b"# comment\n\n  MAPPA_AREA=bed   \nUNKNOWN=x\n", "BED"),
        (b"MAPPA_AREA=KEN\nMAPPA_AREA=BED\n", "BED"),
        (b"MAPPA_AREA=\n", ""),
        (b"OTHER=BED\nMAPPA_AREA=${OTHER}X\n", None),
        (b"MAPPA_AREA BED\n", None),
        (b"MAPPA_AREA: BED\n", None),
        (b"MAPPA_AREA\n", None),
        (b"COMMAND='/mappa\nMAPPA_AREA=BED\n", None),
        (b"MAPPA_AREA=\xff\n", None),
        (b"M\x00APPA_AREA=\x00\n", ""),
        ("MAPPA_AREA=BED\n".encode("utf-16"), None),
    ],
)
def test_an_odd_file_is_read_or_refused_in_one_line(
    content: bytes, area: str | None, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_bytes(content)
    if area is None:
        with pytest.raises(SettingWrong, match=r"\.env|MAPPA_AREA|COMMAND"):
            load_settings({}, tmp_path)
    else:
        assert load_settings({}, tmp_path).mappa_area == area


@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode()))
def test_no_file_at_all_gives_a_traceback(content: bytes) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / ".env").write_bytes(b"MAPPA_AREA=" + content)
        try:
            assert isinstance(load_settings({}, Path(folder)), Settings)
        except SettingWrong as problem:
            assert problem.message


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path, typed: Typed) -> None:
    (tmp_path / ".env").mkdir()
    assert typed("manifest").problem == "The file .env cannot be read (Is a directory)."


def test_a_line_that_cannot_be_read_is_named_by_its_number(tmp_path: Path, typed: Typed) -> None:
    (tmp_path / ".env").write_text("MAPPA_AREA=BED\n\nSLACK_BOT_TOKEN xoxb-1\n")
    assert typed("manifest").problem.startswith(".env, line 3 is malformed.")


def test_the_example_file_lists_every_setting_and_nothing_else() -> None:
    listed = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(NAMES)
    fields = {name for name in Settings.__dataclass_fields__ if name != "slack_named"}
    assert fields == {name.lower() for name in NAMES}


def test_the_example_file_as_it_is_opens_the_practice_workspace(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes((ROOT / ".env.example").read_bytes())
    read = load_settings({}, tmp_path)
    assert read == Settings()
    assert read.chooses_practice
