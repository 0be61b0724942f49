"""Give a member of staff an account: a person, their dated roles, a name and a password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.names import called_with_honorific
from hopecare.domain.roles import STAFF, Role
from hopecare.errors import AlreadyTakenError, InvalidInputError
from hopecare.passwords import hash_password
from hopecare.queries.accounts import find_account_by_name
from hopecare.queries.town_days import local_day
from hopecare.services.note_person_terms import note_person_terms
from hopecare.services.refuse_weak_password import refuse_weak_password
from models import Account, Person, PersonRole

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """Who gets an account, and for what work."""

    name: str
    full_name: str
    roles: frozenset[Role]
    language: str
    centre_id: UUID | None = None
    """None for those who work for the whole town."""


def add_account(
    session: Session, *, town_id: UUID, wish: NewAccount, password: str, now: datetime
) -> Account:
    """Open the account; the name must be free and the password long enough."""
    name = wish.name.strip().casefold()
    _refuse_bad_wish(wish, name)
    refuse_weak_password(password, name=name)
    if find_account_by_name(session, name) is not None:
        raise AlreadyTakenError(field="name")
    person = _person(session, town_id, wish, now)
    account = Account(
        town_id=town_id,
        person_id=person.id,
        language=wish.language,
        created_at=now,
        name=name,
        password_hash=hash_password(password),
        centre_id=wish.centre_id,
    )
    session.add(account)
    session.flush()
    return account


def _refuse_bad_wish(wish: NewAccount, name: str) -> None:
    """Refuse an empty or spaced name, and roles that are no staff's."""
    fields: dict[str, list[str]] = {}
    if not name or not name.isprintable() or " " in name:
        fields["name"] = ["invalid"]
    if not wish.full_name.strip():
        fields["full_name"] = ["missing"]
    if not wish.roles or not wish.roles <= STAFF:
        fields["roles"] = ["not_staff"]
    if fields:
        raise InvalidInputError(fields)


def _person(session: Session, town_id: UUID, wish: NewAccount, now: datetime) -> Person:
    """The person behind the account, with each role from today."""
    full_name = " ".join(wish.full_name.split())
    person = Person(
        town_id=town_id,
        full_name=full_name,
        called=called_with_honorific(full_name, wish.language),
        language=wish.language,
        created_at=now,
        centre_id=wish.centre_id,
    )
    session.add(person)
    note_person_terms(session, person)
    today = local_day(session, town_id, now)
    session.add_all(
        PersonRole(town_id=town_id, person_id=person.id, role=role, from_on=today)
        for role in sorted(wish.roles)
    )
    session.flush()
    return person
