"""Reads what terms of a taxonomy mean in a town: a CSV with term, needs and programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.needs import NeedKind
from hopecare.errors import DirectoryNotAcceptedError
from hopecare.reading.cells import BETWEEN_WORDS
from hopecare.reading.hsds_faults import EntryFault, EntryFaultCode
from hopecare.reading.tables import Column, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.reading.tables import Row

COLUMNS: Final = (
    Column(name="term", words=("term", "용어"), needed=True),
    Column(name="needs", words=("needs", "필요한 도움")),
    Column(name="programme", words=("programme", "지원 제도")),
)
_KINDS: Final = tuple(kind.value for kind in NeedKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermMeaning:
    """A term by its id, code or name without case, and what it means here."""

    term: str
    needs: tuple[str, ...]
    programme: str | None


def read_terms(content: bytes, *, file: str) -> list[TermMeaning]:
    """Read every line; unknown kinds of help and terms that stand twice are refused by line."""
    table = read_table(content, COLUMNS)
    faults: list[EntryFault] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        faults += [
            EntryFault(file=file, where=str(row.line), field=field, code=code, about=about)
            for field, code, about in _faults_of(row, seen)
        ]
    if faults:
        raise DirectoryNotAcceptedError(faults)
    return [
        TermMeaning(
            term=row.cells["term"].casefold(),
            needs=tuple(_needs(row)),
            programme=row.cells.get("programme"),
        )
        for row in table.rows
    ]


def _needs(row: Row) -> list[str]:
    return [
        each.strip() for each in BETWEEN_WORDS.split(row.cells.get("needs", "")) if each.strip()
    ]


def _faults_of(row: Row, seen: dict[str, int]) -> Iterator[tuple[str, EntryFaultCode, str]]:
    term = row.cells.get("term", "").casefold()
    if not term:
        yield "term", EntryFaultCode.MISSING, ""
    elif seen.setdefault(term, row.line) != row.line:
        yield "term", EntryFaultCode.ID_TWICE, str(seen[term])
    if any(each not in _KINDS for each in _needs(row)):
        yield "needs", EntryFaultCode.NOT_A_CHOICE, ", ".join(_KINDS)
