"""Zip archives from outside: what is in them is measured before anything is unpacked."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from mappa.errors import SettingWrong

MOST_MEMBERS = 2_000
MOST_UNPACKED = 1 << 30  # bytes of all members together; nothing is unpacked but piece by piece
MOST_AT_ONCE = 200_000_000  # of a part that is held in memory
LARGE, MOST_TIMES = 50_000_000, 200  # a large member is no more than so many times its packed size
DAMAGED = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # old Excel files, and new ones that a password protects


def open_archive(source: Path | bytes, what: str) -> ZipFile:
    """The archive, measured; SettingWrong says why it is refused. `what` it is meant to be."""
    try:
        archive = ZipFile(BytesIO(source) if isinstance(source, bytes) else source)
    except (*DAMAGED, ValueError) as problem:
        raise SettingWrong(
            f"This is not {what}: the file is something else, or damaged."
        ) from problem
    try:
        _check(archive.infolist())
    except SettingWrong:
        archive.close()
        raise
    return archive


def _check(members: list[ZipInfo]) -> None:
    if any(member.flag_bits & 1 for member in members):
        raise SettingWrong("A password protects this file. Save it without one.")
    too_many = len(members) > MOST_MEMBERS
    too_large = sum(member.file_size for member in members) > MOST_UNPACKED
    if too_many or too_large or any(map(_swells, members)):
        raise SettingWrong(
            "Unpacked, this file would be far too large, so it is not opened. For very much, give "
            "a folder of CSV files."
        )


def _swells(member: ZipInfo) -> bool:
    return member.file_size > LARGE and member.file_size > MOST_TIMES * member.compress_size


@contextmanager
def damage_told() -> Iterator[None]:
    """What shows only when a member is unpacked, as a refusal."""
    try:
        yield
    except DAMAGED as problem:
        raise SettingWrong("This file is damaged: not all of it can be unpacked.") from problem
