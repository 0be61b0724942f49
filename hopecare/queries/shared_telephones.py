"""Whose telephone a text came from, where several people have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.alerts import reply_of_key
from hopecare.queries.messages import holders_of_number
from hopecare.queries.town_days import local_day
from models import InboundMessage, Person

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Alert


def holders_of(session: Session, row: InboundMessage) -> Sequence[UUID]:
    """Whom a text may be from: its sender where that is clear, else everybody at that telephone.

    By id alone: a call for help reaches a person though a number cannot be read.
    """
    if row.person_id is not None:
        return [row.person_id]
    today = local_day(session, row.town_id, row.received_at)
    return holders_of_number(session, row.from_index, town_id=row.town_id, today=today)


def centre_of_sender(session: Session, row: InboundMessage) -> UUID | None:
    """The one centre of whoever it may be from; None where they have none or several.

    Read alone: somebody is alarmed as well where a name cannot be read.
    """
    theirs = select(Person.centre_id).where(
        Person.id.in_(holders_of(session, row)), Person.centre_id.is_not(None)
    )
    centres = set(session.scalars(theirs))
    return centres.pop() if len(centres) == 1 else None


def languages_of(session: Session, people: Collection[UUID]) -> Mapping[UUID, str]:
    """Give the language of each: by id alone, for the same reason."""
    spoken = session.execute(select(Person.id, Person.language).where(Person.id.in_(people)))
    return {each.id: each.language for each in spoken}


def perhaps_from(session: Session, alert: Alert) -> Sequence[UUID]:
    """Whose shared telephone raised this alert; nobody where they have several centres.

    A centre's staff need not hear the names of those another centre looks after.
    """
    reply_id = reply_of_key(alert.dedup_key)
    row = session.get(InboundMessage, reply_id) if reply_id else None
    if row is None or alert.centre_id is None:
        return ()
    people = select(Person.id).where(
        Person.id.in_(holders_of(session, row)), Person.centre_id == alert.centre_id
    )
    return session.scalars(people.order_by(Person.id)).all()
