"""An alert is about somebody else from now on: its texts that have not left say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.delivery import MessageKind
from hopecare.queries.alert_words import alert_words
from models import Message
from notifications.reword import reword

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Alert


def reword_alert(session: Session, alert: Alert, *, now: datetime) -> None:
    """Say them anew; what has left, or is leaving, stays as it was said."""
    told = (
        select(Message)
        .where(Message.alert_id == alert.id, Message.kind == MessageKind.ALERT)
        .order_by(Message.id)
        # Held, and none is waited for that a sender is just claiming: it leaves.
        .with_for_update(key_share=True, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    for message in session.scalars(told).all():
        words = alert_words(session, alert, language=message.language, now=now)
        reword(session, message, words)
