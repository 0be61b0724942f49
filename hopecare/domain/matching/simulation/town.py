"""An invented town: volunteers, and needs that come by the hour for some weeks."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.batch import BatchNeed
from hopecare.domain.matching.columns import HelperColumns, Vocabulary, helper_columns
from hopecare.domain.matching.constraints import HelperFacts, NeedFacts
from hopecare.domain.matching.distance import Point, moved
from hopecare.domain.matching.nearby import Nearby as Grid
from hopecare.domain.matching.pairs import costs, may_meet
from hopecare.domain.matching.score import DEFAULT_WEIGHTS
from hopecare.domain.matching.simulation.people import Hidden, invented_hidden
from hopecare.domain.matching.waves import DAY, HOUR, Nearby
from hopecare.domain.needs import CheckLevel, NeedKind
from hopecare.domain.people import GenderWish, Sex

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

MIDDLE: Final = Point(37.6, 127.2)
ON: Final = date(2027, 3, 1)
DISTRICTS: Final = 16
KINDS: Final = tuple(sorted(kind for kind in NeedKind if kind is not NeedKind.PHONE_COMPANION))
TIME_LIMIT: Final = {1: 5 * DAY, 2: 2 * DAY, 3: 12 * HOUR}
KNOWN_SHARE: Final = 0.2
"""How many residents had a helper before."""
HOURS: Final = (1, 1, 1, 1, 1, 1, 2, 5, 9, 12, 12, 10, 8, 9, 10, 10, 9, 7, 6, 5, 4, 3, 2, 1)
"""How many needs come in each hour of a day, as shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A need with the moment it comes, and who may help."""

    need: BatchNeed
    at: int
    deadline: int
    district: int
    candidates: Sequence[Nearby]

    @property
    def kind(self) -> str:
        """What is needed first."""
        return min(self.need.facts.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedTown:
    """Everything a run begins with; two runs of the same town differ only by their policy."""

    helpers: Sequence[HelperFacts]
    hidden: Sequence[Hidden]
    coming: Sequence[Coming]
    days: int


def invented_town(
    volunteers: int, needs_a_day: int, days: int, *, seed: int, is_tight: bool = False
) -> SimulatedTown:
    """Draw a town; the same numbers always give the same one."""
    chance = random.Random(seed)  # noqa: S311  an invented town is no secret
    middles = [
        (chance.uniform(-8_000, 8_000), chance.uniform(-10_000, 10_000)) for _ in range(DISTRICTS)
    ]
    crowded = [chance.gammavariate(1.5, 1) + 0.1 for _ in middles]
    helpers = [
        _helper(chance, at, middles[_pick(chance, crowded)], is_tight=is_tight)
        for at in range(volunteers)
    ]
    needs = _needs(chance, needs_a_day, days, middles, crowded, volunteers)
    columns = helper_columns(helpers, Vocabulary.of(each.facts for each, _, _ in needs), on=ON)
    grid = Grid(columns.lat, columns.lon)
    return SimulatedTown(
        helpers=helpers,
        hidden=[invented_hidden(frozenset(KINDS), chance) for _ in helpers],
        coming=[
            Coming(
                need=need,
                at=at,
                deadline=at + TIME_LIMIT[need.priority],
                district=district,
                candidates=_candidates(need, columns, grid),
            )
            for need, at, district in needs
        ],
        days=days,
    )


def _pick(chance: Random, shares: Sequence[float]) -> int:
    return chance.choices(range(len(shares)), shares)[0]


def _point(chance: Random, middle: tuple[float, float]) -> Point:
    north, east = middle
    return moved(MIDDLE, north_m=chance.gauss(north, 1_300), east_m=chance.gauss(east, 1_300))


def _slots(chance: Random, share: float) -> int:
    return sum(1 << at for at in range(28) if chance.random() < share)


def _helper(chance: Random, at: int, middle: tuple[float, float], *, is_tight: bool) -> HelperFacts:
    return HelperFacts(
        helper_id=f"V{at:06d}",
        point=_point(chance, middle),
        radius_m=int(min(5_000, max(1_000, chance.gammavariate(3, 800)))),
        skills=frozenset(chance.sample(KINDS, chance.randint(1, 3) if is_tight else 4)),
        check_level=chance.choice((CheckLevel.NONE, CheckLevel.BASIC, CheckLevel.ENHANCED)),
        languages=frozenset({"ko"}),
        slots=_slots(chance, 0.2 if is_tight else 0.3),
        sex=chance.choice((Sex.FEMALE, Sex.MALE)),
        max_active=chance.choices((1, 2, 3), (5, 3, 2))[0],
        recent_tasks=0,
    )


def _needs(
    chance: Random,
    a_day: int,
    days: int,
    middles: Sequence[tuple[float, float]],
    crowded: Sequence[float],
    volunteers: int,
) -> list[tuple[BatchNeed, int, int]]:
    found: list[tuple[BatchNeed, int, int]] = []
    for day in range(days):
        moments = sorted(
            day * DAY + chance.choices(range(24), HOURS)[0] * HOUR + chance.randrange(HOUR)
            for _ in range(a_day)
        )
        for at in moments:
            district = _pick(chance, crowded)
            need_id = f"C{len(found):06d}"
            found.append((_need(chance, need_id, middles[district], volunteers), at, district))
    return found


def _need(chance: Random, need_id: str, middle: tuple[float, float], volunteers: int) -> BatchNeed:
    known = f"V{chance.randrange(volunteers):06d}" if chance.random() < KNOWN_SHARE else None
    return BatchNeed(
        need_id=need_id,
        priority=chance.choices((1, 2, 3), (65, 25, 10))[0],
        people=chance.choices((1, 2), (96, 4))[0],
        facts=NeedFacts(
            point=_point(chance, middle),
            kinds=frozenset({chance.choice(KINDS)}),
            check_level=chance.choices((0, 1, 2), (4, 4, 2))[0],
            language="ko",
            gender_wish=chance.choices(
                (GenderWish.NONE, GenderWish.FEMALE_PREFERRED, GenderWish.FEMALE_REQUIRED),
                (80, 12, 8),
            )[0],
            slots=_slots(chance, 0.15),
            previous_helper_id=known,
        ),
    )


def _candidates(need: BatchNeed, columns: HelperColumns, grid: Grid) -> list[Nearby]:
    """Everybody who may help, as they could be shown to any policy."""
    point = need.facts.point or MIDDLE
    rows, metres = may_meet(need.facts, columns, grid.within(point, 5_000))
    priced = costs(need.facts, columns, rows, metres, DEFAULT_WEIGHTS)
    return [
        Nearby(str(columns.facts[row].helper_id), float(m), float(c))
        for row, m, c in zip(rows.tolist(), metres.tolist(), priced.tolist(), strict=True)
    ]
