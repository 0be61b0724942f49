"""Add somebody who may look in or be told about a resident, in the order the resident wished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.people import OtherContactKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, NoConsentError
from hopecare.queries.consents import find_standing_consent
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.change_contact_point import NewPoint, change_contact_point
from hopecare.services.note_person_terms import note_person_terms
from hopecare.services.note_timeline import note_timeline
from models import OtherContact, Person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.phone import PhoneNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """Somebody to be asked: a person who is known, or a name and a telephone."""

    kind: OtherContactKind
    person_id: UUID | None = None
    name: str | None = None
    number: PhoneNumber | None = None
    number_is_shared: bool = False


def add_other_contact(
    session: Session, resident: Person, new: NewContact, *, by: Actor, now: datetime
) -> OtherContact:
    """Add the contact at the end of its kind; a keyholder needs the resident's consent."""
    consent = find_standing_consent(
        session, person_id=resident.id, purpose=ConsentPurpose.KEYHOLDER, now=now
    )
    if new.kind is OtherContactKind.KEYHOLDER and consent is None:
        raise NoConsentError(person_id=resident.id, purpose=ConsentPurpose.KEYHOLDER.value)
    person = _person(session, resident, new, by, now)
    contact = OtherContact(
        town_id=resident.town_id,
        resident_id=resident.id,
        person_id=person.id,
        kind=new.kind,
        position=_next_position(session, resident.id, new.kind),
        from_on=local_day(session, resident.town_id, now),
        consent_entry_id=consent.id if consent else None,
    )
    session.add(contact)
    session.flush()
    note_timeline(
        session,
        town_id=resident.town_id,
        kind=EntryKind.OTHER_CONTACT_CHANGED,
        at=now,
        by=by,
        person_id=resident.id,
        subject_id=contact.id,
        facts={"what": "begun", "kind": new.kind.value},
    )
    return contact


def _next_position(session: Session, resident_id: UUID, kind: OtherContactKind) -> int:
    highest = session.scalar(
        select(func.max(OtherContact.position)).where(
            OtherContact.resident_id == resident_id, OtherContact.kind == kind
        )
    )
    return (highest or 0) + 1


def _person(
    session: Session, resident: Person, new: NewContact, by: Actor, now: datetime
) -> Person:
    if new.person_id is not None:
        person = person_by_id(session, new.person_id)
        if person.id == resident.id:
            raise InvalidInputError({"name": ["somebody_else"]})
        return person
    if not new.name:
        raise InvalidInputError({"name": ["required"]})
    person = Person(
        town_id=resident.town_id,
        full_name=new.name,
        called=new.name,
        language=resident.language,
        created_at=now,
        centre_id=resident.centre_id,
    )
    session.add(person)
    note_person_terms(session, person)
    if new.number is not None:
        point = NewPoint(number=new.number, is_shared=new.number_is_shared)
        change_contact_point(session, person, point, by=by, now=now)
    return person
