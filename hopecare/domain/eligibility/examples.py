"""Runs the examples a pack carries: what they expect against what the rules say.

All examples of a day are judged in one walk; only an expected list of missing facts needs the
whole answer for its household.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from hopecare.domain.eligibility.checking import problems_of
from hopecare.domain.eligibility.columns import frame_of_many
from hopecare.domain.eligibility.evaluation import STATUSES, VERDICTS, assess
from hopecare.domain.eligibility.judging import judge
from hopecare.domain.eligibility.spans import NO
from hopecare.errors import InvalidInputError, NoRulesOnDateError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from hopecare.domain.eligibility.judging import ProgrammeColumns
    from hopecare.domain.eligibility.pack import Pack, PackCase
    from hopecare.domain.eligibility.spans import Span, Truth


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An example whose outcome is not what it expects."""

    case: PackCase
    about: str
    expected: object
    found: object


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rules say to one example about one programme."""

    pack: Pack
    case: PackCase
    programme: str
    columns: ProgrammeColumns
    place: int


def disagreements(pack: Pack) -> Iterator[Disagreement]:
    """Give every expectation that the rules do not meet."""
    for day, group in groupby(sorted(pack.cases, key=_day), key=_day):
        sound = []
        for case in group:
            problems = problems_of(pack, case.facts)
            if problems:
                error = InvalidInputError(problems)
                yield Disagreement(case, error.reason, "an answer", str(error))
            else:
                sound.append(case)
        if sound:
            yield from _on_day(pack, day, sound)


def _day(case: PackCase) -> date:
    return case.on


def _on_day(pack: Pack, day: date, cases: list[PackCase]) -> Iterator[Disagreement]:
    try:
        programmes = pack.programmes_on(day)
    except NoRulesOnDateError as error:
        yield from (Disagreement(case, error.reason, "an answer", str(error)) for case in cases)
        return
    frame = frame_of_many(pack, [case.facts for case in cases], pack.figures(day))
    judged = judge(pack, programmes, frame)
    for place, case in enumerate(cases):
        for key, expected in case.expect.items():
            if key not in judged:
                yield Disagreement(case, key, "a programme", None)
                continue
            yield from _compare(Outcome(pack, case, key, judged[key], place), expected)


def _compare(outcome: Outcome, expected: object) -> Iterator[Disagreement]:
    wanted = expected.items() if isinstance(expected, dict) else ()
    for about, value in wanted:
        found = _found(outcome, about)
        if found != value:
            yield Disagreement(outcome.case, f"{outcome.programme} {about}", value, found)


def _found(outcome: Outcome, about: str) -> object:
    """Read one thing out of an outcome: verdict, amount, missing, or something of a criterion."""
    columns, place = outcome.columns, outcome.place
    match about.split(":"):
        case ["verdict"]:
            return VERDICTS[_at(columns.verdict, place)].value
        case ["amount"]:
            is_out = _at(columns.verdict, place) == NO
            return None if is_out else _number(columns.amount, place)
        case ["missing"]:
            answer = assess(outcome.pack, outcome.case.facts, on=outcome.case.on)
            return list(answer.programme(outcome.programme).missing)
        case ["margin", path] if path in columns.criteria:
            return _number(columns.criteria[path].margin, place)
        case ["status", path] if path in columns.criteria:
            status = STATUSES.get(_at(columns.criteria[path].truth, place))
            return "unknown" if status is None else status.value
        case _:
            return None


def _at(truth: Truth, place: int) -> int:
    return int(truth[place if truth.shape[0] > 1 else 0])


def _number(value: Span | None, place: int) -> float | None:
    """Give a number that is known, or None."""
    if value is None:
        return None
    lo, hi = (float(end[place if end.shape[0] > 1 else 0]) for end in (value.lo, value.hi))
    return lo if lo == hi and np.isfinite(lo) else None
