"""Take away every key of an account that opens without its password: tokens and its calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.queries.calendars import find_feed
from models import ApiToken

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Account


def revoke_keys(session: Session, account: Account, *, now: datetime) -> None:
    """Revoke them from now on; what was revoked before keeps its moment."""
    standing = select(ApiToken).where(
        ApiToken.account_id == account.id, ApiToken.revoked_at.is_(None)
    )
    for token in session.scalars(standing):
        token.revoked_at = now
    feed = find_feed(session, account.person_id)
    if feed is not None:
        feed.revoked_at = now
    session.flush()
