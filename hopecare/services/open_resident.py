"""Open a resident: who they are, where they live, how they are reached, what they agreed to."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hopecare.domain.ages import age_band
from hopecare.domain.care_path import ReportEvent
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.names import called_with_honorific
from hopecare.domain.people import OtherContactKind
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, NoConsentError
from hopecare.queries.areas import find_centre_of_area
from hopecare.queries.reports import report_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.add_other_contact import NewContact, add_other_contact
from hopecare.services.change_contact_point import NewPoint, change_contact_point
from hopecare.services.move_household import Home, move_household
from hopecare.services.move_report import move_report
from hopecare.services.note_person_terms import note_person_terms
from hopecare.services.note_timeline import note_timeline
from hopecare.services.record_consent import ConsentSaid, record_consent
from models import Person, PersonRole, Responsibility

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.people import Sex
    from hopecare.domain.phone import PhoneNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentFacts:
    """What we know of somebody on the day they agree to be known."""

    full_name: str
    consents: tuple[ConsentSaid, ...]
    called: str | None = None
    language: str = "ko"
    romanised: str | None = None
    birth_on: date | None = None
    sex: Sex | None = None
    home: Home = field(default_factory=Home)
    phones: tuple[NewPoint, ...] = ()
    proxy_name: str | None = None
    proxy_number: PhoneNumber | None = None
    centre_id: UUID | None = None
    """None stands for the centre that covers the area, or of whoever opens."""
    note: str | None = None


def open_resident(
    session: Session,
    facts: ResidentFacts,
    *,
    town_id: UUID,
    report_id: UUID | None = None,
    by: Actor,
    now: datetime,
) -> Person:
    """Open the person; without consent to be on record nothing is written."""
    _refuse_without_record(facts)
    person = _person(session, facts, town_id, by, now)
    note_timeline(
        session,
        town_id=town_id,
        kind=EntryKind.RESIDENT_OPENED,
        at=now,
        by=by,
        person_id=person.id,
        report_id=report_id,
        subject_id=person.id,
    )
    for phone in facts.phones:
        change_contact_point(session, person, phone, by=by, now=now)
    move_household(session, [person], facts.home, by=by, now=now)
    _record_consents(session, person, facts, by, now)
    if report_id is not None:
        report = report_by_id(session, report_id)
        report.resident_id = person.id
        move_report(report, event=ReportEvent.RESIDENT_OPENED, now=now)
    session.flush()
    return person


def _refuse_without_record(facts: ResidentFacts) -> None:
    given = {said.purpose for said in facts.consents if said.act is ConsentAct.GIVEN}
    if ConsentPurpose.KEEP_RECORD not in given:
        raise NoConsentError(purpose=ConsentPurpose.KEEP_RECORD.value)


def _person(
    session: Session, facts: ResidentFacts, town_id: UUID, by: Actor, now: datetime
) -> Person:
    today = local_day(session, town_id, now)
    covering = find_centre_of_area(session, facts.home.area_id, on=today)
    own_centre_id = getattr(by, "centre_id", None)
    person = Person(
        town_id=town_id,
        full_name=facts.full_name,
        called=facts.called or called_with_honorific(facts.full_name, facts.language),
        language=facts.language,
        created_at=now,
        romanised=facts.romanised,
        birth_on=facts.birth_on.isoformat() if facts.birth_on else None,
        age_band=age_band(facts.birth_on, day=today).value if facts.birth_on else None,
        sex=facts.sex,
        centre_id=facts.centre_id or (covering.id if covering else own_centre_id),
        area_id=facts.home.area_id,
        note=facts.note,
    )
    session.add(person)
    note_person_terms(session, person)
    session.add(PersonRole(town_id=town_id, person_id=person.id, role=Role.RESIDENT, from_on=today))
    if person.centre_id is not None:
        session.add(
            Responsibility(
                town_id=town_id, person_id=person.id, centre_id=person.centre_id, from_at=now
            )
        )
    session.flush()
    return person


def _record_consents(
    session: Session, person: Person, facts: ResidentFacts, by: Actor, now: datetime
) -> None:
    """Write each act; a proxy is kept as a contact, and named in every act they decided."""
    proxy_id: UUID | None = None
    decides = any(said.form is ConsentForm.PROXY for said in facts.consents)
    if decides and not facts.proxy_name:
        raise InvalidInputError({"proxy_name": ["proxy_missing"]})
    if facts.proxy_name and decides:
        new = NewContact(
            kind=OtherContactKind.PROXY, name=facts.proxy_name, number=facts.proxy_number
        )
        proxy_id = add_other_contact(session, person, new, by=by, now=now).person_id
    for said in facts.consents:
        is_decided = said.form is ConsentForm.PROXY and said.proxy_id is None
        complete = replace(said, proxy_id=proxy_id) if is_decided else said
        record_consent(session, person, complete, by=by, now=now)
