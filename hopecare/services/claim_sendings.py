"""Take what is due to be told, for one process alone, until its lease ends."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.events import LEASE
from hopecare.queries.events import told_of
from models import Account, TimelineEntry, Webhook, WebhookSending

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

MOST = 5
"""At once: even if each answers as slowly as it may, the last is sent within the lease."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedSending:
    """One event on its way to one address."""

    sending_id: UUID
    tries: int
    """Which try this is: a late answer to an earlier one changes nothing."""
    message_id: str
    url: str
    secret: str
    body: bytes
    until: datetime
    """From then on another process may have it."""


def claim_sendings(session: Session, *, base_url: str, now: datetime) -> list[ClaimedSending]:
    """Claim what is due where webhook and account run; another process passes over what is held."""
    rows = session.execute(
        select(WebhookSending, Webhook, TimelineEntry)
        .join(Webhook, Webhook.id == WebhookSending.webhook_id)
        .join(Account, Account.id == Webhook.account_id)
        .join(TimelineEntry, TimelineEntry.id == WebhookSending.entry_id)
        .where(
            WebhookSending.due_at <= now,
            Webhook.disabled_at.is_(None),
            Account.disabled_at.is_(None),
        )
        .order_by(WebhookSending.due_at, WebhookSending.id)
        .limit(MOST)
        .with_for_update(of=WebhookSending, skip_locked=True)
    ).all()
    claimed = []
    for sending, webhook, entry in rows:
        sending.tries += 1
        sending.due_at = now + LEASE
        body = json.dumps(told_of(entry, base_url), ensure_ascii=False, separators=(",", ":"))
        claimed.append(
            ClaimedSending(
                sending_id=sending.id,
                tries=sending.tries,
                message_id=f"evt_{entry.id.hex}",
                url=webhook.url,
                secret=webhook.secret,
                body=body.encode(),
                until=sending.due_at,
            )
        )
    return claimed
