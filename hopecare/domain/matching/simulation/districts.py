"""Which districts of an invented town find helpers less often, as far as the town can know."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hopecare.domain.matching.wave_policy import is_unserved

if TYPE_CHECKING:
    from hopecare.domain.matching.wave_facts import WaveRules


@dataclass(slots=True)
class Districts:
    """Needs that came and needs that found somebody, by district; judged as a town's own are."""

    rules: WaveRules
    of: dict[str, int] = field(default_factory=dict)
    came: Counter[int] = field(default_factory=Counter)
    found: Counter[int] = field(default_factory=Counter)
    helped: set[str] = field(default_factory=set)

    def comes(self, need_id: str, district: int) -> None:
        """Count a need."""
        self.of[need_id] = district
        self.came[district] += 1

    def is_helped(self, need_id: str) -> None:
        """Count that it found somebody, once."""
        if need_id not in self.helped:
            self.helped.add(need_id)
            self.found[self.of[need_id]] += 1

    def is_unserved(self, need_id: str) -> bool:
        """Whether its district finds helpers much less often than the town."""
        district = self.of[need_id]
        return is_unserved(
            found=self.found.total(),
            needs=self.came.total(),
            found_here=self.found[district],
            needs_here=self.came[district],
            rules=self.rules,
        )
