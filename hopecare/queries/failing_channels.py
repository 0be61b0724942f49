"""Which channels of a town no longer carry words, and since when: as long as the alert stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.channel_health import failing_channel
from models import Alert

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel


def failing_channels(session: Session) -> Sequence[tuple[Channel, datetime]]:
    """Give each failing channel of this town, the one that fails longest first."""
    standing = select(Alert.dedup_key, Alert.raised_at).where(
        Alert.kind == AlertKind.CHANNEL_FAILING, Alert.status != AlertStatus.RESOLVED
    )
    rows = session.execute(standing.order_by(Alert.raised_at, Alert.id))
    told = ((failing_channel(key), since) for key, since in rows)
    return [(channel, since) for channel, since in told if channel is not None]
