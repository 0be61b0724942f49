"""End one sign-in: its cookie is worth nothing from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import NotFoundError
from models import SignIn

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def end_sign_in(session: Session, *, sign_in_id: UUID, account_id: UUID, now: datetime) -> SignIn:
    """Revoke a sign-in of this account; one that has ended stays as it is."""
    sign_in = session.get(SignIn, sign_in_id)
    if sign_in is None or sign_in.account_id != account_id:
        raise NotFoundError(kind="sign_in", id=sign_in_id)
    sign_in.revoked_at = sign_in.revoked_at or now
    return sign_in
