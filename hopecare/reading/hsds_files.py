"""Reads a directory from where it lies: a document, a CSV file, a folder or a zipped package."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

from hopecare.errors import FileNotAcceptedError
from hopecare.reading.hsds_check import check_directory
from hopecare.reading.hsds_csv import PACKAGE, read_tables
from hopecare.reading.hsds_entries import Directory
from hopecare.reading.hsds_json import read_documents
from hopecare.reading.sheets import ZIPPED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from hopecare.reading.hsds_entries import Key

LARGEST: Final = 8 * 1024 * 1024
"""A directory is held in memory while it is compared: some thousand services fit."""
MOST_FILES: Final = 100
DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,
    NotImplementedError,
    OSError,
    EOFError,
)
"""What unpacking says of a package that is broken, locked, or packed in a way nobody knows."""


def read_directory(path: Path, *, known: Collection[Key] = ()) -> Directory:
    """Read and check a file or a folder; its size is looked at before anything is read."""
    if path.is_dir():
        return _read_folder(path, known)
    _refuse_large(path.stat().st_size)
    return read_directory_file(path.name, path.read_bytes(), known=known)


def read_directory_file(name: str, content: bytes, *, known: Collection[Key] = ()) -> Directory:
    """Read and check a directory that came as one file."""
    _refuse_large(len(content))
    if not content.strip():
        raise FileNotAcceptedError(problem="file_empty")
    directory = Directory()
    if content.startswith(ZIPPED):
        read_tables(directory, _unzipped(content))
    elif name.lower().endswith(".csv"):
        read_tables(directory, {name: content})
    else:
        read_documents(directory, content, file=name, largest=LARGEST)
    check_directory(directory, known=known)
    return directory


def _read_folder(path: Path, known: Collection[Key]) -> Directory:
    files = [each for each in sorted(path.iterdir()) if _is_part(each.name) and each.is_file()]
    _refuse_many(len(files))
    _refuse_large(sum(each.stat().st_size for each in files))
    _refuse_without_table(each.name for each in files)
    directory = Directory()
    read_tables(directory, {each.name: each.read_bytes() for each in files})
    check_directory(directory, known=known)
    return directory


def _unzipped(content: bytes) -> dict[str, bytes]:
    """Give the tables of a package; one made to explode is refused before it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [each for each in packed.infolist() if _is_part(each.filename)]
            _refuse_many(len(parts))
            _refuse_large(sum(each.file_size for each in parts))
            _refuse_without_table(each.filename for each in parts)
            _refuse_twice(_bare(each.filename) for each in parts)
            # What unpacks to more than it says is not read beyond that.
            return {_bare(each.filename): packed.read(each) for each in parts}
    except DAMAGED as broken:
        raise FileNotAcceptedError(problem="package_broken") from broken


def _is_part(name: str) -> bool:
    bare = _bare(name)
    return not bare.startswith(".") and (bare.lower().endswith(".csv") or bare == PACKAGE)


def _bare(name: str) -> str:
    return name.replace("\\", "/").rpartition("/")[2]


def _refuse_large(size: int) -> None:
    if size > LARGEST:
        raise FileNotAcceptedError(problem="directory_too_large", megabytes=LARGEST >> 20)


def _refuse_many(number: int) -> None:
    if number > MOST_FILES:
        raise FileNotAcceptedError(problem="package_too_many", most=MOST_FILES)


def _refuse_without_table(names: Iterable[str]) -> None:
    if not any(name.lower().endswith(".csv") for name in names):
        raise FileNotAcceptedError(problem="no_tables")


def _refuse_twice(names: Iterable[str]) -> None:
    """Of two tables of one name, from two folders, one would be lost, and all that it lists."""
    known: set[str] = set()
    for name in names:
        if name in known:
            raise FileNotAcceptedError(problem="package_name_twice", name=name[:80])
        known.add(name)
