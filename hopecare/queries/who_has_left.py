"""Who has left: whoever has an account, and none that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from models import Account, Person

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

_Open = aliased(Account, name="open_account")


def has_left(person_id: ColumnElement[UUID] | object) -> ColumnElement[bool]:
    """Make the condition that somebody's accounts are all closed."""
    closed = exists(
        select(Account.id).where(Account.person_id == person_id, Account.disabled_at.is_not(None))
    )
    open_ = exists(
        select(_Open.id).where(_Open.person_id == person_id, _Open.disabled_at.is_(None))
    )
    return and_(closed, ~open_)


def is_gone(session: Session, person_id: UUID) -> bool:
    """Say whether somebody has left."""
    found = select(Person.id).where(Person.id == person_id, has_left(Person.id))
    return session.scalar(found) is not None


def works_for(session: Session, person_id: UUID | None, centre_id: UUID) -> bool:
    """Say whether somebody has an open account that sees what is this centre's."""
    found = select(Account.id).where(
        Account.person_id == person_id,
        Account.disabled_at.is_(None),
        or_(Account.centre_id.is_(None), Account.centre_id == centre_id),
    )
    return session.scalars(found).first() is not None
