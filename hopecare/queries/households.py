"""Who lives together now, how people are related, and who else may be asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.queries.not_over import not_over
from models import Household, HouseholdMember, OtherContact, Person, Relationship

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.people import HouseholdMemberRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Living:
    """A household as it stands on a day, with its members."""

    household: Household
    members: tuple[tuple[Person, HouseholdMemberRole], ...]

    def others(self, person_id: UUID) -> tuple[Person, ...]:
        """Give the members beside this one."""
        return tuple(person for person, _ in self.members if person.id != person_id)


def find_membership(session: Session, person_id: UUID) -> HouseholdMember | None:
    """Find where a person lives now."""
    return session.scalar(
        select(HouseholdMember).where(
            HouseholdMember.person_id == person_id, HouseholdMember.until_on.is_(None)
        )
    )


def find_living(session: Session, person_id: UUID) -> Living | None:
    """Find the household a person lives in now, with everybody in it."""
    own = (
        select(HouseholdMember.household_id)
        .where(HouseholdMember.person_id == person_id, HouseholdMember.until_on.is_(None))
        .scalar_subquery()
    )
    rows = session.execute(
        select(Household, Person, HouseholdMember.role)
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .join(Person, Person.id == HouseholdMember.person_id)
        .where(Household.id == own, HouseholdMember.until_on.is_(None))
        .order_by(HouseholdMember.from_on, HouseholdMember.id)
    ).all()
    if not rows:
        return None
    members = tuple((person, role) for _, person, role in rows)
    return Living(household=rows[0][0], members=members)


def relatives_of(
    session: Session, person_id: UUID, *, on: date
) -> Sequence[tuple[Relationship, Person]]:
    """Read the people this one is related to, across households."""
    rows = session.execute(
        select(Relationship, Person)
        .join(Person, Person.id == Relationship.other_person_id)
        .where(
            Relationship.person_id == person_id,
            not_over(Relationship, on),
        )
        .order_by(Relationship.from_on, Relationship.id)
    )
    return [(relationship, person) for relationship, person in rows]


def other_contacts_of(
    session: Session, resident_id: UUID, *, on: date
) -> Sequence[tuple[OtherContact, Person]]:
    """Read who may be asked or told about a resident, in the order the resident wished."""
    rows = session.execute(
        select(OtherContact, Person)
        .join(Person, Person.id == OtherContact.person_id)
        .where(
            OtherContact.resident_id == resident_id,
            not_over(OtherContact, on),
        )
        .order_by(OtherContact.kind, OtherContact.position)
    )
    return [(contact, person) for contact, person in rows]
