"""Tell another system again what happened: one event, or those of a stretch of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from hopecare.errors import InvalidInputError
from hopecare.queries.events import events_visible
from hopecare.queries.identities import identity_of
from models import Account, SendingState, TimelineEntry, WebhookSending

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Webhook

MOST: Final = 10_000
"""At once: a busy week of a large town."""
AT_ONCE: Final = 500
"""A statement holds only so many values."""


def replay_events(
    session: Session,
    webhook: Webhook,
    *,
    which: Any,  # noqa: ANN401  a condition on entries
    now: datetime,
    most: int = MOST,
) -> int:
    """Let them all be told again, under their first ids; says how many.

    What may not be read is not. More than can be laid out at once is refused: nobody would know
    what was left out.
    """
    account = session.get_one(Account, webhook.account_id)
    if account.disabled_at is not None:
        return 0
    identity = identity_of(session, account, now=now)
    wanted = events_visible(identity, webhook.events).where(which)
    entries = session.scalars(wanted.order_by(TimelineEntry.place).limit(most + 1)).all()
    if len(entries) > most:
        raise InvalidInputError({"from_on": ["fewer_days"]})
    for start in range(0, len(entries), AT_ONCE):
        _lay_out(session, webhook, entries[start : start + AT_ONCE], now)
    return len(entries)


def _lay_out(
    session: Session, webhook: Webhook, entries: Sequence[TimelineEntry], now: datetime
) -> None:
    known = {
        sending.entry_id: sending
        for sending in session.scalars(
            select(WebhookSending).where(
                WebhookSending.webhook_id == webhook.id,
                WebhookSending.entry_id.in_([entry.id for entry in entries]),
            )
        )
    }
    for entry in entries:
        _again(session, webhook, entry, known.get(entry.id), now)


def _again(
    session: Session,
    webhook: Webhook,
    entry: TimelineEntry,
    known: WebhookSending | None,
    now: datetime,
) -> None:
    if known is None:
        known = WebhookSending(
            town_id=webhook.town_id,
            webhook_id=webhook.id,
            entry_id=entry.id,
            state=SendingState.WAITING,
            due_at=now,
        )
        session.add(known)
    known.state, known.due_at, known.tries_before = SendingState.WAITING, now, known.tries or 0
