"""What a wave is decided by: the numbers of a policy, a need that is asked for, and people."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

HOUR: Final = 60
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY
URGENT: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveRules:
    """The numbers of a policy; times in minutes; three numbers are for priorities 1 to 3."""

    wished_chance: tuple[float, float, float] = (0.25, 0.40, 0.60)
    last_chance: float = 0.97
    """Wished for when little time is left."""
    last_share: float = 0.25
    """What share of the time counts as little."""
    unserved_times: float = 1.5
    """How much more is wished for where a district finds helpers less often than its town."""
    unserved_below: float = 0.8
    """Less often: below this share of how often the whole town finds somebody."""
    unserved_least: int = 5
    """Fewer needs than that say nothing of a district."""
    most_a_wave: int = 12
    next_wave_after: tuple[int, int, int] = (40, 30, 15)
    head_start: tuple[int, int, int] = (4 * HOUR, 45, 0)
    """How long the last helper is asked alone."""
    most_a_day: int = 1
    most_a_week: int = 3
    answer_within: tuple[int, int, int] = (12 * HOUR, 2 * HOUR, 20)
    """How long an offer stands; after that the next are asked."""
    waits_for_morning: tuple[bool, bool, bool] = (True, True, False)
    """Whether the quiet hours do not count for that."""
    again_after: int = DAY
    quiet_from: int = 21 * HOUR
    quiet_until: int = 8 * HOUR
    metres_a_point: float = 8_333.0
    """0.12 of a rank for each kilometre, as the cost counts it."""
    a_task_held: float = 0.25
    an_asking_this_week: float = 0.12
    first_after_late_yes: float = 0.18
    """Whoever said yes too late comes first for the next one near them: 1,500 metres."""
    late_yes_counts: int = WEEK
    never_asked_for: int = 60 * DAY
    never_asked_bonus: float = 0.036
    """Being forgotten tires too: 300 metres."""
    spared_for_few: float = 10.0
    """Of a rank, for one whom needs that few fit would miss; see `sparing`."""
    most_load: float | None = None
    """Whoever began more tasks in thirty days is asked only where nobody else may be."""


RULES: Final = WaveRules()
RANK_NAMES: Final = (
    "metres_a_point",
    "a_task_held",
    "an_asking_this_week",
    "first_after_late_yes",
    "never_asked_bonus",
    "spared_for_few",
)
"""What a rank is made of, beside how likely somebody says yes."""


@dataclass(slots=True)
class Person:
    """What one volunteer was asked and holds; moments in minutes."""

    free: int
    asked: int = 0
    said_yes: int = 0
    active: int = 0
    askings: deque[int] = field(default_factory=deque)
    """Of the last week."""
    live_until: int = -1
    """One asking at a time."""
    late_yes_at: int | None = None
    last_asked_at: int = 0
    recent: int = 0
    """Tasks begun in the last thirty days."""
    own_limit: int | None = None
    """Askings a week they wish for at most."""
    rests_until: int = -1
    """After a heavy task."""
    away_until: int = -1
    """The first day begins on which they may be asked again."""
    not_before: int = -1
    """Their own hours for being asked begin again."""
    missed: float = 0.0
    """What the needs of a month would miss in them, as the last night reckoned it."""

    has_no_way: bool = False
    """No words of an offer reach them."""

    def asked_since(self, moment: int) -> int:
        """How often since then."""
        return len(self.askings) - bisect_right(self.askings, moment)


@dataclass(frozen=True, slots=True)
class Nearby:
    """One who may help: how far they are, and what they would cost in metres."""

    volunteer: str
    distance_m: float
    cost: float


@dataclass(slots=True, kw_only=True)
class OpenNeed:
    """One need that is being asked for."""

    need_id: str
    opened_at: int
    deadline: int
    priority: int
    people: int
    candidates: Sequence[Nearby]
    known: str | None = None
    """The last helper of this resident."""
    asked_at: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, tuple[int, float]] = field(default_factory=dict)
    """Who has not answered: until when their offer stands, and how likely they say yes."""
    declined: set[str] = field(default_factory=set)
    clashing: set[str] = field(default_factory=set)
    """Who has promised to be somewhere else at its hours."""
    offered: set[str] = field(default_factory=set)
    """Who offered themselves for this very need: asked again for it as soon as it is free."""
    filled: int = 0
    next_wave_at: int = 0
    is_unserved: bool = False
    """Its district finds helpers less often than its town."""

    @property
    def is_pressing(self) -> bool:
        """Whether the most pressing kind."""
        return self.priority >= URGENT

    def has_passed(self, share: float, now: int) -> bool:
        """Whether so much of its time is gone."""
        return now - self.opened_at >= share * (self.deadline - self.opened_at)
