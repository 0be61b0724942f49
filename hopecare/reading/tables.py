"""One reader for every spreadsheet: rows with their line numbers, under the names our code uses.

Headings are matched by words people use for them, in any language. What no column claims is
listed as ignored, never guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.errors import FileNotAcceptedError
from hopecare.reading.sheets import Line, sheet_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_DIGITS = 20
REASON_WORDS = ("고칠 점", "what to correct")
"""Headings of the column our errors file adds; left out without a word when read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column we know: its name in code and the headings people give it."""

    name: str
    words: tuple[str, ...]
    needed: bool = False
    longest: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a file: what each known column holds, and the line as it was written."""

    line: int
    cells: Mapping[str, str]
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file read: its headings, its rows, and the headings that nobody claimed."""

    header: tuple[str, ...]
    heads: Mapping[str, str]
    """The heading as written, by column name."""
    ignored: tuple[str, ...]
    rows: Sequence[Row]

    def head(self, column: str) -> str:
        """The heading as the file has it, or the column's own name."""
        return self.heads.get(column, column)


def read_table(content: bytes, columns: Sequence[Column]) -> Table:
    """Read a CSV or XLSX file by its headings, or refuse it as a whole with the reason."""
    lines = sheet_lines(content)
    first = next(lines, None)
    if first is None:
        raise FileNotAcceptedError(problem="file_empty")
    header = _trimmed(first[1])
    _refuse_bad_header(header)
    places = _places(header, columns)
    body = tuple(lines)
    if len(places) == 0:
        raise FileNotAcceptedError(problem="headings_not_found", line=first[0])
    _refuse_missing(places, columns)
    _refuse_blank_heading(header, body)
    rows = tuple(_row(line, header, places) for line in body)
    return Table(
        header=header,
        heads={name: header[at] for name, at in places.items()},
        ignored=_ignored(header, places),
        rows=rows,
    )


def heading_key(text: str) -> str:
    """A heading without what people vary: width, case, spaces, dots, stars, underscores."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", "", folded)


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Cells without the empty ones at the end."""
    last = max((at for at, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _refuse_bad_header(header: tuple[str, ...]) -> None:
    """Refuse headings that stand twice: nobody can say which one counts."""
    keys = Counter(heading_key(cell) for cell in header if cell)
    twice = [cell for cell in header if cell and keys[heading_key(cell)] > 1]
    if twice:
        raise FileNotAcceptedError(problem="heading_twice", heading=twice[0])


def _refuse_blank_heading(header: tuple[str, ...], body: tuple[Line, ...]) -> None:
    """Refuse a blank (or merged) heading above cells that hold something."""
    blank = [at for at, cell in enumerate(header) if not cell]
    # One line that runs over is that line's fault; when most do, the heading is what is missing.
    over = [cells for _number, cells in body if len(_trimmed(cells)) > len(header)]
    if len(over) * 2 > len(body):
        blank.append(len(header))
    for at in blank:
        used = next((number for number, cells in body if at < len(cells) and cells[at]), None)
        if used is not None:
            raise FileNotAcceptedError(problem="heading_blank", column=_letter(at), line=used)


def _refuse_missing(places: Mapping[str, int], columns: Sequence[Column]) -> None:
    """Refuse a file without a column we cannot do without, naming all of them."""
    missing = [column.words[0] for column in columns if column.needed and column.name not in places]
    if missing:
        raise FileNotAcceptedError(problem="columns_missing", columns=", ".join(missing))


def _places(header: tuple[str, ...], columns: Sequence[Column]) -> dict[str, int]:
    """Where each known column stands."""
    by_word = {heading_key(word): column.name for column in columns for word in column.words}
    places: dict[str, int] = {}
    for at, cell in enumerate(header):
        name = by_word.get(heading_key(cell)) or by_word.get(_without_brackets(cell))
        if name is None:
            continue
        if name in places:
            raise FileNotAcceptedError(
                problem="heading_same_meaning", heading=cell, other=header[places[name]]
            )
        places[name] = at
    return places


def _without_brackets(cell: str) -> str:
    """A heading's key without its explanation in brackets."""
    return heading_key(re.sub(r"[(\[<（].*", "", cell))


def _ignored(header: tuple[str, ...], places: Mapping[str, int]) -> tuple[str, ...]:
    """Headings nobody claimed, without our own reason column."""
    taken = set(places.values())
    ours = {heading_key(word) for word in REASON_WORDS}
    return tuple(
        cell
        for at, cell in enumerate(header)
        if cell and at not in taken and heading_key(cell) not in ours
    )


def _row(line: Line, header: tuple[str, ...], places: Mapping[str, int]) -> Row:
    """A line with its cells under our names."""
    number, cells = line
    held = {name: plain_cell(cells[at]) for name, at in places.items() if at < len(cells)}
    padded = cells + ("",) * (len(header) - len(cells))
    written = padded[: len(header)] + _trimmed(padded[len(header) :])
    return Row(
        line=number, cells={name: cell for name, cell in held.items() if cell}, written=written
    )


def is_whole_number(text: str) -> bool:
    """Whether a cell is a whole number that may be read; thousands of digits are none."""
    return text.isdecimal() and len(text) <= MOST_DIGITS


def plain_cell(text: str) -> str:
    """A cell without what spreadsheets put around it: ="010…", the apostrophe of exports."""
    if text.startswith('="') and text.endswith('"'):
        return text[2:-1].strip()
    # Typographic only: our exports write '=… and '+… so that a spreadsheet does not calculate them.
    if re.match(r"'[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]", text):
        return text[1:].strip()
    return text


def _letter(at: int) -> str:
    """The spreadsheet's letter of a column, counted from 0."""
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
