"""Give fresh entries their places, and lay out whom each event is told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from hopecare.domain.events import EVENTS, KEPT_FOR_STOPPED
from hopecare.queries.events import events_visible
from hopecare.queries.identities import identity_of
from models import Account, SendingState, TimelineEntry, Town, Webhook, WebhookSending

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

MOST = 500


def place_events(session: Session, *, town_id: UUID, now: datetime) -> int:
    """Number the entries nobody has numbered; says how many there were.

    The town's row is held: places come one after the other, in the order in which they can be seen,
    so that whoever reads on after the last one they saw misses nothing.
    """
    session.scalars(select(Town.id).where(Town.id == town_id).with_for_update(key_share=True)).one()
    fresh = session.scalars(
        select(TimelineEntry)
        .where(TimelineEntry.town_id == town_id, TimelineEntry.place.is_(None))
        .order_by(TimelineEntry.id)
        .limit(MOST)
    ).all()
    if not fresh:
        return 0
    last = session.scalar(
        select(func.max(TimelineEntry.place)).where(TimelineEntry.town_id == town_id)
    )
    for place, entry in enumerate(fresh, start=(last or 0) + 1):
        entry.place = place
    session.flush()
    told = [entry for entry in fresh if entry.kind in EVENTS]
    for webhook in _listening(session, now) if told else ():
        _lay_out(session, webhook, told, now)
    return len(fresh)


def _listening(session: Session, now: datetime) -> Sequence[Webhook]:
    """Those that run, and those stopped not long ago: for them it waits until they run again."""
    is_kept = or_(Webhook.disabled_at.is_(None), Webhook.disabled_at > now - KEPT_FOR_STOPPED)
    return session.scalars(select(Webhook).where(is_kept)).all()


def _lay_out(
    session: Session, webhook: Webhook, told: Sequence[TimelineEntry], now: datetime
) -> None:
    """Tell it what its account may read now; an account that was disabled reads nothing."""
    account = session.get_one(Account, webhook.account_id)
    if account.disabled_at is not None:
        return
    identity = identity_of(session, account, now=now)
    wanted = events_visible(identity, webhook.events).where(
        TimelineEntry.id.in_([entry.id for entry in told])
    )
    for entry in session.scalars(wanted.order_by(TimelineEntry.place)):
        session.add(
            WebhookSending(
                town_id=webhook.town_id,
                webhook_id=webhook.id,
                entry_id=entry.id,
                state=SendingState.WAITING,
                due_at=now,
            )
        )
