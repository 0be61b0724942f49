"""Take an asking for one worker alone, so that two never send the same wave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, update

from models import Asking

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from uuid import UUID

    from sqlalchemy.orm import Session


def claim_asking(session: Session, *, asking_id: UUID, lease: timedelta, now: datetime) -> bool:
    """Say whether it was due and nobody else has it; a worker that died loses it by itself.

    Neither case nor need is held here, so the version stays: whoever holds them goes on unharmed.
    """
    claimed = session.execute(
        update(Asking)
        .where(
            Asking.id == asking_id,
            Asking.due_at <= now,
            or_(Asking.lease_until.is_(None), Asking.lease_until <= now),
        )
        .values(lease_until=now + lease)
        .execution_options(synchronize_session=False)
        .returning(Asking.id)
    )
    return claimed.first() is not None
