"""Files as offices make them, built in the test that reads them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

import openpyxl


def csv_file(rows: Iterable[Sequence[str]], *, encoding: str = "utf-8", mark: str = ",") -> bytes:
    """A CSV file of these rows."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows(rows)
    return out.getvalue().encode(encoding)


def workbook(rows: Iterable[Sequence[object]]) -> bytes:
    """An XLSX file of these rows."""
    book = openpyxl.Workbook()
    sheet = book.create_sheet("명단", 0)
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
