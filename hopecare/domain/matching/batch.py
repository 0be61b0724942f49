"""A batch of needs and helpers to be brought together at once, and what an open place costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.score import DEFAULT_WEIGHTS, Weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hopecare.domain.clashes import Hours
    from hopecare.domain.matching.constraints import HelperFacts, HelperId, NeedFacts

OPEN_PLACE: Final[Mapping[int, int]] = MappingProxyType({1: 15_000, 2: 30_000, 3: 60_000})
"""What a place costs that stays open, by priority: more than any pair, so that coverage by
priority comes before every wish."""
KEEP_BONUS: Final = 500
"""Metres another helper must be better by before a proposal that people have seen is changed."""
MOST_PEOPLE: Final = 2
"""Helpers one visit may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchNeed:
    """One need of a batch: a visit of one helper, or of two who come together or not at all."""

    need_id: str
    facts: NeedFacts
    priority: int = 1
    """1 to 3; 3 is the most pressing."""
    people: int = 1
    hours: Hours | None = None
    """When it falls, where that is known to the hour: nobody is in two places at once."""

    @property
    def open_cost(self) -> int:
        """What each of its places costs while it is open, in metres."""
        return OPEN_PLACE[self.priority]

    @property
    def whole_cost(self) -> int:
        """What it costs while nobody comes."""
        return self.open_cost * self.people


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Everything one solve looks at; order carries no meaning, ids break ties."""

    needs: Sequence[BatchNeed]
    helpers: Sequence[HelperFacts]
    on: date
    weights: Weights = DEFAULT_WEIGHTS
    kept: Mapping[str, frozenset[HelperId]] = field(default_factory=dict)
    """By need, the helpers the last draft had for it: they are held on to, up to `KEEP_BONUS`."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """One helper for one place of a need."""

    need_id: str
    helper_id: HelperId
