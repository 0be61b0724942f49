"""Give an account a new password and sign it out, everywhere or everywhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import NotFoundError
from hopecare.passwords import hash_password
from hopecare.queries.accounts import standing_sign_ins
from hopecare.services.refuse_weak_password import refuse_weak_password
from models import Account

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def change_password(
    session: Session,
    *,
    account_id: UUID,
    password: str,
    now: datetime,
    but_for: UUID | None = None,
) -> Account:
    """Set the password; devices must sign in again but for this sign-in, and tries start anew."""
    account = session.get(Account, account_id)
    if account is None or account.name is None:
        raise NotFoundError(kind="account", account_id=account_id)
    refuse_weak_password(password, name=account.name)
    account.password_hash = hash_password(password)
    account.wrong_tries = 0
    account.locked_until = None
    for sign_in in standing_sign_ins(session, account_id=account_id, now=now):
        if sign_in.id != but_for:
            sign_in.revoked_at = now
    session.flush()
    return account
