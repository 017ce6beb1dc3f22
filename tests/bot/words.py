"""The command line, typed as a process of its own: exit code and both streams are what counts."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60.0  # seconds that one word may take on a machine that is busy
KEY_1 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="  # tests/conftest.py's, as a setting
KEY_2 = "Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA="
SAMPLE = "bedfordshire-2013-14"


@dataclass(frozen=True)
class Done:
    """What a word left behind."""

    code: int
    out: str
    err: str

    @property
    def problem(self) -> str:
        """The one line with which it was refused: nothing else, on either stream."""
        assert (self.code, self.out) == (1, ""), self
        (line,) = self.err.splitlines()
        assert "Traceback" not in line
        return line

    @property
    def answer(self) -> str:
        """What it printed, having done everything that was asked."""
        assert (self.code, self.err) == (0, ""), self
        return self.out


def clean(folder: Path, **settings: str) -> dict[str, str]:
    """An environment without anything of the machine that runs the suite."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**kept, "HOME": str(folder), "PYTHONPATH": str(ROOT), **settings}


def say(folder: Path, *words: str, typed: str | bytes | None = None, **settings: str) -> Done:
    """`mappa-bot WORDS` in a folder; `typed` comes on standard input."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=clean(folder, **settings),
        input=typed.encode() if isinstance(typed, str) else typed,
        stdin=subprocess.DEVNULL if typed is None else None,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())
