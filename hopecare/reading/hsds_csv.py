"""Reads the tables of HSDS as CSV files: each entry a line, in any encoding an office writes."""

from __future__ import annotations

import csv
import io
import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from hopecare.reading.encodings import decode
from hopecare.reading.hsds_faults import EntryFault, EntryFaultCode
from hopecare.reading.hsds_format import TABLES, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hopecare.reading.hsds_entries import Directory

PACKAGE: Final = "datapackage.json"
# A cell a spreadsheet would calculate is written with an apostrophe before it, and read without;
# signs of full width are read as the narrow ones by some.
_CALCULATED: Final = re.compile(r"'*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def escaped(text: str) -> str:
    """Give a cell that no spreadsheet calculates; `unescaped` gives the words back."""
    return f"'{text}" if _CALCULATED.match(text) else text


def unescaped(cell: str) -> str:
    """Give the words of a cell, without the apostrophe that keeps a spreadsheet from it."""
    return cell[1:] if cell.startswith("'") and _CALCULATED.match(cell) else cell


def read_tables(into: Directory, files: Mapping[str, bytes]) -> None:
    """Read every table among the files; what is none is told, and read by nobody."""
    names = _named_in_package(into, files)
    for file, content in files.items():
        name = names.get(file) or _stem(file)
        if file == PACKAGE or not content.strip():
            continue
        if name in TABLES:
            _read_table(into, TABLES[name], content, file)
        else:
            _tell(into, file, "", EntryFaultCode.FILE_NOT_KNOWN)


def _named_in_package(into: Directory, files: Mapping[str, bytes]) -> dict[str, str]:
    """Say which file holds which table, where the package says so."""
    if PACKAGE not in files:
        return {}
    try:
        package = json.loads(files[PACKAGE].decode("utf-8-sig"))
        resources = package["resources"]
        return {
            each["path"].rpartition("/")[2]: each["name"]  # folders are left out of all names
            for each in resources
            if each["name"] in TABLES
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        _tell(into, PACKAGE, "", EntryFaultCode.PACKAGE_UNREADABLE)
        return {}


def _stem(file: str) -> str:
    return file.rpartition("/")[2].lower().removesuffix(".csv")


def _read_table(into: Directory, table: Table, content: bytes, file: str) -> None:
    lines = _lines(content)
    _, header = next(lines, (1, []))
    names = [unescaped(each).strip() for each in header]
    if "id" not in names:
        _tell(into, file, "1", EntryFaultCode.MISSING, field="id")
        return
    for number, cells in lines:
        if len(cells) > len(names) and any(cells[len(names) :]):
            _tell(into, file, str(number), EntryFaultCode.TOO_MANY_CELLS)
            continue
        given = _given(table, names, cells)
        entry = into.read_entry(table, given, file=file, where=str(number))
        if entry is not None:
            into.add(entry, may_repeat=False)


def _given(table: Table, names: list[str], cells: list[str]) -> dict[str, Any]:
    """Give a line's cells by their headings; what we do not know may hold more than words."""
    found: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=False):
        text = unescaped(cell)
        known = name in table.columns
        found[name] = text if known else _unknown(text)
    return {name: value for name, value in found.items() if name and value != ""}


def _unknown(text: str) -> Any:  # noqa: ANN401  whatever JSON holds
    """Give a cell we do not know: the list or object that we wrote as JSON, or its words."""
    if text[:1] in ("[", "{"):
        with suppress(ValueError, RecursionError):
            return json.loads(text, parse_constant=_no_number)
    return text


def _no_number(name: str) -> object:
    """NaN and Infinity are no JSON: what holds them is words."""
    raise ValueError(name)


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Every line that has something in it, with the number it begins at."""
    text, _ = decode(content)
    reader = csv.reader(io.StringIO(text, newline=""))
    before = 0
    for cells in reader:
        if any(cells):
            yield before + 1, cells
        before = reader.line_num


def _tell(into: Directory, file: str, where: str, code: EntryFaultCode, *, field: str = "") -> None:
    into.tell(EntryFault(file=file, where=where, field=field, code=code))
