"""Workbooks as files: a folder of CSV files, one .xlsx, or a .zip of CSV files."""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath
from shutil import rmtree
from tempfile import mkdtemp
from typing import BinaryIO, cast
from zipfile import ZipFile, ZipInfo

from mappa.errors import SettingWrong
from mappa.workbook.workbooks import Sheet
from mappa.workbook.writer import WrittenSheet
from storage.workbook.archives import OLD_OFFICE, open_archive
from storage.workbook.csv_sheets import read_csv, write_csv
from storage.workbook.xlsx_sheets import MACROS, MADE_BY, read_xlsx, write_xlsx

MARK = ".mappa-export"  # what an export leaves in its folder: the fingerprint of each file
LEFT_ALONE = {"thumbs.db", "desktop.ini", "__macosx"}
KINDS = "Give a folder of CSV files, one .xlsx workbook, or a .zip of CSV files."


@dataclass(frozen=True, slots=True)
class Opened:
    """The sheets that were found, and how the file of one that is missing would be called."""

    sheets: list[Sheet]
    named: str = "{}.csv"


def open_sheets(source: Path | bytes, name: str) -> Opened:
    """The sheets of a workbook, by what its name says it is; `source` is a path or the content.

    What cannot be opened is a sheet without a name that says why.
    """
    try:
        if isinstance(source, Path) and source.is_dir():
            return Opened(_in_folder(source))
        return _in_file(source, name)
    except SettingWrong as problem:
        return Opened([Sheet("", (), (), name, problem.message)], f"{name}/{{}}")
    except OSError as problem:
        says = f"There is nothing here that can be read ({problem.strerror}). {KINDS}"
        return Opened([Sheet("", (), (), name, says)], f"{name}/{{}}")


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _in_folder(folder: Path) -> list[Sheet]:
    return [
        read_csv(path.stem, path.name, partial(_open, path))
        if path.suffix.lower() == ".csv" and not path.is_dir()
        else Sheet("", (), (), path.name, "This is not a CSV file. Take it out of the folder.")
        for path in sorted(folder.iterdir())
        if _counts(path.name)
    ]


def _counts(name: str) -> bool:
    """Whether a file is there because somebody put it there, and not the system."""
    return not name.startswith((".", "~$")) and name.lower() not in LEFT_ALONE


def _in_file(source: Path | bytes, name: str) -> Opened:
    ending = PurePosixPath(name.lower()).suffix
    if ending in (".xlsm", ".xltm", ".xlsb"):
        raise SettingWrong(MACROS)
    start = _start(source)
    if ending == ".xlsx":
        if start.startswith(OLD_OFFICE):
            raise SettingWrong(
                "This is an old Excel file, or a password protects it. Save it as .xlsx."
            )
        return Opened(read_xlsx(source, name), f"{name}/{{}}")
    if ending == ".zip":
        return Opened(_in_archive(open_archive(source, "a zip archive"), name), f"{name}/{{}}.csv")
    raise SettingWrong(f"This is no workbook. {KINDS}")


def _start(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        return source[:8]
    with source.open("rb") as file:
        return file.read(8)


def _in_archive(archive: ZipFile, name: str) -> list[Sheet]:
    found = []
    for member in archive.infolist():
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if member.is_dir() or not all(_counts(part) for part in path.parts):
            continue
        file = f"{name}/{path.name}"
        if path.suffix.lower() == ".csv":
            found.append(read_csv(path.stem, file, partial(_open_member, archive, member)))
        else:
            found.append(Sheet("", (), (), file, "This is not a CSV file. Take it out."))
    return found


def _open_member(archive: ZipFile, member: ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(member))


def write_sheets(path: Path, sheets: Sequence[WrittenSheet]) -> None:
    """Write a workbook: one file if the name ends in .xlsx, else a folder, made if need be.

    What is there already is replaced only if it is an export that nobody has changed since.
    Whatever stops it, there is either the old or the new one, and never a part.
    """
    check_free(path)
    try:
        path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix.lower() == ".xlsx":
            _write_file(path, sheets)
        else:
            _write_folder(path, sheets)
    except OSError as problem:
        raise SettingWrong(f"{path} cannot be written ({problem.strerror}).") from problem


def check_free(path: Path) -> None:
    """Refuse a path where something is that is not an export as it was left."""
    own = _is_own_file if path.suffix.lower() == ".xlsx" else _is_own_folder
    if path.exists() and not own(path):
        raise SettingWrong(
            f"{path} is there already, and is no export as mappa-bot has left it. Nothing was "
            "written: give another name, or take it away first."
        )


def _write_file(path: Path, sheets: Sequence[WrittenSheet]) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _private(part) as file:
            write_xlsx(file, sheets)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _is_own_file(path: Path) -> bool:
    """Whether nobody has saved the workbook under another name of author since."""
    if not path.is_file():
        return False
    try:
        with open_archive(path, "a workbook") as archive:
            core = archive.read("docProps/core.xml").decode("utf-8", "replace")
    except (SettingWrong, KeyError):
        return False
    names = re.findall(r"<(?:\w+:)?(?:creator|lastModifiedBy)[^>]*>([^<]*)<", core)
    return names == [MADE_BY, MADE_BY]


def _write_folder(path: Path, sheets: Sequence[WrittenSheet]) -> None:
    part = Path(mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    try:
        for sheet in sheets:
            with _private(part / f"{sheet.name}.csv") as file:
                write_csv(file, sheet.header, sheet.rows)
        with _private(part / MARK) as file:
            file.write(_fingerprints(part).encode())
        _replace_folder(path, part)
    finally:
        rmtree(part, ignore_errors=True)


def _replace_folder(path: Path, part: Path) -> None:
    if not path.exists():
        part.rename(path)
        return
    part.chmod(path.stat().st_mode & 0o7777)
    old = part.with_name(f"{part.name}.old")
    path.rename(old)
    try:
        part.rename(path)
    except OSError:
        old.rename(path)
        raise
    rmtree(old)


def _is_own_folder(path: Path) -> bool:
    """Whether it is empty, or holds an export and nothing else, each file as it was written."""
    if not path.is_dir():
        return False
    files = [file for file in path.iterdir() if file.name != MARK]
    mark = path / MARK
    if not mark.is_file():
        return not files
    return all(file.is_file() for file in files) and mark.read_text("utf-8") == _fingerprints(path)


def _fingerprints(folder: Path) -> str:
    lines = []
    for path in sorted(folder.iterdir()):
        if path.name != MARK:
            with path.open("rb") as file:
                digest = sha256()
                while piece := file.read(1 << 20):
                    digest.update(piece)
            lines.append(f"{digest.hexdigest()}  {path.name}\n")
    return "".join(lines)


def _private(path: Path) -> BinaryIO:
    """A new file that nobody else can read."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
