"""Whose account was closed: they work here no more, whatever their role still says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select

from models import Account

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, Exists
    from sqlalchemy.orm import InstrumentedAttribute, Session


def account_closed(person_id: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Exists:
    """Whether somebody had an account and it was closed; who never had one may take alerts."""
    return exists(
        select(Account.id).where(Account.person_id == person_id, Account.disabled_at.is_not(None))
    )


def has_closed_account(session: Session, person_id: UUID) -> bool:
    """Whether this person's account was closed."""
    closed = select(Account.id).where(
        Account.person_id == person_id, Account.disabled_at.is_not(None)
    )
    return session.scalars(closed).first() is not None
