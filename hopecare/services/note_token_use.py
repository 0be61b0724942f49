"""Write down when a token of another system was last used, for whoever looks after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from models import ApiToken

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def note_token_use(session: Session, *, token_id: UUID, now: datetime) -> None:
    """Write it down; a token that is gone says nothing."""
    session.execute(update(ApiToken).where(ApiToken.id == token_id).values(used_at=now))
