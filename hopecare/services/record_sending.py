"""Write down what came of telling one event, and when it is tried again."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update

from hopecare.domain.events import HELD_BACK, LEAST_TRIED_FOR, next_try
from models import SendingState, Webhook, WebhookSending

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

AT_ONCE: Final = 500
"""A statement holds only so many values."""


def record_sending(
    session: Session,
    *,
    sending_id: UUID,
    tries: int,
    status: int | None,
    spread: float,
    now: datetime,
) -> WebhookSending | None:
    """Write it; a late word of an earlier try, or of one already sent, changes nothing.

    What was tried long enough is set aside. Where nothing else got through meanwhile either, it is
    the address that does not answer: it is stopped.
    """
    sending = session.get(WebhookSending, sending_id, with_for_update=True)
    if sending is None or sending.tries != tries or sending.state is not SendingState.WAITING:
        return None
    tried_before, sending.last_status, sending.last_at = sending.last_at, status, now
    if status is not None and HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        sending.state, sending.due_at = SendingState.SENT, None
        return sending
    waits = next_try(tries - sending.tries_before, spread)
    if waits is not None:
        sending.due_at = now + waits
        is_all = tried_before is None or not _gets_through(session, sending, tried_before)
        if status is None and is_all:
            _hold_back(session, sending, now + min(waits, HELD_BACK))
        return sending
    sending.state, sending.due_at = SendingState.GIVEN_UP, None
    if _gets_through(session, sending, now - LEAST_TRIED_FOR):
        return sending
    webhook = session.get_one(Webhook, sending.webhook_id)
    webhook.disabled_at = webhook.disabled_at or now
    webhook.failed_at = now
    return sending


def _gets_through(session: Session, sending: WebhookSending, since: datetime) -> bool:
    """Whether this address took another event since then, while this one was tried."""
    taken = select(WebhookSending.id).where(
        WebhookSending.webhook_id == sending.webhook_id,
        WebhookSending.state == SendingState.SENT,
        WebhookSending.last_at >= since,
    )
    return session.scalars(taken.limit(1)).first() is not None


def _hold_back(session: Session, sending: WebhookSending, until: datetime) -> None:
    """Where nobody answers, what else is due there waits too: each try costs other systems.

    Not for long, and not where something else got through since the last try: then the address
    answers, and only this event is too much for it. What another process has is left to it.
    """
    others = (
        select(WebhookSending.id)
        .where(
            WebhookSending.webhook_id == sending.webhook_id,
            WebhookSending.id != sending.id,
            WebhookSending.due_at < until,
        )
        .with_for_update(skip_locked=True)
    )
    held = session.scalars(others).all()
    for start in range(0, len(held), AT_ONCE):
        some = WebhookSending.id.in_(held[start : start + AT_ONCE])
        session.execute(update(WebhookSending).where(some).values(due_at=until))
