"""Sign a device in: the token goes into its cookie, only the hash stays here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.passwords import hash_token, new_token
from models import SignIn

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

    from models import Account

DEVICES: Final = ("phone", "computer")


def start_sign_in(
    session: Session, account: Account, *, lasts_for: timedelta, device: str, now: datetime
) -> str:
    """Write the sign-in and give its token, which is never seen again."""
    token = new_token()
    session.add(
        SignIn(
            town_id=account.town_id,
            account_id=account.id,
            token_hash=hash_token(token),
            created_at=now,
            seen_at=now,
            expires_at=now + lasts_for,
            device=device if device in DEVICES else None,
        )
    )
    return token
