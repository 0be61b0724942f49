"""Residents: one by id, how they are reached, what makes it unsafe, and search by name or phone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from hopecare.domain.names import comparable
from hopecare.domain.phone import LONG_TAIL, SHORT_TAIL, PhoneNumber, last_digits
from hopecare.errors import NotFoundError, PhoneRefusedError
from hopecare.queries.merged import leads_to
from hopecare.queries.not_over import not_over
from hopecare.queries.search_terms import phone_index, search_term, tail_index
from models import ContactPoint, ContactSafetyRule, Person, PersonRole, SearchTerm
from models.people import TermKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.roles import Role


_TAIL_COLUMNS: Final = {
    SHORT_TAIL: ContactPoint.last_four_index,
    LONG_TAIL: ContactPoint.last_eight_index,
}


def person_by_id(session: Session, person_id: UUID) -> Person:
    """Give a person of this town."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFoundError(kind="person", person_id=person_id)
    return person


def held_person(session: Session, person_id: UUID) -> Person:
    """Give a person whom nobody else changes until this transaction ends."""
    return session.get_one(Person, person_id, with_for_update=True, populate_existing=True)


def has_role(role: Role, *, on: date) -> ColumnElement[bool]:
    """Make the condition that a person has this role on a day."""
    return Person.id.in_(
        select(PersonRole.person_id).where(
            PersonRole.role == role,
            PersonRole.from_on <= on,
            not_over(PersonRole, on),
        )
    )


def contact_points_of(
    session: Session, person_ids: Sequence[UUID], *, on: date
) -> Sequence[ContactPoint]:
    """Read the ways these people are reached on a day, the preferred first."""
    return session.scalars(
        select(ContactPoint)
        .where(
            ContactPoint.person_id.in_(person_ids),
            or_(ContactPoint.valid_until.is_(None), ContactPoint.valid_until > on),
        )
        .order_by(ContactPoint.is_preferred.desc(), ContactPoint.id)
    ).all()


def safety_rules_of(session: Session, person_id: UUID, *, on: date) -> Sequence[ContactSafetyRule]:
    """Read what makes it unsafe to contact a person on a day."""
    return session.scalars(
        select(ContactSafetyRule)
        .where(
            ContactSafetyRule.person_id == person_id,
            ContactSafetyRule.from_on <= on,
            not_over(ContactSafetyRule, on),
        )
        .order_by(ContactSafetyRule.id)
    ).all()


def matches_typed(typed: str, *, country: str) -> ColumnElement[bool] | None:
    """Make the condition for what somebody typed: a number or its end, or a name's beginning.

    None where nothing was typed that could be looked for.
    """
    numbered = _matches_number(typed, country)
    if numbered is not None:
        return Person.id.in_(select(leads_to(ContactPoint.person_id)).where(numbered))
    if not comparable(typed):
        return None
    terms = select(leads_to(SearchTerm.person_id)).where(
        SearchTerm.kind == TermKind.NAME_PREFIX, SearchTerm.term == search_term(typed)
    )
    return Person.id.in_(terms)


def _matches_number(typed: str, country: str) -> ColumnElement[bool] | None:
    """Make the condition on a telephone; a short number may also be the end of a longer one."""
    number, tail = find_phone(typed, country), last_digits(typed)
    found = []
    if number is not None:
        found.append(ContactPoint.value_index == phone_index(number.e164))
    if tail is not None:
        column = _TAIL_COLUMNS[len(tail)]
        found.append(column == tail_index(tail))
    return or_(*found) if found else None


def has_number(numbers: Iterable[str]) -> ColumnElement[bool]:
    """Make the condition that a person has one of these numbers, each in its one form."""
    indexes = [phone_index(number) for number in numbers]
    points = select(ContactPoint.person_id).where(ContactPoint.value_index.in_(indexes))
    return Person.id.in_(points)


def find_phone(typed: str, country: str) -> PhoneNumber | None:
    """Read what was typed as a telephone number, if it is one."""
    try:
        return PhoneNumber.parse(typed, country, allow_invented=True)
    except PhoneRefusedError:
        return None
