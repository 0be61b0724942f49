"""What the page of the switch shows: what stands still, what is held, who must be rung."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.domain.stopped_sending import LOOKS_AHEAD, channels_stopped
from hopecare.queries.held_words import (
    Held,
    ToRing,
    count_to_ring,
    held_counts,
    people_to_ring,
    too_late_by,
    too_late_while,
)
from hopecare.queries.people_at_a_glance import names_of
from hopecare.queries.sending_stops import past_stops, standing_stops

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import SendingStop


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchView:
    """The page of the switch."""

    standing: Sequence[SendingStop]
    channels: frozenset[Channel]
    """Those that stand still, or all of them while none does: what would be held."""
    held: Sequence[Held]
    too_late: Sequence[tuple[datetime, int]]
    """How much is too late by which moment."""
    last_until: datetime | None
    people: Sequence[ToRing]
    people_count: int
    past: Sequence[tuple[SendingStop, int]]
    """Stops that are over, with what became too late while they stood."""
    names: Mapping[UUID, str]


def switch_view(session: Session, *, identity: Identity, on: date, now: datetime) -> SwitchView:
    """Read it all for one reader, in as many statements however much is held."""
    standing, past = standing_stops(session), past_stops(session)
    channels = channels_stopped(each.channel for each in standing) or frozenset(Channel)
    moments = [now + ahead for ahead in LOOKS_AHEAD]
    late, last = too_late_by(session, moments, identity=identity, channels=channels)
    lost = too_late_while(session, past, identity=identity)
    return SwitchView(
        standing=standing,
        channels=channels,
        held=held_counts(session, identity=identity, channels=channels),
        too_late=list(zip(moments, late, strict=True)),
        last_until=last,
        people=people_to_ring(session, identity=identity, channels=channels, on=on),
        people_count=count_to_ring(session, identity=identity, channels=channels),
        past=list(zip(past, lost, strict=True)),
        names=names_of(session, _staff([*standing, *past])),
    )


def _staff(stops: Sequence[SendingStop]) -> set[UUID | None]:
    return {each for stop in stops for each in (stop.stopped_by_id, stop.started_by_id)}
