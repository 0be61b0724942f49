"""Invented towns of needs and helpers: as many as asked, some districts without help."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hopecare.domain.matching.batch import Batch, BatchNeed
from hopecare.domain.matching.constraints import HelperFacts, NeedFacts
from hopecare.domain.matching.distance import Point, moved
from hopecare.domain.needs import NeedKind
from hopecare.domain.people import GenderWish, Sex

ON = date(2027, 3, 1)
MIDDLE = Point(37.6, 127.2)
KINDS = [kind for kind in NeedKind if kind is not NeedKind.PHONE_COMPANION]
LANGUAGES = ("ko", "en", "vi", "zh", "uz")
FLAGS = ("dog", "cat", "smoker", "stairs")


def invented_batch(needs: int, helpers: int, *, seed: int, is_tight: bool = False) -> Batch:
    """The same numbers always give the same town."""
    chance = random.Random(seed)  # noqa: S311  an invented town is no secret
    districts = [(chance.uniform(-8_000, 8_000), chance.uniform(-8_000, 8_000)) for _ in range(12)]
    return Batch(
        needs=[_need(chance, at, districts, helpers) for at in range(needs)],
        helpers=[_helper(chance, at, districts, is_tight=is_tight) for at in range(helpers)],
        on=ON,
    )


def _point(chance, districts):
    north, east = chance.choice(districts)
    return moved(MIDDLE, north_m=chance.gauss(north, 1_200), east_m=chance.gauss(east, 1_200))


def _some(chance, words, share):
    return frozenset(word for word in words if chance.random() < share)


def _slots(chance, share):
    return sum(1 << at for at in range(28) if chance.random() < share)


def _need(chance, at, districts, helpers):
    is_distant = chance.random() < 0.05
    return BatchNeed(
        need_id=f"C{at:06d}",
        priority=chance.choices((1, 2, 3), (65, 25, 10))[0],
        people=chance.choices((1, 2), (94, 6))[0],
        facts=NeedFacts(
            point=None if chance.random() < 0.02 else _point(chance, districts),
            kinds=frozenset(
                {NeedKind.PHONE_COMPANION}
                if is_distant
                else chance.sample(KINDS, chance.choice((1, 1, 1, 2)))
            ),
            by_telephone=is_distant,
            check_level=chance.choice((0, 1, 1, 2)),
            language=chance.choice((None, None, "ko", chance.choice(LANGUAGES))),
            language_required=chance.random() < 0.5,
            gender_wish=chance.choice((GenderWish.NONE, GenderWish.NONE, *GenderWish)),
            slots=_slots(chance, 0.15),
            flags=_some(chance, FLAGS, 0.1),
            resident_id=f"V{chance.randrange(helpers):06d}" if chance.random() < 0.1 else None,
            household_ids=frozenset({f"V{chance.randrange(helpers):06d}"}),
            refused_ids=frozenset({f"V{chance.randrange(helpers):06d}"}),
            building=chance.choice((None, None, "b1")),
            workplace=chance.choice((None, None, "w1")),
            known_ids=frozenset(f"V{chance.randrange(helpers):06d}" for _ in range(2))
            if chance.random() < 0.3
            else frozenset(),
            previous_helper_id=(
                f"V{chance.randrange(helpers):06d}" if chance.random() < 0.3 else None
            ),
        ),
    )


def _helper(chance, at, districts, *, is_tight):
    return HelperFacts(
        helper_id=f"V{at:06d}",
        point=None if chance.random() < 0.02 else _point(chance, districts),
        radius_m=int(min(5_000, max(0, chance.gammavariate(3, 800)))),
        skills=frozenset(chance.sample(list(NeedKind), chance.randint(1, 4 if is_tight else 7))),
        check_level=chance.choice((0, 1, 1, 2)),
        check_expires_on=chance.choice((None, ON - timedelta(days=1), ON, ON + timedelta(days=9))),
        languages=frozenset({"ko"}) | _some(chance, LANGUAGES, 0.1),
        slots=_slots(chance, 0.3),
        sex=chance.choice((None, *Sex)),
        avoids=_some(chance, FLAGS, 0.1),
        max_active=chance.choice((0, 1, 1, 2, 3)),
        active=chance.choice((0, 0, 0, 1, 2)),
        recent_tasks=chance.choice((0, 0, 1, 2, 4)),
        is_active=chance.random() < 0.98,
        away_until=chance.choice((None, None, None, ON, ON + timedelta(days=3))),
        building=chance.choice((None, "b1", "b2")),
        workplace=chance.choice((None, None, "w1", "w2")),
    )


def greedy_nearest(batch: Batch, pairs: dict[tuple[int, int], tuple[int, int]]) -> int:
    """What the usual way costs: need by need, whoever of those left is nearest.

    `pairs` gives (cost, metres) of every pair that may meet, by (need, helper).
    """
    free = {row: helper.max_active - helper.active for row, helper in enumerate(batch.helpers)}
    by_need: dict[int, list[tuple[int, int, int]]] = {}
    for (at, row), (cost, metres) in pairs.items():
        by_need.setdefault(at, []).append((metres, row, cost))
    total = 0
    for at, need in enumerate(batch.needs):
        nearest = [each for each in sorted(by_need.get(at, [])) if free[each[1]] > 0]
        chosen = nearest[: need.people]
        if len(chosen) < need.people:
            total += need.whole_cost
            continue
        for _, row, cost in chosen:
            free[row] -= 1
            total += cost
    return total
