"""Close an account and sign it out everywhere; what its person did stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import NotFoundError
from hopecare.queries.accounts import standing_sign_ins
from hopecare.services.decline_for_gone import decline_for_gone
from hopecare.services.leave_alerts import leave_alerts
from hopecare.services.leave_cases import leave_cases
from hopecare.services.leave_crises import leave_crises
from hopecare.services.revoke_keys import revoke_keys
from models import Account

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def disable_account(session: Session, *, account_id: UUID, now: datetime) -> Account:
    """Close the account from this moment, its tokens and calendar too; again changes nothing."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFoundError(kind="account", account_id=account_id)
    account.disabled_at = account.disabled_at or now
    for sign_in in standing_sign_ins(session, account_id=account_id, now=now):
        sign_in.revoked_at = now
    revoke_keys(session, account, now=now)
    decline_for_gone(session, person_id=account.person_id, now=now)
    leave_cases(session, person_id=account.person_id, now=now)
    leave_crises(session, person_id=account.person_id, now=now)
    leave_alerts(session, person_id=account.person_id, now=now)
    return account
