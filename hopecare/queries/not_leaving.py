"""What keeps words from leaving a town: what somebody stopped, and which channels fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import String, cast, literal, select, union_all

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.channel_health import failing_channel
from hopecare.domain.channels import Channel
from models import Alert, SendingStop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class NotLeaving:
    """What stands still and what fails, each with its beginning, the longest first."""

    stops: Sequence[tuple[Channel | None, datetime]] = ()
    """No channel means all of them."""
    failing: Sequence[tuple[Channel, datetime]] = ()
    """As long as the alert about it stands."""


def not_leaving(session: Session) -> NotLeaving:
    """Read both in one statement: every page of staff asks."""
    name = cast(SendingStop.channel, String).label("name")
    since = SendingStop.stopped_at.label("since")
    stopped = select(literal(1).label("by_hand"), name, since, SendingStop.id)
    lost = select(literal(0), Alert.dedup_key, Alert.raised_at, Alert.id).where(
        Alert.kind == AlertKind.CHANNEL_FAILING, Alert.status != AlertStatus.RESOLVED
    )
    both = union_all(stopped.where(SendingStop.started_at.is_(None)), lost).subquery()
    stops: list[tuple[Channel | None, datetime]] = []
    failing: list[tuple[Channel, datetime]] = []
    for row in session.execute(select(both).order_by(both.c.since, both.c.id)):
        if row.by_hand:
            stops.append((Channel(row.name.lower()) if row.name else None, row.since))
        elif (channel := failing_channel(row.name)) is not None:
            failing.append((channel, row.since))
    return NotLeaving(stops=stops, failing=failing)
