"""What a run came to, in the numbers a matcher is judged by."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.matching.report import PRIORITY_WEIGHT
from hopecare.domain.matching.simulation.calibration import (
    Calibration,
    calibration_of,
    mean_calibration,
)
from hopecare.domain.matching.simulation.people import is_night
from hopecare.domain.matching.simulation.play import Fate, askings_by_person
from hopecare.domain.matching.waves import DAY, HOUR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hopecare.domain.matching.simulation.play import Log
    from hopecare.domain.matching.simulation.town import SimulatedTown

URGENT: Final = 3
URGENT_WITHIN: Final = 12 * HOUR
TELLS_FROM: Final = 20
"""With fewer needs judged, a district's share is not printed: it would be chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One run's figures; times in minutes, shares between nothing and one."""

    covered: float
    """Of needs for which enough people fit."""
    covered_by_priority: float
    """The same, the pressing ones counted twice and four times."""
    urgent_covered: float
    urgent_median: float
    median: float
    p90: float
    askings_a_place: float
    late: float
    at_night: float
    p99_askings: float
    gini_askings: float
    gini_load: float
    worst_district: float
    best_district: float
    mean_km: float
    p90_km: float
    left: float
    faults: float
    foretold: Calibration | None
    """Nothing where a policy does not foretell who says yes."""


def figures_of(town: SimulatedTown, log: Log, *, since_day: int) -> Figures:
    """Count what came from a day on; what came before warms the town up."""
    since = since_day * DAY
    judged = [
        fate
        for fate in log.fates.values()
        if fate.coming.at >= since
        and fate.coming.deadline <= town.days * DAY
        and len(fate.coming.candidates) >= fate.coming.need.people
    ]
    people = [str(helper.helper_id) for helper in town.helpers]
    return Figures(
        **_coverage(judged),
        **_burden(log, judged, people, since),
        left=log.left,
        faults=log.faults,
        foretold=calibration_of(
            [said for at, said, _ in log.foretold if at >= since],
            [came for at, _, came in log.foretold if at >= since],
        ),
    )


def _coverage(judged: Sequence[Fate]) -> dict[str, float]:
    """What the needs came to."""
    urgent = [fate for fate in judged if fate.coming.need.priority == URGENT]
    districts, metres = _districts(judged), _metres(judged)
    return {
        "covered": _share(fate.is_covered for fate in judged),
        "covered_by_priority": _by_priority(judged),
        "urgent_covered": _share(
            fate.covered_after is not None and fate.covered_after <= URGENT_WITHIN
            for fate in urgent
        ),
        "urgent_median": _percentile(_times(urgent), 50),
        "median": _percentile(_times(judged), 50),
        "p90": _percentile(_times(judged), 90),
        "worst_district": min(districts),
        "best_district": max(districts),
        "mean_km": float(np.mean(metres)) / 1000 if metres else 0.0,
        "p90_km": _percentile(metres, 90) / 1000,
    }


def _burden(
    log: Log, judged: Sequence[Fate], people: Sequence[str], since: int
) -> dict[str, float]:
    """What it took of the people."""
    asked = askings_by_person(log, since=since)
    taken = Counter(who for fate in judged for _, who in fate.takers)
    places = sum(1 for fate in log.fates.values() for at, _ in fate.takers if at >= since)
    return {
        "askings_a_place": sum(asked.values()) / max(1, places),
        "late": sum(1 for at in log.late if at >= since),
        "at_night": sum(1 for at, _, _ in log.askings if at >= since and is_night(at)),
        "p99_askings": _percentile([asked[who] for who in people], 99),
        "gini_askings": gini([asked[who] for who in people]),
        "gini_load": gini([taken[who] for who in people]),
    }


def mean_of(runs: Sequence[Figures]) -> Figures:
    """Average the figures of several towns, one by one."""
    names = [each.name for each in fields(Figures) if each.name != "foretold"]
    means = {name: float(np.mean([getattr(run, name) for run in runs])) for name in names}
    foretold = [run.foretold for run in runs if run.foretold is not None]
    return Figures(**means, foretold=mean_calibration(foretold))


def gini(counts: Sequence[int]) -> float:
    """How unevenly something is spread: 0 for all the same, near 1 where one has all."""
    values = np.sort(np.asarray(counts, dtype=np.float64))
    if not values.sum():
        return 0.0
    ranks = np.arange(1, len(values) + 1)
    return float((2 * ranks - len(values) - 1) @ values / (len(values) * values.sum()))


def _times(fates: Iterable[Fate]) -> list[int]:
    return [fate.covered_after for fate in fates if fate.covered_after is not None]


def _percentile(values: Sequence[float], share: int) -> float:
    return float(np.percentile(values, share)) if values else 0.0


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found) if found else 0.0


def _by_priority(judged: Sequence[Fate]) -> float:
    weights = [PRIORITY_WEIGHT[fate.coming.need.priority] for fate in judged]
    reached = sum(weight for weight, fate in zip(weights, judged, strict=True) if fate.is_covered)
    return reached / sum(weights) if weights else 0.0


def _districts(judged: Sequence[Fate]) -> list[float]:
    """What share was covered in each district with enough needs to tell, or in the whole town."""
    by_district: dict[int, list[bool]] = defaultdict(list)
    for fate in judged:
        by_district[fate.coming.district].append(fate.is_covered)
    shares = [_share(hits) for hits in by_district.values() if len(hits) >= TELLS_FROM]
    return shares or [_share(fate.is_covered for fate in judged)]


def _metres(judged: Iterable[Fate]) -> list[float]:
    found = []
    for fate in judged:
        near = {each.volunteer: each.distance_m for each in fate.coming.candidates}
        found += [near[who] for _, who in fate.takers]
    return found
