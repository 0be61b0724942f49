"""Open a closed account of staff again, with a new first password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import MoveNotAllowedError, NotFoundError
from hopecare.queries.case_transfers import cases_steered_by
from hopecare.services.change_password import change_password
from hopecare.services.end_left_calls import end_left_calls
from hopecare.services.keep_crises import keep_crises
from hopecare.services.leave_cases import BY
from hopecare.services.revoke_keys import revoke_keys
from models import Account

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def reopen_account(session: Session, *, account_id: UUID, password: str, now: datetime) -> Account:
    """Let its person sign in again, with this password alone; an open account is left alone."""
    account = session.get(Account, account_id)
    if account is None or account.name is None:
        raise NotFoundError(kind="account", account_id=account_id)
    if account.disabled_at is None:
        raise MoveNotAllowedError(machine="account", status="open", event="reopened")
    revoke_keys(session, account, now=now)  # one closed before keys were taken away has some left
    account.disabled_at = None
    session.flush()
    keep_crises(session, person_id=account.person_id, now=now)
    for case in cases_steered_by(session, account.person_id):
        end_left_calls(session, case.id, by=BY, now=now)
    return change_password(session, account_id=account_id, password=password, now=now)
