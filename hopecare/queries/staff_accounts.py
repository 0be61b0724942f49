"""Accounts of staff with the roles they hold today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.queries.identities import roles_of
from models import Account, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from hopecare.domain.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAccount:
    """One account, whose it is, and what they may do."""

    account: Account
    full_name: str
    roles: tuple[Role, ...]


def staff_accounts(session: Session, *, on: date) -> Sequence[StaffAccount]:
    """Every account with a sign-in name, by name."""
    rows = session.execute(
        select(Account, Person.full_name)
        .join(Person, Person.id == Account.person_id)
        .where(Account.name.is_not(None))
        .order_by(Account.name)
    )
    return [
        StaffAccount(
            account=account,
            full_name=full_name,
            roles=tuple(sorted(roles_of(session, account.person_id, on=on))),
        )
        for account, full_name in rows
    ]
