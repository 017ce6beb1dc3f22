"""The tables of questions: what each is read as, and what is said of those asked back."""

from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent


def understood() -> list[tuple[str, str]]:
    """Each question, with the reading that stands above it in the file."""
    pairs, read_as = [], ""
    for line in _lines("understood.txt"):
        if line.startswith("= "):
            read_as = line.removeprefix("= ")
        else:
            pairs.append((line, read_as))
    return pairs


def asked_back() -> list[tuple[str, str]]:
    """Each question, with the beginning of the sentence that refuses it."""
    pairs = (line.split("  =>  ") for line in _lines("asked_back.txt"))
    return [(question, says) for question, says in pairs]


def read_as() -> list[tuple[str, str]]:
    """Each question, with its fields as `telling.told` tells them."""
    pairs = (line.split("  =>  ") for line in _lines("read_as.txt"))
    return [(question, fields) for question, fields in pairs]


def _lines(name: str) -> Iterator[str]:
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line
