"""Take what is due to be told, for one process alone, until its lease ends."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.events import LEASE
from hopecare.queries.events import events_visible, told_of
from hopecare.queries.identities import identity_of
from models import Account, TimelineEntry, Webhook, WebhookSending

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Select
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


def claim_sendings(
    session: Session, *, base_url: str, now: datetime
) -> list[ClaimedSending] | None:
    """Claim what is due where webhook and account run; another process passes over what is held.

    What its account may not read any more is not told, and waits no longer. None: nothing is due.
    """
    may_read: dict[UUID, set[UUID]] = {}
    rows = session.execute(_due(now)).all()
    if not rows:
        return None
    for webhook in {webhook.id: webhook for _, webhook, _ in rows}.values():
        its_own = [entry.id for _, each, entry in rows if each.id == webhook.id]
        may_read[webhook.id] = _readable(session, webhook, its_own, now)
    claimed = []
    for sending, webhook, entry in rows:
        if entry.id in may_read[webhook.id]:
            claimed.append(_claimed(sending, webhook, entry, base_url, now))
        else:
            session.delete(sending)
    return claimed


def _due(now: datetime) -> Select[WebhookSending, Webhook, TimelineEntry]:
    """Those of each system by turns: nobody waits behind all that is owed to another."""
    waits = (
        WebhookSending.due_at <= now,
        Webhook.disabled_at.is_(None),
        Account.disabled_at.is_(None),
    )
    longest_first = (WebhookSending.due_at, WebhookSending.id)
    turn = func.row_number().over(partition_by=WebhookSending.webhook_id, order_by=longest_first)
    turns = (
        select(WebhookSending.id, turn.label("turn"))
        .join(Webhook, Webhook.id == WebhookSending.webhook_id)
        .join(Account, Account.id == Webhook.account_id)
        .where(*waits)
        .subquery()
    )
    return (
        select(WebhookSending, Webhook, TimelineEntry)
        .join(turns, turns.c.id == WebhookSending.id)
        .join(Webhook, Webhook.id == WebhookSending.webhook_id)
        .join(TimelineEntry, TimelineEntry.id == WebhookSending.entry_id)
        .where(WebhookSending.due_at <= now)
        .order_by(turns.c.turn, *longest_first)
        .limit(MOST)
        .with_for_update(of=WebhookSending, skip_locked=True)
    )


def _readable(
    session: Session, webhook: Webhook, entry_ids: Sequence[UUID], now: datetime
) -> set[UUID]:
    """Which of them the webhook's account may read at this moment."""
    account = session.get_one(Account, webhook.account_id)
    told = events_visible(identity_of(session, account, now=now), webhook.events)
    asked = told.with_only_columns(TimelineEntry.id).where(TimelineEntry.id.in_(entry_ids))
    return set(session.scalars(asked))


def _claimed(
    sending: WebhookSending, webhook: Webhook, entry: TimelineEntry, base_url: str, now: datetime
) -> ClaimedSending:
    sending.tries += 1
    sending.due_at = until = now + LEASE
    body = json.dumps(told_of(entry, base_url), ensure_ascii=False, separators=(",", ":"))
    return ClaimedSending(
        sending_id=sending.id,
        tries=sending.tries,
        message_id=f"evt_{entry.id.hex}",
        url=webhook.url,
        secret=webhook.secret,
        body=body.encode(),
        until=until,
    )
