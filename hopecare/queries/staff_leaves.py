"""Who of the staff is away, now and later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.domain.roles import STAFF
from hopecare.queries.not_over import not_over
from hopecare.queries.visibility import visible
from models import Person, PersonRole, StaffLeave

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


def leaves_ahead(
    session: Session, permission: str, *, identity: Identity, now: datetime
) -> Sequence[tuple[StaffLeave, Person]]:
    """Read the leaves that are not over, of the reader's centre and of the whole town's staff.

    With the permission to read them or to set them: the second leaves out the whole town's staff.
    """
    found = (
        select(StaffLeave, Person)
        .join(Person, Person.id == StaffLeave.person_id)
        .where(visible(permission, identity, StaffLeave), StaffLeave.until_at > now)
        .order_by(StaffLeave.from_at, StaffLeave.id)
    )
    if identity.centre_id is not None:
        found = found.where(or_(Person.centre_id.is_(None), Person.centre_id == identity.centre_id))
    return [(leave, person) for leave, person in session.execute(found)]


def own_staff(session: Session, *, identity: Identity, on: date) -> Sequence[tuple[UUID, str]]:
    """Read the staff whose leave this reader may write down, by name."""
    has_role = select(PersonRole.person_id).where(
        PersonRole.role.in_(STAFF),
        PersonRole.from_on <= on,
        not_over(PersonRole, on),
    )
    found = select(Person).where(
        visible("duty.set", identity, Person), Person.id.in_(has_role), Person.died_on.is_(None)
    )
    named = ((person.id, person.full_name) for person in session.scalars(found))
    return sorted(named, key=lambda each: each[1])
