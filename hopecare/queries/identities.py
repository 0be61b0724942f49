"""Who is behind a sign-in: the identity that the doors and the permissions work with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from hopecare.domain.identity import Identity
from hopecare.queries.not_over import not_over
from hopecare.queries.town_days import local_day
from models import Account, ApiToken, PersonRole, SignIn

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.roles import Role


def find_identity(session: Session, *, token_hash: str, now: datetime) -> Identity | None:
    """Find who holds this token, if the sign-in still holds and the account is not disabled."""
    found = session.execute(
        select(SignIn.id, Account)
        .join(Account, Account.id == SignIn.account_id)
        .where(
            SignIn.token_hash == token_hash,
            SignIn.revoked_at.is_(None),
            SignIn.expires_at > now,
            Account.disabled_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        return None
    sign_in_id, account = found
    return identity_of(session, account, now=now, sign_in_id=sign_in_id)


def identity_of(
    session: Session, account: Account, *, now: datetime, sign_in_id: UUID | None = None
) -> Identity:
    """Make the identity of an account, with the roles its person has today, where they live."""
    today = local_day(session, account.town_id, now)
    return Identity(
        account_id=account.id,
        person_id=account.person_id,
        town_id=account.town_id,
        centre_id=account.centre_id,
        roles=roles_of(session, account.person_id, on=today),
        language=account.language,
        sign_in_id=sign_in_id,
    )


def identity_by_code(session: Session, code: str, *, now: datetime) -> Identity:
    """Give the identity that an actor's code names, as it stands now: of who began long work.

    An account that was disabled meanwhile has no role any more.
    """
    _, _, account_id = code.partition(":")
    account = session.get_one(Account, UUID(account_id))
    identity = identity_of(session, account, now=now)
    return identity if account.disabled_at is None else replace(identity, roles=frozenset())


def roles_of(session: Session, person_id: UUID, *, on: date) -> frozenset[Role]:
    """Read the roles a person has on a day."""
    roles = session.scalars(
        select(PersonRole.role).where(
            PersonRole.person_id == person_id,
            PersonRole.from_on <= on,
            not_over(PersonRole, on),
        )
    )
    return frozenset(roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenHolder:
    """Whose token it is, and what it may be used for."""

    identity: Identity
    scopes: frozenset[str]
    token_id: UUID
    used_at: datetime | None


def find_token_holder(session: Session, *, token_hash: str, now: datetime) -> TokenHolder | None:
    """Find who holds an API token, if it still holds and its account is not disabled."""
    found = session.execute(
        select(ApiToken, Account)
        .join(Account, Account.id == ApiToken.account_id)
        .where(
            ApiToken.token_hash == token_hash,
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > now,
            Account.disabled_at.is_(None),
        )
    ).one_or_none()
    if found is None:
        return None
    token, account = found
    return TokenHolder(
        identity=identity_of(session, account, now=now),
        scopes=frozenset(token.scopes),
        token_id=token.id,
        used_at=token.used_at,
    )
