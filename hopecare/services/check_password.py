"""Check what a member of staff typed to sign in; wrong tries close the account for a while."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.passwords import is_password
from hopecare.queries.accounts import find_account_by_name

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Account

TRIES: Final = 5
CLOSED_FOR: Final = timedelta(minutes=15)


def check_password(session: Session, *, name: str, password: str, now: datetime) -> Account | None:
    """Give the account, or None without saying why; every wrong try is counted and kept."""
    account = find_account_by_name(session, name, alone=True)
    is_right = is_password(password, account.password_hash if account else None)
    if account is None or account.disabled_at is not None or _is_closed(account, now):
        return None
    if not is_right:
        _count_wrong_try(account, now)
        return None
    account.wrong_tries = 0
    account.locked_until = None
    return account


def _is_closed(account: Account, now: datetime) -> bool:
    return account.locked_until is not None and account.locked_until > now


def _count_wrong_try(account: Account, now: datetime) -> None:
    account.wrong_tries += 1
    if account.wrong_tries % TRIES == 0:
        account.locked_until = now + CLOSED_FOR
