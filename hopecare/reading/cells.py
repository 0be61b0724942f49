"""One line's cells taken out one by one; every cell that cannot be taken is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from hopecare.reading.dates import read_birth_date, read_date
from hopecare.reading.faults import Fault, FaultCode
from hopecare.reading.tables import Column, Row, Table, heading_key

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from datetime import date

T = TypeVar("T")

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
SPREADSHEET_ERRORS = frozenset(
    {"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "########"}
)
BETWEEN_WORDS = re.compile(r"[,/;·、\n|]+")


class LineCells:
    """The cells of one row, and the faults found while taking them."""

    def __init__(self, row: Row, table: Table, columns: Mapping[str, Column]) -> None:
        """Look over the whole line first: too many cells, characters nobody can write."""
        self.line = row.line
        self.faults: list[Fault] = []
        self._cells = dict(row.cells)
        self._table = table
        if len(row.written) > len(table.header):
            self.fault("", FaultCode.TOO_MANY_CELLS, about=str(len(table.header)))
        for name, text in row.cells.items():
            self._check(name, text, longest=columns[name].longest)

    def fault(self, column: str, code: FaultCode, *, about: str = "") -> None:
        """Note one thing to correct."""
        head = self._table.head(column)
        self.faults.append(Fault(line=self.line, column=head, code=code, about=about))

    def _check(self, name: str, text: str, *, longest: int) -> None:
        """Refuse a cell whose text is not words at all; the rest of the line is still read."""
        code = _unfit(text, longest)
        if code is None:
            return
        self.fault(name, code, about=str(longest) if code is FaultCode.TOO_LONG else "")
        # The faulty cell is already named: its own reader must not complain a second time.
        self._cells[name] = ""

    def has_fault_in(self, column: str) -> bool:
        """Whether a column of this line is already named as faulty."""
        return any(fault.column == self._table.head(column) for fault in self.faults)

    def text(self, column: str) -> str:
        """The cell's words on one line, with runs of spaces made one."""
        return " ".join(self._cells.get(column, "").split())

    def lines(self, column: str) -> str:
        """The cell's words with their line breaks, as in a note."""
        text = self._cells.get(column, "").replace("\r\n", "\n")
        return re.sub(r"[^\S\n]+", " ", text).strip()

    def needed(self, column: str) -> str:
        """The cell's words; an empty cell is a fault."""
        text = self.text(column)
        if not text and not self.has_fault_in(column):
            self.fault(column, FaultCode.MISSING)
        return text

    def refuse_half(
        self, columns: Collection[str], code: FaultCode, *, beside: Collection[str] = ()
    ) -> None:
        """Columns that count together: each empty one is a fault once another is filled.

        One `beside` them may stay empty, but asks for them when it is filled.
        """
        if any(self.text(name) for name in (*columns, *beside)):
            for name in columns:
                if not self.text(name) and not self.has_fault_in(name):
                    self.fault(name, code)

    def read(self, column: str, reader: Callable[[str], T | FaultCode]) -> T | None:
        """A cell through a reader; None when it is empty or faulty."""
        text = self.text(column)
        if not text:
            return None
        value = reader(text)
        if isinstance(value, FaultCode):
            self.fault(column, value)
            return None
        return value

    def birth_on(self, column: str, *, today: date) -> date | None:
        """A birth date, not in the future and not of somebody aged 120."""
        return self.read(column, lambda text: read_birth_date(text, today=today))

    def past_day(self, column: str, *, today: date) -> date | None:
        """A day on which something was done."""
        return self.read(column, lambda text: read_date(text, today=today))

    def word(self, column: str, words: Mapping[str, T]) -> T | None:
        """One of a fixed set of words."""
        return self.read(column, lambda text: words.get(heading_key(text), FaultCode.WORD_UNKNOWN))

    def words(self, column: str, words: Mapping[str, T]) -> tuple[T, ...]:
        """Several of a fixed set of words; each unknown one is named by its place."""
        found: dict[T, None] = {}
        for place, part in enumerate(BETWEEN_WORDS.split(self.lines(column)), start=1):
            if not part.strip():
                continue
            value = words.get(heading_key(part))
            if value is None:
                self.fault(column, FaultCode.WORD_UNKNOWN, about=str(place))
            else:
                found[value] = None
        return tuple(found)


def _unfit(text: str, longest: int) -> FaultCode | None:
    """Why a cell's text is no words at all."""
    if CONTROL.search(text):
        return FaultCode.CONTROL_CHARACTER
    if len(text) > longest:
        return FaultCode.TOO_LONG
    if text.upper() in SPREADSHEET_ERRORS or re.fullmatch(r"#{3,}", text):
        return FaultCode.SPREADSHEET_ERROR
    return FaultCode.FORMULA_WITHOUT_VALUE if text.startswith("=") else None
