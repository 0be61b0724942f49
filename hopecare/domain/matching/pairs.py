"""The rules and the price of `constraints` and `score`, for one need and many helpers at once.

`first_broken_rule` and `cost_of` say what holds; this says the same faster, and a property test
holds the two equal.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.matching.columns import SEXES
from hopecare.domain.matching.constraints import (
    Rule,
    distance_between,
    is_anywhere,
    is_by_telephone,
    wished_sex,
)
from hopecare.domain.matching.distance import EARTH_RADIUS_M
from hopecare.domain.needs import CheckLevel

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from hopecare.domain.matching.columns import HelperColumns, Metres, Numbers, Truths
    from hopecare.domain.matching.constraints import HelperId, NeedFacts
    from hopecare.domain.matching.score import Weights

TOO_CLOSE_TO_CALL_M: Final = 1e-3
"""Where the distance is this near to the radius, the rule itself is asked: numpy's sines may differ
from Python's in the last digit."""


def may_meet(need: NeedFacts, helpers: HelperColumns, rows: Numbers) -> tuple[Numbers, Metres]:
    """Keep the rows whose pair with this need breaks no rule, with their distances in metres."""
    for breaks in _BREAKS.values():
        rows = rows[~breaks(need, helpers, rows)]
    metres = distances(need, helpers, rows)
    near = metres <= helpers.radius_m[rows]
    for at in np.flatnonzero(np.abs(metres - helpers.radius_m[rows]) < TOO_CLOSE_TO_CALL_M):
        facts = helpers.facts[rows[at]]
        near[at] = (distance_between(need, facts) or 0.0) <= facts.radius_m
    return rows[near], metres[near]


def distances(need: NeedFacts, helpers: HelperColumns, rows: Numbers) -> Metres:
    """Great-circle metres to each row; 0 where distance decides nothing."""
    if is_anywhere(need) or need.point is None:
        return np.zeros(len(rows))
    lat, lon = np.radians(need.point.lat), np.radians(need.point.lon)
    half_lat, half_lon = (helpers.lat[rows] - lat) / 2, (helpers.lon[rows] - lon) / 2
    across = np.cos(lat) * np.cos(helpers.lat[rows])
    chord = np.sin(half_lat) ** 2 + across * np.sin(half_lon) ** 2
    metres: Metres = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(chord)))
    return metres


def costs(
    need: NeedFacts, helpers: HelperColumns, rows: Numbers, metres: Metres, weights: Weights
) -> Numbers:
    """Price each row as `score.cost_of` does, in whole metres."""
    total = np.rint(metres).astype(np.int64) + weights.place_filled
    total += weights.load_a_task * helpers.recent_tasks[rows]
    common = np.bitwise_count(helpers.slots[rows] & need.slots)
    total += np.where(common == 1, weights.one_common_slot, 0)
    if need.language is not None and not need.language_required:
        total += np.where(_speaks(need.language, helpers, rows), 0, weights.language_missing)
    sex, is_required = wished_sex(need.gender_wish)
    if sex is not None and not is_required:
        total += np.where(helpers.sex[rows] == SEXES[sex], 0, weights.gender_differs)
    total += np.where(_is_one_of((need.previous_helper_id,), helpers, rows), weights.continuity, 0)
    return total


def broken(need: NeedFacts, helpers: HelperColumns, rows: Numbers) -> Mapping[Rule, Truths]:
    """Which rows break each rule, but for the distance; the rules in the order they are asked."""
    return {rule: breaks(need, helpers, rows) for rule, breaks in _BREAKS.items()}


def _is_one_of(ids: Collection[HelperId | None], helpers: HelperColumns, rows: Numbers) -> Truths:
    known = [helpers.row_of[each] for each in ids if each is not None and each in helpers.row_of]
    return np.isin(rows, known)


def _lacks_language(need: NeedFacts, helpers: HelperColumns, rows: Numbers) -> Truths:
    if not need.language_required:
        return _nobody(rows)
    return ~_speaks(need.language, helpers, rows)


def _wrong_gender(need: NeedFacts, helpers: HelperColumns, rows: Numbers) -> Truths:
    sex, is_required = wished_sex(need.gender_wish)
    if sex is None or not is_required:
        return _nobody(rows)
    differs: Truths = helpers.sex[rows] != SEXES[sex]
    return differs


def _same_building(need: NeedFacts, helpers: HelperColumns, rows: Numbers) -> Truths:
    if need.building is None:
        return _nobody(rows)
    return np.asarray(helpers.building[rows] == need.building, dtype=bool)


def _same_workplace(need: NeedFacts, helpers: HelperColumns, rows: Numbers) -> Truths:
    if need.workplace is None:
        return _nobody(rows)
    return np.asarray(helpers.workplace[rows] == need.workplace, dtype=bool)


def _has_no_place(need: NeedFacts, helpers: HelperColumns, rows: Numbers) -> Truths:
    if is_by_telephone(need):
        return _nobody(rows)
    return np.isnan(helpers.lat[rows])


def _check_expired(need: NeedFacts, helpers: HelperColumns, rows: Numbers) -> Truths:
    if need.check_level <= CheckLevel.NONE:
        return _nobody(rows)
    expired: Truths = helpers.check_until[rows] < _day(need, helpers)
    return expired


def _day(need: NeedFacts, helpers: HelperColumns) -> int:
    return need.on.toordinal() if need.on else helpers.on


def _nobody(rows: Numbers) -> Truths:
    return np.zeros(len(rows), dtype=bool)


_BREAKS: Final[Mapping[Rule, Callable[[NeedFacts, HelperColumns, Numbers], Truths]]] = (
    MappingProxyType(
        {
            Rule.SAME_PERSON: lambda n, h, rows: _is_one_of((n.resident_id,), h, rows),
            Rule.SAME_HOUSEHOLD: lambda n, h, rows: _is_one_of(n.household_ids, h, rows),
            Rule.NOT_ACTIVE: lambda _, h, rows: ~h.is_active[rows],
            Rule.AWAY: lambda n, h, rows: h.away_until[rows] > _day(n, h),
            Rule.REFUSED: lambda n, h, rows: _is_one_of(n.refused_ids, h, rows),
            Rule.ASKED_ALREADY: lambda n, h, rows: _is_one_of(n.asked_ids, h, rows),
            Rule.SET_ASIDE: lambda n, h, rows: _is_one_of(n.set_aside_ids, h, rows),
            Rule.CLASHES: lambda n, h, rows: _is_one_of(n.clashing_ids, h, rows),
            Rule.SAME_BUILDING: _same_building,
            Rule.SAME_WORKPLACE: _same_workplace,
            Rule.NOT_A_STRANGER: lambda n, h, rows: _is_one_of(n.known_ids, h, rows),
            Rule.NO_CAPACITY: lambda _, h, rows: h.free[rows] <= 0,
            Rule.SKILLS: lambda n, h, rows: ~_has_all(h.skills[rows], h.words.skills.bits(n.kinds)),
            Rule.CHECK_LEVEL: lambda n, h, rows: h.check_level[rows] < n.check_level,
            Rule.CHECK_EXPIRED: _check_expired,
            Rule.LANGUAGE: _lacks_language,
            Rule.GENDER: _wrong_gender,
            Rule.NO_COMMON_SLOT: lambda n, h, rows: (h.slots[rows] & n.slots) == 0,
            Rule.AVOIDS: lambda n, h, rows: _has_any(h.avoids[rows], h.words.flags.bits(n.flags)),
            Rule.NO_PLACE: _has_no_place,
        }
    )
)


def _speaks(language: str | None, helpers: HelperColumns, rows: Numbers) -> Truths:
    if language is None:
        return _nobody(rows)
    return _has_all(helpers.languages[rows], helpers.words.languages.bits((language,)))


def _has_all(columns: Numbers, asked: Sequence[int]) -> Truths:
    has: Truths = np.ones(len(columns), dtype=bool)
    for at, bits in enumerate(asked):
        has &= (columns[:, at] & bits) == bits
    return has


def _has_any(columns: Numbers, asked: Sequence[int]) -> Truths:
    has: Truths = np.zeros(len(columns), dtype=bool)
    for at, bits in enumerate(asked):
        has |= (columns[:, at] & bits) != 0
    return has
