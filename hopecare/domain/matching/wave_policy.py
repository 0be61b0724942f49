"""What a town keeps to when it asks in waves: times, limits, and the numbers of the waves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.urgency import Urgency

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from hopecare.domain.matching.wave_facts import WaveRules

PRIORITY_OF: Final[Mapping[Urgency, int]] = {
    Urgency.ORDINARY: 1,
    Urgency.SOON: 2,
    Urgency.CRISIS: 3,
}
"""As the exchange format counts."""
BY_PRIORITY: Final = tuple(sorted(PRIORITY_OF, key=PRIORITY_OF.__getitem__))


@dataclass(frozen=True, slots=True, kw_only=True)
class WavePolicy:
    """How one need is asked from the first wave to the end of its time."""

    rules: WaveRules
    time_limit: timedelta
    escalates_after_share: float
    rests_on_holidays: bool
    lease: timedelta
    heavy: frozenset[str]
    rest_after_heavy: timedelta
    load_within: timedelta
    most_load_times: float
    unserved_within: timedelta
    late_yes_beside: int
    """So many who said yes too late are asked again beside the free places."""

    def escalates_at(self, opened_at: datetime, deadline: datetime) -> datetime:
        """When staff are told, so that they can still ring."""
        return opened_at + self.escalates_after_share * (deadline - opened_at)

    def is_too_late_to_ask(self, urgency: Urgency, *, deadline: datetime, now: datetime) -> bool:
        """Whether less time is left than one wave has before the next: too little to answer in."""
        least = self.rules.next_wave_after[PRIORITY_OF[urgency] - 1]
        return deadline - now < timedelta(minutes=least)


def is_unserved(
    *, found: int, needs: int, found_here: int, needs_here: int, rules: WaveRules
) -> bool:
    """Whether a district finds helpers much less often than its town."""
    if not needs or needs_here < rules.unserved_least:
        return False
    return found_here / needs_here < rules.unserved_below * (found / needs)
