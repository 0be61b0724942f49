"""Runs the examples a pack carries: what they expect against what the rules say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.eligibility.evaluation import assess
from hopecare.errors import InvalidInputError, NoRulesOnDateError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.domain.eligibility.assessment import Assessment, ProgrammeResult, Range
    from hopecare.domain.eligibility.pack import Pack, PackCase


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An example whose outcome is not what it expects."""

    case: PackCase
    about: str
    expected: object
    found: object


def disagreements(pack: Pack) -> Iterator[Disagreement]:
    """Give every expectation that the rules do not meet."""
    for case in pack.cases:
        try:
            assessment = assess(pack, case.facts, on=case.on)
        except (InvalidInputError, NoRulesOnDateError) as error:
            yield Disagreement(case, error.reason, "an answer", str(error))
            continue
        yield from _compare(case, assessment)


def _compare(case: PackCase, assessment: Assessment) -> Iterator[Disagreement]:
    results = {item.programme: item for item in assessment.programmes}
    for key, expected in case.expect.items():
        if key not in results:
            yield Disagreement(case, key, "a programme", None)
            continue
        for about, value in expected.items():
            found = _found(results[key], about)
            if found != value:
                yield Disagreement(case, f"{key} {about}", value, found)


def _found(result: ProgrammeResult, about: str) -> object:
    """Read one thing out of a result: verdict, amount, missing, or a criterion's margin."""
    match about.split(":"):
        case ["verdict"]:
            return result.verdict.value
        case ["amount"]:
            return None if result.amount is None else _number(result.amount.value)
        case ["missing"]:
            return list(result.missing)
        case ["margin", path]:
            margins = {item.id: item.margin for item in result.criteria}
            return _number(margins.get(path))
        case ["status", path]:
            return {item.id: item.status.value for item in result.criteria}.get(path)
        case _:
            return None


def _number(value: Range | None) -> float | None:
    return value.lo if value is not None and value.known else None
