"""Check the one-time code a volunteer typed: few tries, once, within its short life."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Final

from hopecare import keyring
from hopecare.queries.accounts import find_open_code, find_volunteer_account

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Account

TRIES: Final = 5


def check_sign_in_code(session: Session, *, phone: str, code: str, now: datetime) -> Account | None:
    """Give the account and use the code up, or None; every try is counted and kept."""
    account = find_volunteer_account(session, phone=phone, now=now)
    if account is None:
        return None
    sent = find_open_code(session, account_id=account.id, now=now)
    if sent is None or sent.tries >= TRIES:
        return None
    sent.tries += 1
    code_hash = keyring.current().blind("sign_in_code", f"{account.id}:{code}")
    if not hmac.compare_digest(sent.code_hash, code_hash):
        return None
    sent.used_at = now
    return account
