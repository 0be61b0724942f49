"""The lines to correct, as a file of the same columns that can be corrected and imported again."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from hopecare.reading.fault_words import fault_sentence
from hopecare.reading.tables import REASON_WORDS, plain_cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hopecare.reading.faults import Fault
    from hopecare.reading.tables import Table

REASON_HEADS: Final = {"ko": REASON_WORDS[0], "en": REASON_WORDS[1]}
# A spreadsheet would calculate a cell that begins so; the apostrophe makes it text again.
CALCULATED: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def errors_file(table: Table, faults: Iterable[Fault], *, language: str) -> bytes:
    """A CSV that Excel opens as it is: each faulty line as it was written, and why at its end."""
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    for fault in faults:
        reasons[fault.line].append(fault_sentence(fault, language=language))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*table.header, REASON_HEADS.get(language, REASON_WORDS[1])])
    for row in table.rows:
        if row.line in reasons:
            writer.writerow([*_fitted(row.written, table), " ".join(reasons[row.line])])
    return out.getvalue().encode("utf-8-sig")


def _fitted(written: tuple[str, ...], table: Table) -> list[str]:
    """The cells under their headings; what ran over stands in the last one, so nothing is lost."""
    width = len(table.header)
    cells = [*written[: width - 1], " ".join(cell for cell in written[width - 1 :] if cell)]
    return [_escaped(cell) for cell in cells]


def _escaped(cell: str) -> str:
    """A cell that no spreadsheet calculates, and that reads back as it was."""
    plain = plain_cell(cell)
    return f"'{plain}" if plain.startswith(CALCULATED) else plain
