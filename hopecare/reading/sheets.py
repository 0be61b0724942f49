"""A file's bytes as lines of text cells, whether it was CSV or XLSX."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from datetime import date, datetime, time
from itertools import zip_longest
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from hopecare.errors import FileNotAcceptedError
from hopecare.reading.encodings import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openpyxl.worksheet.worksheet import Worksheet

Line = tuple[int, tuple[str, ...]]
"""The number of a line in the file, counted from 1, and its cells as text."""

LARGEST_FILE = 200 * 1024 * 1024
LARGEST_UNPACKED = 1024 * 1024 * 1024
DELIMITERS = (",", "\t", ";")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
ZIPPED = b"PK\x03\x04"
# Excel's row limit is far above any town; an empty sheet that claims a million rows is cut short.
EMPTY_LINES_AT_END = 10_000

# By the csv module's default one huge cell would stop the file; we refuse that cell instead.
csv.field_size_limit(64 * 1024 * 1024)


def sheet_lines(content: bytes) -> Iterator[Line]:
    """Every line that has something in it; the first is the headings."""
    if len(content) > LARGEST_FILE:
        raise FileNotAcceptedError(problem="file_too_large", megabytes=LARGEST_FILE >> 20)
    if content.startswith(OLD_OFFICE):
        raise FileNotAcceptedError(problem="old_or_locked_workbook")
    lines = _workbook_lines(content) if content.startswith(ZIPPED) else _text_lines(content)
    return ((number, cells) for number, cells in lines if any(cells))


def _text_lines(content: bytes) -> Iterator[Line]:
    """Lines of a CSV; a line that holds line breaks in quotes keeps its first number."""
    text, _encoding = decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    before = 0
    for cells in reader:
        yield before + 1, tuple(cell.strip() for cell in cells)
        before = reader.line_num


def _delimiter(text: str) -> str:
    """The mark that splits the first line with words into most cells."""
    head = text.lstrip("\r\n,;\t ")[:20_000]
    widths = {mark: _first_width(head, mark) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: widths[mark])


def _first_width(head: str, delimiter: str) -> int:
    """How many cells the first line has with this mark."""
    return len(next(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter), []))


def _workbook_lines(content: bytes) -> Iterator[Line]:
    """Lines of the first visible sheet; a formula gives its last value, or itself."""
    sheet = _first_sheet(content, values=True)
    formulas = _first_sheet(content, values=False) if _has_formulas(content) else None
    rows: Iterable[tuple[object, ...]] = sheet.iter_rows(values_only=True)
    if formulas is not None:
        behind = formulas.iter_rows(values_only=True)
        rows = (_with_formulas(seen, made) for seen, made in zip(rows, behind, strict=False))
    empty = 0
    for number, row in enumerate(rows, start=1):
        cells = tuple(_as_text(value) for value in row)
        empty = 0 if any(cells) else empty + 1
        if empty > EMPTY_LINES_AT_END:
            return
        yield number, cells


def _first_sheet(content: bytes, *, values: bool) -> Worksheet:
    """Open the first sheet that people can see, guarding against a workbook made to explode."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST_UNPACKED:
                raise FileNotAcceptedError(
                    problem="file_too_large", megabytes=LARGEST_UNPACKED >> 20
                )
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=values)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as broken:
        raise FileNotAcceptedError(problem="workbook_broken") from broken
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        raise FileNotAcceptedError(problem="file_empty")
    sheet = shown[0]
    # Some programs write a wrong size into the sheet; reading by it would drop columns.
    sheet.reset_dimensions()
    return sheet


def _has_formulas(content: bytes) -> bool:
    """Whether any sheet has a formula: only then is the second, slower look needed."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [name for name in packed.namelist() if name.startswith("xl/worksheets/sheet")]
        return any(re.search(rb"<f[ >]", packed.read(name)) for name in parts)


def _with_formulas(seen: tuple[object, ...], made: tuple[object, ...]) -> tuple[object, ...]:
    """Put a formula itself where the file holds no value for it."""
    return tuple(
        formula if value is None and isinstance(formula, str) and formula.startswith("=") else value
        for value, formula in zip_longest(seen, made)
    )


def _as_text(value: object) -> str:
    """A cell as people would write it: whole numbers without a point, dates as 1958-03-04."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        whole_day = value.time() == time.min
        return value.date().isoformat() if whole_day else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return unicodedata.normalize("NFC", str(value)).strip()
