"""One person at a glance: name, district, how to reach them, what makes it unsafe, who looks in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.queries.not_over import not_over
from hopecare.queries.places import find_household
from hopecare.queries.residents import contact_points_of, person_by_id, safety_rules_of
from models import Area, ContactPoint, OtherContact, Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import ContactSafetyRule


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactAtAGlance:
    """Somebody who agreed to look in or to be told."""

    contact: OtherContact
    person: Person
    numbers: Sequence[ContactPoint]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """What somebody needs to know who is about to ring or to knock."""

    person: Person
    area: Area | None
    address: str | None
    contact_points: Sequence[ContactPoint]
    safety_rules: Sequence[ContactSafetyRule]
    others: Sequence[ContactAtAGlance]


def glance_at(session: Session, person_id: UUID, *, on: date) -> Glance:
    """Read one person at a glance."""
    person = person_by_id(session, person_id)
    household = find_household(session, person_id)
    others = _others(session, person_id, on=on)
    points = contact_points_of(session, [person_id, *(other.id for _, other in others)], on=on)
    return Glance(
        person=person,
        area=session.get(Area, person.area_id) if person.area_id else None,
        address=household.address if household else None,
        contact_points=[point for point in points if point.person_id == person_id],
        safety_rules=safety_rules_of(session, person_id, on=on),
        others=[
            ContactAtAGlance(
                contact=contact,
                person=other,
                numbers=[point for point in points if point.person_id == other.id],
            )
            for contact, other in others
        ],
    )


def names_of(session: Session, person_ids: Iterable[UUID | None]) -> Mapping[UUID, str]:
    """Read the names of several people at once."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    if not wanted:
        return {}
    people = session.scalars(select(Person).where(Person.id.in_(wanted)))
    return {person.id: person.full_name for person in people}


def _others(
    session: Session, person_id: UUID, *, on: date
) -> Sequence[tuple[OtherContact, Person]]:
    """Those who stand by the resident, in the order the resident wished."""
    return session.execute(
        select(OtherContact, Person)
        .join(Person, Person.id == OtherContact.person_id)
        .where(
            OtherContact.resident_id == person_id,
            OtherContact.from_on <= on,
            not_over(OtherContact, on),
        )
        .order_by(OtherContact.kind, OtherContact.position)
    ).all()
