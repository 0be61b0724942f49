"""Reads a population from CSV or XLSX: a household a line, a column for each question.

Headings are the questions' keys: `household.size`, `members.0.pay`, `receiving.livelihood`; beside
them `area`. An empty cell is not known; `<=500000`, `>=3` and `1~5` are bounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.answers import REASON, read_answers
from hopecare.errors import FileNotAcceptedError, InvalidInputError
from hopecare.reading.sheets import sheet_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hopecare.domain.eligibility.facts import HouseholdFacts
    from hopecare.domain.eligibility.pack import Pack
    from hopecare.reading.sheets import Line

AREA: Final = "area"
LEFT_OUT: Final = frozenset({"id", "household"})
"""Columns a file may have for itself; nothing of them is read."""
MOST_NAMED: Final = 20
GIVEN: Final = "as given in the file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """One household of the population and the code of its area, empty where none was given."""

    area: str
    facts: HouseholdFacts


def read_population(content: bytes, pack: Pack, *, chunk: int) -> Iterator[list[Household]]:
    """Read households in lists of `chunk`; a file with a mistake is refused, each place named."""
    lines = sheet_lines(content)
    headings = _headings(next(lines, None), pack)
    problems: dict[str, list[str]] = {}
    waiting: list[Household] = []
    for line in lines:
        waiting.append(_household(line, headings, pack, problems))
        if len(problems) >= MOST_NAMED:
            break
        if len(waiting) == chunk and not problems:
            yield waiting
            waiting = []
    if problems:
        raise InvalidInputError(problems)
    if waiting:
        yield waiting


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


def _household(
    line: Line, headings: Sequence[str], pack: Pack, problems: dict[str, list[str]]
) -> Household:
    number, cells = line
    for column, cell in enumerate(cells, start=1):
        if cell and (column > len(headings) or not headings[column - 1]):
            raise FileNotAcceptedError(problem="heading_blank", column=column, line=number)
    said = {
        name: cell
        for name, cell in zip(headings, cells, strict=False)
        if cell and name not in LEFT_OUT
    }
    area = said.pop(AREA, "")
    facts, errors = read_answers(pack, _with_reasons(pack, said))
    for key, codes in errors.items():
        problems[f"{number}:{key}"] = codes
    return Household(area=area, facts=facts)


def _with_reasons(pack: Pack, said: Mapping[str, str]) -> dict[str, str]:
    """A judgement in a file is somebody's already; its reason stays where it was made."""
    judged = {
        key + REASON: GIVEN for key in said if key in pack.facts and pack.facts[key].judged_by
    }
    return {**said, **judged}
