"""Tell another system nothing for now, or go on where it stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import NotFoundError
from models import Webhook

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def stop_webhook(session: Session, *, webhook_id: UUID, stops: bool, now: datetime) -> Webhook:
    """Stop it, or let it run: what waited meanwhile is then told.

    What was given up, or happened after the days that are kept for it, is told by a replay.
    """
    webhook = session.get(Webhook, webhook_id)
    if webhook is None:
        raise NotFoundError(kind="webhook", id=webhook_id)
    webhook.disabled_at = (webhook.disabled_at or now) if stops else None
    webhook.failed_at = None
    return webhook
