"""The helpers of a batch as columns of numbers, so that many are looked at in one step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.people import Sex

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from hopecare.domain.matching.constraints import HelperFacts, HelperId, NeedFacts

    Numbers = NDArray[np.int64]
    Metres = NDArray[np.float64]
    Truths = NDArray[np.bool_]

BITS: Final = 63
SEXES: Final = {sex: at for at, sex in enumerate(Sex)}
NOT_SAID: Final = -1
ENDLESS: Final = 1 << 40


class Codes:
    """Words as bits: as many columns of 63 as it takes."""

    def __init__(self, words: Iterable[str]) -> None:
        """Only what some need asks about has a bit."""
        self._at = {word: at for at, word in enumerate(sorted(set(words)))}
        self._kept: dict[frozenset[str], tuple[int, ...]] = {}

    @property
    def width(self) -> int:
        """How many columns."""
        return max(1, -(-len(self._at) // BITS))

    def bits(self, words: Collection[str]) -> tuple[int, ...]:
        """One set of words as numbers; words nobody asks about are left out."""
        known = frozenset(words)
        if known not in self._kept:
            columns = [0] * self.width
            for at in (self._at[word] for word in known if word in self._at):
                columns[at // BITS] |= 1 << (at % BITS)
            self._kept[known] = tuple(columns)
        return self._kept[known]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the needs of a batch ask about."""

    skills: Codes
    languages: Codes
    flags: Codes

    @classmethod
    def of(cls, needs: Iterable[NeedFacts]) -> Vocabulary:
        """Gather it from the needs."""
        asked = list(needs)
        return cls(
            skills=Codes(kind for need in asked for kind in need.kinds),
            languages=Codes(need.language for need in asked if need.language is not None),
            flags=Codes(flag for need in asked for flag in need.flags),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperColumns:
    """Helpers as columns; a row is a helper, in the order they were given."""

    facts: Sequence[HelperFacts]
    words: Vocabulary
    row_of: Mapping[HelperId, int]
    lat: Metres
    """Radians; not a number where nothing tells where they start from."""
    lon: Metres
    radius_m: Metres
    skills: Numbers
    languages: Numbers
    avoids: Numbers
    slots: Numbers
    check_level: Numbers
    check_until: Numbers
    """The last day a check counts, as a number of days; endless where it has no end."""
    sex: Numbers
    is_active: Truths
    away_until: Numbers
    """The first day they may be asked again, as a number of days."""
    on: int
    """The day that is asked about, as a number of days."""
    free: Numbers
    """How many more they may take."""
    recent_tasks: Numbers
    building: NDArray[np.object_]
    workplace: NDArray[np.object_]

    def __len__(self) -> int:
        """How many helpers."""
        return len(self.facts)


def helper_columns(helpers: Sequence[HelperFacts], words: Vocabulary, *, on: date) -> HelperColumns:
    """Lay out helpers in columns, as they may be asked on a day."""
    return HelperColumns(
        facts=helpers,
        words=words,
        row_of={helper.helper_id: row for row, helper in enumerate(helpers)},
        lat=np.radians([h.point.lat if h.point else np.nan for h in helpers]),
        lon=np.radians([h.point.lon if h.point else np.nan for h in helpers]),
        radius_m=np.array([h.radius_m for h in helpers], dtype=np.float64),
        skills=_bits(words.skills, [h.skills for h in helpers]),
        languages=_bits(words.languages, [h.languages for h in helpers]),
        avoids=_bits(words.flags, [h.avoids for h in helpers]),
        slots=_numbers(h.slots for h in helpers),
        check_level=_numbers(int(h.check_level) for h in helpers),
        check_until=_numbers(
            h.check_expires_on.toordinal() if h.check_expires_on else ENDLESS for h in helpers
        ),
        sex=_numbers(SEXES[h.sex] if h.sex is not None else NOT_SAID for h in helpers),
        is_active=_truths(h.is_active for h in helpers),
        away_until=_numbers(h.away_until.toordinal() if h.away_until else 0 for h in helpers),
        on=on.toordinal(),
        free=_numbers(max(0, h.max_active - h.active) for h in helpers),
        recent_tasks=_numbers(h.recent_tasks for h in helpers),
        building=np.array([h.building for h in helpers], dtype=object),
        workplace=np.array([h.workplace for h in helpers], dtype=object),
    )


def _bits(codes: Codes, sets: Sequence[Collection[str]]) -> Numbers:
    return np.array([codes.bits(words) for words in sets], dtype=np.int64).reshape(
        len(sets), codes.width
    )


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.int64)


def _truths(values: Iterable[bool]) -> Truths:
    return np.fromiter(values, dtype=np.bool_)
