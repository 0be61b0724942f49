"""Keep what a wave was decided by: counts and codes, nobody's name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hopecare.domain.care_path import AskingEvent
from hopecare.services.move_asking import move_asking
from models import AskingWave

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.matching.caps import Cap
    from hopecare.domain.matching.constraints import Rule
    from models import Asking, Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What was looked at for a wave; no wished chance where no chance decided."""

    by_hand: bool
    """Whether staff chose, or asked for it; not who offered themselves or promised to step in."""
    considered: int
    excluded: Mapping[Rule, int]
    weights_version: str
    skipped: Mapping[Cap, int] = field(default_factory=dict)
    wished: float | None = None
    explored: int = 0
    """Who was asked to learn from."""
    model_of: date | None = None
    """Which night's model the chances came from."""


def note_wave(
    session: Session, asking: Asking, offers: Sequence[Offer], looked: Looked, *, now: datetime
) -> AskingWave:
    """Write the wave of these offers, and move the asking."""
    wave = AskingWave(
        town_id=asking.town_id,
        asking_id=asking.id,
        need_id=asking.need_id,
        number=offers[0].wave,
        at=now,
        by_hand=looked.by_hand,
        considered=looked.considered,
        excluded=_by_code(looked.excluded),
        skipped=_by_code(looked.skipped),
        asked=len(offers),
        weights_version=looked.weights_version,
        wished_chance=looked.wished,
        explored=looked.explored,
        model_of=looked.model_of,
        reach_m=max(offer.distance_m for offer in offers),
    )
    session.add(wave)
    move_asking(asking, event=AskingEvent.WAVE_ASKED, now=now)
    asking.considered, asking.skipped = wave.considered, wave.skipped
    session.flush()
    return wave


def _by_code(counts: Mapping[Rule, int] | Mapping[Cap, int]) -> dict[str, int]:
    return {code.value: number for code, number in sorted(counts.items())}
