"""Reads a population from CSV or XLSX: a household a line, a column for each question.

Headings are the questions' keys: `household.size`, `members.0.pay`, `receiving.livelihood`; beside
them `area`. An empty cell is not known; `<=500000`, `>=3` and `1~5` are bounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.answered import frame_of_answered
from hopecare.domain.eligibility.answers import REASON, read_answers
from hopecare.domain.eligibility.columns import frame_of_many
from hopecare.errors import FileNotAcceptedError, InvalidInputError
from hopecare.reading.population_columns import read_columns, texts_of
from hopecare.reading.sheets import sheet_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from hopecare.domain.eligibility.frame import Frame
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.reading.sheets import Line

AREA: Final = "area"
LEFT_OUT: Final = frozenset({"id", "household"})
"""Columns a file may have for itself; nothing of them is read."""
MOST_NAMED: Final = 20
GIVEN: Final = "as given in the file"
Problems = dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Some households of the population, and the code of each one's area, empty where none is."""

    areas: Sequence[str]
    known: Frame


def read_population(content: bytes, pack: Pack, *, on: date, chunk: int) -> Iterator[Part]:
    """Read households in parts of `chunk`; a file with a mistake is refused, each place named."""
    lines = sheet_lines(content)
    headings = _headings(next(lines, None), pack)
    problems: Problems = {}
    while some := list(islice(lines, chunk)):
        part = _in_columns(some, headings, pack, on) or _line_by_line(
            some, headings, pack, on, problems
        )
        if len(problems) >= MOST_NAMED:
            break
        if not problems:
            yield part
    if problems:
        raise InvalidInputError(problems)


def _in_columns(
    lines: Sequence[Line], headings: Sequence[str], pack: Pack, on: date
) -> Part | None:
    """Read lines column by column; None where they hold a mistake."""
    texts = texts_of(lines, headings)
    if texts is None:
        return None
    columns = {
        name: column
        for name, column in zip(headings, texts, strict=True)
        if name and name not in LEFT_OUT
    }
    areas = columns.pop(AREA, ("",) * len(lines))
    said = read_columns(pack, columns, len(lines))
    if said is None:
        return None
    return Part(areas=areas, known=frame_of_answered(pack, said, pack.figures(on)))


def _headings(first: Line | None, pack: Pack) -> list[str]:
    """Give the headings; one that asks nothing is refused, even where no line answers it."""
    if first is None:
        raise FileNotAcceptedError(problem="file_empty")
    number, headings = first[0], [cell.strip() for cell in first[1]]
    twice = [name for name in headings if name and headings.count(name) > 1]
    if twice:
        raise FileNotAcceptedError(problem="heading_twice", heading=twice[0])
    asked = [name for name in headings if name and name not in {AREA, *LEFT_OUT}]
    _, errors = read_answers(pack, _with_reasons(pack, dict.fromkeys(asked, "")))
    unknown = {f"{number}:{key}": codes for key, codes in errors.items() if key in asked}
    if unknown:
        raise InvalidInputError(unknown)
    return headings


def _line_by_line(
    lines: Sequence[Line], headings: Sequence[str], pack: Pack, on: date, problems: Problems
) -> Part:
    """Read lines one after another, and note each mistake with its place."""
    areas, households = [], []
    for number, cells in lines:
        said = _said(number, cells, headings)
        areas.append(said.pop(AREA, ""))
        facts, errors = read_answers(pack, _with_reasons(pack, said))
        households.append(facts)
        problems |= {f"{number}:{key}": codes for key, codes in errors.items()}
        if len(problems) >= MOST_NAMED:
            break
    return Part(areas=areas, known=frame_of_many(pack, households, pack.figures(on)))


def _said(number: int, cells: Sequence[str], headings: Sequence[str]) -> dict[str, str]:
    for column, cell in enumerate(cells, start=1):
        if cell and (column > len(headings) or not headings[column - 1]):
            raise FileNotAcceptedError(problem="heading_blank", column=column, line=number)
    return {
        name: cell
        for name, cell in zip(headings, cells, strict=False)
        if cell and name not in LEFT_OUT
    }


def _with_reasons(pack: Pack, said: Mapping[str, str]) -> dict[str, str]:
    """A judgement in a file is somebody's already; its reason stays where it was made."""
    judged = {
        key + REASON: GIVEN for key in said if key in pack.facts and pack.facts[key].judged_by
    }
    return {**said, **judged}
