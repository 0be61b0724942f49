"""What a pair costs, in whole metres, so that people can reason about it; the terms add up.

Never in the score: origin, religion, residence status, income, health notes, free text.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.constraints import distance_between, wished_sex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.domain.matching.constraints import HelperFacts, NeedFacts


class Term(StrEnum):
    """One part of the cost."""

    PLACE_FILLED = "place_filled"
    """What every filled place costs, so that a cost is never below nothing."""
    DISTANCE = "distance"
    LANGUAGE_MISSING = "language_missing"
    GENDER_DIFFERS = "gender_differs"
    LOAD = "load"
    ONE_COMMON_SLOT = "one_common_slot"
    CONTINUITY = "continuity"
    """The last helper of this resident: known, and so dearer to keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Metres each thing counts for; configuration, with a version kept on every proposal."""

    version: str = "2026-11"
    place_filled: int = 2_000
    language_missing: int = 800
    gender_differs: int = 600
    load_a_task: int = 250
    one_common_slot: int = 300
    continuity: int = -1_500


WEIGHT_NAMES: Final = tuple(each.name for each in fields(Weights) if each.name != "version")
DEFAULT_WEIGHTS: Final = Weights()
"""Those of the exchange format."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a pair costs and the terms it is made of; only terms that count are named."""

    metres: int
    terms: Mapping[Term, int]


def cost_of(need: NeedFacts, helper: HelperFacts, weights: Weights = DEFAULT_WEIGHTS) -> Cost:
    """Price a pair that breaks no rule."""
    sex, is_required = wished_sex(need.gender_wish)
    lacks_language = need.language is not None and need.language not in helper.languages
    counted = {
        Term.PLACE_FILLED: weights.place_filled,
        Term.DISTANCE: round(distance_between(need, helper) or 0.0),
        Term.LANGUAGE_MISSING: (
            weights.language_missing if lacks_language and not need.language_required else 0
        ),
        Term.GENDER_DIFFERS: (
            weights.gender_differs if sex and not is_required and helper.sex is not sex else 0
        ),
        Term.LOAD: weights.load_a_task * helper.recent_tasks,
        Term.ONE_COMMON_SLOT: (
            weights.one_common_slot if (need.slots & helper.slots).bit_count() == 1 else 0
        ),
        Term.CONTINUITY: (weights.continuity if helper.helper_id == need.previous_helper_id else 0),
    }
    terms = {term: metres for term, metres in counted.items() if metres}
    return Cost(metres=sum(terms.values()), terms=MappingProxyType(terms))
