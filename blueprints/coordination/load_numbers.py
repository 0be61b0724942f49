"""Load and fairness in numbers, ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.delivery_health import stacked
from hopecare.domain.matching.fairness import gini, spread
from hopecare.queries.helper_load import MOST_TIMES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from hopecare.queries.helper_load import Load

NAMED: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """How many volunteers were asked so often, and how many took on so much."""

    times: int
    asked: int
    taken: int
    layers: Sequence[tuple[float, float]]
    """Of the chart: top and height of those asked so often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadNumbers:
    """The whole page of load."""

    volunteers: int
    askings: int
    tasks: int
    gini_asked: float
    gini_taken: float
    columns: Sequence[Column]
    most: Sequence[Load]
    never: Sequence[Load]
    """Never asked, those longest with us first."""
    never_total: int

    @property
    def named(self) -> list[UUID]:
        """Whose names are read."""
        return [each.person_id for each in (*self.most, *self.never)]


def numbers_of_load(loads: Sequence[Load]) -> LoadNumbers:
    """Put together the numbers of all active volunteers."""
    asked, taken = [each.asked for each in loads], [each.taken for each in loads]
    by_asked, by_taken = spread(asked, most=MOST_TIMES), spread(taken, most=MOST_TIMES)
    highest = max(by_asked, default=0)
    never = [each for each in loads if not each.asked]
    busiest = sorted((each for each in loads if each.asked), key=lambda each: -each.asked)
    return LoadNumbers(
        volunteers=len(loads),
        askings=sum(asked),
        tasks=sum(taken),
        gini_asked=gini(asked),
        gini_taken=gini(taken),
        columns=[
            Column(
                times=times,
                asked=by_asked[times],
                taken=by_taken[times],
                layers=stacked([by_asked[times]], most=highest),
            )
            for times in range(MOST_TIMES + 1)
        ],
        most=busiest[:NAMED],
        never=never[:NAMED],
        never_total=len(never),
    )
