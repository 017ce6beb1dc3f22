"""The parts of an .xlsx file, read piece by piece: XML without a document type, and nothing kept.

The library that writes workbooks reads a formula without a stored value as an empty cell, and
keeps something of every row; here the one is refused and a million rows take no room.
"""

import re
from collections.abc import Iterator
from posixpath import join, normpath
from typing import Any
from xml.parsers import expat
from zipfile import ZipFile

from mappa.errors import SettingWrong
from storage.workbook.archives import MOST_AT_ONCE, damage_told

PIECE = 1 << 16
DAMAGED = "This file is damaged: a part of it cannot be read."


class Handler:
    """What is called as a part is read; `tag` has no prefix. Texts come between start and end."""

    def start(self, tag: str, given: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def text(self, text: str) -> None: ...


def read_part(archive: ZipFile, name: str, handler: Handler) -> Iterator[None]:
    """Read a part; it pauses after each piece, so that what was found can be taken away."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    tags = _Tags()
    parser.StartElementHandler = lambda tag, given: handler.start(tags[tag], given)
    parser.EndElementHandler = lambda tag: handler.end(tags[tag])
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with damage_told(), archive.open(name) as source:
            while piece := source.read(PIECE):
                parser.Parse(piece, False)
                yield
            parser.Parse(b"", True)
            yield
    except (expat.ExpatError, KeyError) as problem:
        raise SettingWrong(DAMAGED) from problem


def _refuse(*_: Any) -> None:
    raise SettingWrong("This file declares a document type, as no workbook does; it is not read.")


class _Tags(dict[str, str]):
    """Names of elements without their prefix."""

    def __missing__(self, tag: str) -> str:
        self[tag] = found = tag.rpartition(":")[2]
        return found


class _Elements(Handler):
    """All elements of a small part, in their order: the path that leads there, and attributes."""

    def __init__(self) -> None:
        self._path: list[str] = []
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, tag: str, given: dict[str, str]) -> None:
        self._path.append(tag)
        self.found.append(("/".join(self._path), {_Tags()[name]: given[name] for name in given}))

    def end(self, tag: str) -> None:
        self._path.pop()


def elements(archive: ZipFile, name: str) -> list[tuple[str, dict[str, str]]]:
    """The elements of a part that is small; nothing where there is no such part."""
    if name not in archive.namelist():
        return []
    if archive.getinfo(name).file_size > MOST_AT_ONCE:
        raise SettingWrong("A part of this file is far too large, so it is not opened.")
    handler = _Elements()
    for _ in read_part(archive, name, handler):
        continue
    return handler.found


def related(archive: ZipFile, name: str) -> dict[str, tuple[str, str]]:
    """What a part points to: by id, the kind of relation and the name of the other part."""
    folder, _, file = name.rpartition("/")
    found = elements(archive, join(folder, "_rels", f"{file}.rels"))
    return {
        given["Id"]: (given["Type"].rpartition("/")[2], _absolute(folder, given["Target"]))
        for path, given in found
        if path.endswith("Relationship") and given.keys() >= {"Id", "Type", "Target"}
    }


def _absolute(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))


class _Strings(Handler):
    """The texts that cells share; readings that are printed above a word are none of them."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._keeps = self._is_reading = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "si":
            self._parts = []
        elif tag == "rPh":
            self._is_reading = True
        self._keeps = tag == "t" and not self._is_reading

    def end(self, tag: str) -> None:
        self._keeps = False
        if tag == "rPh":
            self._is_reading = False
        elif tag == "si":
            self.found.append(unescaped("".join(self._parts)))

    def text(self, text: str) -> None:
        if self._keeps:
            self._parts.append(text)


def shared_strings(archive: ZipFile, name: str) -> list[str]:
    """The texts of a workbook, to which its cells point by number."""
    if archive.getinfo(name).file_size > MOST_AT_ONCE:
        raise SettingWrong("The texts of this file are far too large, so it is not opened.")
    handler = _Strings()
    for _ in read_part(archive, name, handler):
        continue
    return handler.found


_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
# What XML cannot hold, or would change: control characters, and of those that break a line all
# but the plain one. They are written by number, and so is what only looks like such a number.
_UNWRITABLE = re.compile("[\\x00-\\x08\\x0b-\\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def escaped(text: str) -> str:
    """Text as a cell of a workbook holds it."""
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def unescaped(text: str) -> str:
    """Text as it was before it was escaped."""
    return _ESCAPE.sub(_char, text) if "_x" in text else text


def _char(found: re.Match[str]) -> str:
    char = chr(int(found[1], 16))
    return char if char == "_" or _UNWRITABLE.match(char) else found[0]
