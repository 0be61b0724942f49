"""Change one's own password, knowing the old one; every other device signs in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import InvalidInputError, NotFoundError
from hopecare.services.change_password import change_password
from hopecare.services.check_password import check_password
from models import Account

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


def change_own_password(
    session: Session, *, old: str, new: str, by: Identity, now: datetime
) -> bool:
    """Set the new password if the old one is right; a wrong try counts as one to sign in does."""
    account = session.get(Account, by.account_id)
    if account is None or account.name is None:
        raise NotFoundError(kind="account", account_id=by.account_id)
    if check_password(session, name=account.name, password=old, now=now) is None:
        return False
    if new == old:
        raise InvalidInputError({"password": ["same_as_before"]})
    change_password(session, account_id=account.id, password=new, now=now, but_for=by.sign_in_id)
    return True
