"""Files for spreadsheets: CSV and XLSX, written row by row, and never a formula in disguise."""

from __future__ import annotations

import csv
import io
import tempfile
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, Final

from flask import Response, send_file
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# Korean and Japanese spreadsheets read signs of full width as the narrow ones.
FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
IN_MEMORY: Final = 4 * 1024 * 1024
CSV_TYPE: Final = "text/csv; charset=utf-8"
XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(
    kind: str, name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]
) -> Response:
    """Write the rows into a file of this kind and hand it over; nothing of it stays here."""
    media_type, write = EXPORTS[kind]
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  closed by the answer
    write(file, headings, rows)
    file.seek(0)
    answer = send_file(
        file, mimetype=media_type, as_attachment=True, download_name=f"{name}.{kind}"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def harmless(text: str) -> str:
    """Keep a spreadsheet from reading words as a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _write_csv(file: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """UTF-8 with its mark, so that Korean spreadsheets read Hangul."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([harmless(heading) for heading in headings])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    text.detach()


def _write_xlsx(file: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    for row in chain([headings], rows):
        sheet.append([_cell(sheet, text) for text in row])
    book.save(file)


def _cell(sheet: Any, text: str) -> Any:  # noqa: ANN401  openpyxl's own, without types
    """A cell of plain words, whatever it begins with; the same words as in the CSV."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", harmless(text)))
    cell.data_type = "s"
    return cell


EXPORTS: Final[
    dict[str, tuple[str, Callable[[IO[bytes], Sequence[str], Iterable[Sequence[str]]], None]]]
] = {"csv": (CSV_TYPE, _write_csv), "xlsx": (XLSX_TYPE, _write_xlsx)}
