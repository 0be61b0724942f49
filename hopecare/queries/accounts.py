"""Accounts by what people type to sign in, and the devices that are signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.roles import Role
from hopecare.queries.identities import roles_of
from hopecare.queries.search_terms import phone_index
from hopecare.queries.town_days import local_day
from models import Account, ContactPoint, SignIn, SignInCode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def find_account_by_name(session: Session, name: str, *, alone: bool = False) -> Account | None:
    """Find a staff account by its sign-in name, however it is written; `alone` holds it."""
    wanted = select(Account).where(Account.name == name.strip().casefold())
    if alone:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return session.scalar(wanted)


def find_volunteer_account(session: Session, *, phone: str, now: datetime) -> Account | None:
    """Find the one volunteer's account behind an E.164 number; None where several share it."""
    held = volunteer_accounts(session, phone=phone, now=now)
    return held[0] if len(held) == 1 else None


def volunteer_accounts(session: Session, *, phone: str, now: datetime) -> list[Account]:
    """Read the account of every volunteer who has this E.164 number now, in a steady order."""
    found = session.execute(
        select(Account, ContactPoint.valid_until)
        .join(ContactPoint, ContactPoint.person_id == Account.person_id)
        .where(ContactPoint.value_index == phone_index(phone), Account.disabled_at.is_(None))
        .order_by(Account.id)
    )
    held = {
        account.id: account
        for account, valid_until in found
        if _is_volunteer(session, account, valid_until, now)
    }
    return list(held.values())


def _is_volunteer(
    session: Session, account: Account, valid_until: date | None, now: datetime
) -> bool:
    """Whether the number is theirs and they volunteer, on the day it is in their town."""
    today = local_day(session, account.town_id, now)
    is_theirs = valid_until is None or valid_until > today
    return is_theirs and Role.VOLUNTEER in roles_of(session, account.person_id, on=today)


def find_open_code(session: Session, *, account_id: UUID, now: datetime) -> SignInCode | None:
    """Find the newest code of an account, unless it was used or has run out, and hold it.

    The older ones count no more. Tries are counted one after the other, or many at once would
    count as one.
    """
    newest = session.scalar(
        select(SignInCode)
        .where(SignInCode.account_id == account_id)
        .order_by(SignInCode.sent_at.desc(), SignInCode.id.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if newest is None or newest.used_at is not None or newest.expires_at <= now:
        return None
    return newest


def codes_sent_since(session: Session, *, account_id: UUID, since: datetime) -> int:
    """Count the codes texted to an account since a moment."""
    codes = session.scalars(
        select(SignInCode.id).where(
            SignInCode.account_id == account_id, SignInCode.sent_at >= since
        )
    )
    return len(codes.all())


def standing_sign_ins(session: Session, *, account_id: UUID, now: datetime) -> Sequence[SignIn]:
    """Read the devices on which an account is signed in, the last used first."""
    return session.scalars(
        select(SignIn)
        .where(
            SignIn.account_id == account_id,
            SignIn.revoked_at.is_(None),
            SignIn.expires_at > now,
        )
        .order_by(SignIn.seen_at.desc())
    ).all()
