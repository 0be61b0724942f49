"""Revoke a token of another system: worth nothing from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import NotFoundError
from models import ApiToken

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def revoke_api_token(session: Session, *, token_id: UUID, now: datetime) -> ApiToken:
    """Revoke it; one that is revoked already keeps its first moment."""
    row = session.get(ApiToken, token_id)
    if row is None:
        raise NotFoundError(kind="api_token", id=token_id)
    row.revoked_at = row.revoked_at or now
    return row
