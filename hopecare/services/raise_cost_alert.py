"""Texts and calls near the month's cap, or have reached it: duty and administrators hear of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.cost_cap import cap_key
from hopecare.domain.roles import Role
from hopecare.queries.alerts import find_alert_by_key
from hopecare.queries.not_over import not_over
from hopecare.queries.town_days import local_day
from hopecare.services.raise_alert import Cause, raise_alert
from hopecare.services.tell_apart import tell_apart
from hopecare.services.tell_staff import tell_staff
from models import Person, PersonRole, Town

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.cost_cap import CapMark
    from hopecare.domain.identity import Actor
    from models import Alert


def raise_cost_alert(
    session: Session, *, town_id: UUID, cap_micros: int, mark: CapMark, by: Actor, now: datetime
) -> Alert | None:
    """Raise the alert of this mark; None where this month's was raised already for this cap."""
    today = local_day(session, town_id, now)
    key = cap_key(today, cap_micros, mark)
    if _is_raised(session, town_id, key):
        return None
    cause, kind = Cause(dedup_key=key), AlertKind.COST_CAP
    alert = raise_alert(session, town_id=town_id, kind=kind, cause=cause, by=by, now=now)
    for reader in _administrators(session, town_id, today):
        tell = partial(tell_staff, session, alert, to_person_id=reader, now=now)
        tell_apart(session, reader, tell)
    return alert


def _is_raised(session: Session, town_id: UUID, key: str) -> bool:
    """Look, and before it is raised look again with the town held: a second worker sees the first.

    Whoever writes a new row into the town does not wait for us, nor we for them.
    """
    if find_alert_by_key(session, town_id=town_id, dedup_key=key) is not None:
        return True
    session.get_one(Town, town_id, with_for_update={"key_share": True}, populate_existing=True)
    return find_alert_by_key(session, town_id=town_id, dedup_key=key) is not None


def _administrators(session: Session, town_id: UUID, today: date) -> Sequence[UUID]:
    """Whoever can set the cap or find the money."""
    found = (
        select(Person.id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(
            Person.town_id == town_id,
            Person.died_on.is_(None),
            PersonRole.role == Role.ADMINISTRATOR,
            PersonRole.from_on <= today,
            not_over(PersonRole, today),
        )
        .order_by(Person.id)
    )
    return session.scalars(found).unique().all()
