"""Keep whether somebody of staff wishes for the week's numbers as a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import Account

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def wish_week_digest(session: Session, *, account_id: UUID, wants: bool) -> Account:
    """Write their own wish on their own account; said twice, it stands once."""
    account = session.get_one(Account, account_id, with_for_update=True, populate_existing=True)
    account.week_digest = wants
    session.flush()
    return account
