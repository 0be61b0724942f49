"""Nobody is in two places at once: pairs of a solved batch whose hours cross."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from hopecare.domain.clashes import first_clash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from hopecare.domain.matching.batch import Batch, BatchNeed, Pairing
    from hopecare.domain.matching.constraints import HelperId
    from hopecare.domain.matching.score import Cost


def in_two_places(batch: Batch, pairs: Mapping[Pairing, Cost]) -> list[Pairing]:
    """Name the pairs to do without: the less pressing of two, or the dearer, or the later id."""
    timed = {each.need_id: each for each in batch.needs if each.hours is not None}
    by_helper: dict[HelperId, list[Pairing]] = defaultdict(list)
    for pairing in pairs:
        if pairing.need_id in timed:
            by_helper[pairing.helper_id].append(pairing)
    barred = []
    for theirs in by_helper.values():
        kept: list[BatchNeed] = []
        for pairing in sorted(theirs, key=lambda each: _place(timed, pairs, each)):
            need = timed[pairing.need_id]
            if any(_cross(need, other, batch.on) for other in kept):
                barred.append(pairing)
            else:
                kept.append(need)
    return barred


def without_pairs(batch: Batch, barred: Iterable[Pairing]) -> Batch:
    """Keep these helpers from these needs; everything else stays as it is."""
    by_need: dict[str, set[HelperId]] = defaultdict(set)
    for pairing in barred:
        by_need[pairing.need_id].add(pairing.helper_id)
    return replace(batch, needs=[_kept_from(need, by_need[need.need_id]) for need in batch.needs])


def _kept_from(need: BatchNeed, helper_ids: set[HelperId]) -> BatchNeed:
    if not helper_ids:
        return need
    clashing = need.facts.clashing_ids | helper_ids
    return replace(need, facts=replace(need.facts, clashing_ids=clashing))


def _place(
    timed: Mapping[str, BatchNeed], pairs: Mapping[Pairing, Cost], pairing: Pairing
) -> tuple[int, int, str]:
    need = timed[pairing.need_id]
    return -need.priority, pairs[pairing].metres, need.need_id


def _cross(one: BatchNeed, other: BatchNeed, today: date) -> bool:
    if one.hours is None or other.hours is None:
        return False
    return first_clash(one.hours, other.hours, today=today) is not None
