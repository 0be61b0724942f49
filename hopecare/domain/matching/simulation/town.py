"""An invented town: volunteers, and needs that come by the hour for some weeks."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
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
TIME_LIMIT: Final = {1: 5 * DAY, 2: 2 * DAY, 3: 12 * HOUR}
KNOWN_SHARE: Final = 0.2
"""How many residents had a helper before."""
KINDS: Final = {
    NeedKind.SIDE_DISHES: 16,
    NeedKind.COMPANION_VISIT: 11,
    NeedKind.ESCORT: 11,
    NeedKind.PAPERS: 8,
    NeedKind.LIFT: 8,
    NeedKind.GOODS: 6,
    NeedKind.MEAL_TOGETHER: 6,
    NeedKind.KNOCK: 5,
    NeedKind.PERSONAL_CARE: 5,
    NeedKind.HOUSE_REPAIR: 4,
    NeedKind.TUTORING: 3,
    NeedKind.CHILD_AFTER_SCHOOL: 3,
    NeedKind.RESPITE: 3,
    NeedKind.INTERPRETING: 3,
}
"""How often each is asked for and offered, as shares: a few make up most of it everywhere."""
OTHER_LANGUAGES: Final = ("en", "vi", "zh", "uz", "th")
FLAGS: Final = ("cat", "dog", "smoker", "stairs")
A_FLAG: Final = 0.1
"""How many homes have one, and how many volunteers avoid it."""
VALID_CHECK: Final = 0.8
A_SECOND_LANGUAGE, OTHER_LANGUAGE = 0.3, 0.1
GENDER_WISHES: Final = {
    GenderWish.NONE: 80,
    GenderWish.FEMALE_PREFERRED: 7.5,
    GenderWish.FEMALE_REQUIRED: 7.5,
    GenderWish.MALE_PREFERRED: 2.5,
    GenderWish.MALE_REQUIRED: 2.5,
}
BUSY, BUSY_TIGHT = 0.25, 0.35
"""What share of the places volunteers give is held by tasks that go on all the while."""
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

    def places(self) -> dict[str, int]:
        """How many more tasks each volunteer would take."""
        return {
            str(helper.helper_id): max(0, helper.max_active - helper.active)
            for helper in self.helpers
        }


def invented_town(
    volunteers: int, needs_a_day: int, days: int, *, seed: int, is_tight: bool = False
) -> SimulatedTown:
    """Draw a town; the same numbers always give the same one."""
    chance = random.Random(seed)  # noqa: S311  an invented town is no secret
    middles = [
        (chance.uniform(-8_000, 8_000), chance.uniform(-10_000, 10_000)) for _ in range(DISTRICTS)
    ]
    crowded = [chance.gammavariate(1.5, 1) + 0.1 for _ in middles]
    lives_in = [_pick(chance, crowded) for _ in range(volunteers)]
    helpers = [
        _helper(chance, at, middles[district], is_tight=is_tight)
        for at, district in enumerate(lives_in)
    ]
    neighbours = [
        [str(helper.helper_id) for helper, at in zip(helpers, lives_in, strict=True) if at == each]
        for each in range(DISTRICTS)
    ]
    needs = _needs(chance, needs_a_day, days, middles, crowded, neighbours)
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


def _kinds(chance: Random, how_many: int) -> frozenset[NeedKind]:
    """Draw different kinds, the usual ones more often."""
    left, shares, found = list(KINDS), list(KINDS.values()), set()
    for _ in range(how_many):
        at = _pick(chance, shares)
        found.add(left.pop(at))
        shares.pop(at)
    return frozenset(found)


def _flags(chance: Random) -> frozenset[str]:
    return frozenset(flag for flag in FLAGS if chance.random() < A_FLAG)


def _helper(chance: Random, at: int, middle: tuple[float, float], *, is_tight: bool) -> HelperFacts:
    max_active = chance.choices((1, 2, 3), (52, 29, 19))[0]
    busy = BUSY_TIGHT if is_tight else BUSY
    return HelperFacts(
        helper_id=f"V{at:06d}",
        point=_point(chance, middle),
        radius_m=int(min(5_000, max(1_000, chance.gammavariate(3, 800)))),
        skills=_kinds(chance, chance.randint(1, 5) if is_tight else chance.randint(2, 7)),
        check_level=chance.choices(tuple(CheckLevel), (25, 50, 25))[0],
        check_expires_on=None if chance.random() < VALID_CHECK else ON - timedelta(days=1),
        languages=frozenset({"ko"})
        | ({chance.choice(OTHER_LANGUAGES)} if chance.random() < A_SECOND_LANGUAGE else set()),
        slots=_slots(chance, 0.3 if is_tight else 0.35),
        sex=chance.choices((Sex.FEMALE, Sex.MALE), (56, 44))[0],
        avoids=_flags(chance),
        max_active=max_active,
        active=sum(chance.random() < busy for _ in range(max_active)),
        recent_tasks=0,
    )


def _needs(
    chance: Random,
    a_day: int,
    days: int,
    middles: Sequence[tuple[float, float]],
    crowded: Sequence[float],
    neighbours: Sequence[Sequence[str]],
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
            need = _need(chance, need_id, middles[district], neighbours[district])
            found.append((need, at, district))
    return found


def _need(
    chance: Random, need_id: str, middle: tuple[float, float], neighbours: Sequence[str]
) -> BatchNeed:
    had_help = bool(neighbours) and chance.random() < KNOWN_SHARE
    known = chance.choice(neighbours) if had_help else None
    language = chance.choice(OTHER_LANGUAGES) if chance.random() < OTHER_LANGUAGE else "ko"
    return BatchNeed(
        need_id=need_id,
        priority=chance.choices((1, 2, 3), (65, 25, 10))[0],
        people=chance.choices((1, 2), (94, 6))[0],
        facts=NeedFacts(
            point=_point(chance, middle),
            kinds=_kinds(chance, chance.choices((1, 2), (85, 15))[0]),
            check_level=chance.choices(tuple(CheckLevel), (20, 55, 25))[0],
            language=language,
            language_required=chance.random() < 0.8,  # noqa: PLR2004  for the others it is a wish
            gender_wish=chance.choices(tuple(GENDER_WISHES), tuple(GENDER_WISHES.values()))[0],
            slots=_slots(chance, 0.15),
            flags=_flags(chance),
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
