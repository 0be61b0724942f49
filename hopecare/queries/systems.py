"""Other systems as administrators see them: their tokens, and where they are told of events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models import Account, ApiToken, SendingState, TimelineEntry, Webhook, WebhookSending

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """One token and whose account it acts for."""

    token: ApiToken
    account: Account


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookLine:
    """One address, whose eyes it has, and how many tellings wait or were given up."""

    webhook: Webhook
    account: Account
    waiting: int
    given_up: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """One event an address did not take: which, when it happened, and the last answer."""

    webhook: Webhook
    sending: WebhookSending
    entry: TimelineEntry


def token_lines(session: Session, *, mine: ColumnElement[bool]) -> list[TokenLine]:
    """Give the tokens, the newest first; revoked ones too."""
    rows = session.execute(
        select(ApiToken, Account)
        .join(Account, Account.id == ApiToken.account_id)
        .where(mine)
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
        .limit(MOST)
    )
    return [TokenLine(token=token, account=account) for token, account in rows]


def webhook_lines(session: Session, *, mine: ColumnElement[bool]) -> list[WebhookLine]:
    """Give the addresses, the newest first, with what waits there."""
    rows = session.execute(
        select(
            Webhook,
            Account,
            _count(SendingState.WAITING).label("waiting"),
            _count(SendingState.GIVEN_UP).label("given_up"),
        )
        .join(Account, Account.id == Webhook.account_id)
        .where(mine)
        .order_by(Webhook.created_at.desc(), Webhook.id)
        .limit(MOST)
    )
    return [
        WebhookLine(webhook=webhook, account=account, waiting=waiting, given_up=given_up)
        for webhook, account, waiting, given_up in rows
    ]


def set_aside(session: Session, *, mine: ColumnElement[bool]) -> list[SetAside]:
    """Give the events that were given up, those tried last first."""
    rows = session.execute(
        events_set_aside()
        .where(mine)
        .order_by(WebhookSending.last_at.desc(), WebhookSending.id)
        .limit(MOST)
    )
    return [SetAside(webhook=row[0], sending=row[1], entry=row[2]) for row in rows]


def events_set_aside() -> Select[Webhook, WebhookSending, TimelineEntry]:
    """Select what was given up, with its address and what it is about."""
    return (
        select(Webhook, WebhookSending, TimelineEntry)
        .join(WebhookSending, WebhookSending.webhook_id == Webhook.id)
        .join(TimelineEntry, TimelineEntry.id == WebhookSending.entry_id)
        .where(WebhookSending.state == SendingState.GIVEN_UP)
    )


def named_accounts(session: Session) -> Sequence[Account]:
    """Give the accounts of staff that still hold, by the name they sign in with."""
    return session.scalars(
        select(Account)
        .where(Account.name.is_not(None), Account.disabled_at.is_(None))
        .order_by(Account.name)
    ).all()


def _count(state: SendingState) -> ColumnElement[int]:
    counted = select(func.count()).select_from(WebhookSending)
    of_state = counted.where(WebhookSending.webhook_id == Webhook.id, WebhookSending.state == state)
    return of_state.scalar_subquery()
