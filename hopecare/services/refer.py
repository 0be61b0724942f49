"""Refer a case into a formal service: with consent, once, until its outcome is in."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import REFERRAL, CaseEvent
from hopecare.domain.codes import CODE_LENGTH, make_code
from hopecare.domain.timeline import EntryKind
from hopecare.errors import AlreadyTakenError, InvalidInputError, NotFoundError
from hopecare.queries.assessments import assessment_by_id
from hopecare.queries.cases import case_by_id
from hopecare.queries.referrals import find_open_referral, sharing_consent
from hopecare.queries.town_days import local_day
from hopecare.services.move_case import move_case
from hopecare.services.note_timeline import note_timeline
from models import Referral, Service

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case

ANSWER_WITHIN: Final = timedelta(days=30)
"""An office answers within 30 days (사회보장급여법 시행령 art. 6; 60 with a stated reason)."""


def refer(  # noqa: PLR0913  a referral names what leaves, for what, on which finding
    session: Session,
    *,
    case_id: UUID,
    service_id: UUID,
    assessment_id: UUID | None,
    words: str | None,
    by: Actor,
    now: datetime,
) -> Referral:
    """Hand the case to the service; refused without the person's consent to share."""
    case = case_by_id(session, case_id, alone=True)
    today = local_day(session, case.town_id, now)
    service = _service(session, service_id, on=today)
    consent = sharing_consent(session, case.resident_id, on=today)
    _refuse_second(session, case, service)
    _refuse_another_persons(session, case, assessment_id)
    move_case(case, event=CaseEvent.REFERRED, now=now)
    referral = Referral(
        town_id=case.town_id,
        code=make_code(secrets.token_bytes(CODE_LENGTH)),
        case_id=case.id,
        person_id=case.resident_id,
        service_id=service.id,
        status=REFERRAL.start,
        made_at=now,
        made_by_id=by.person_id,
        consent_entry_id=consent.id,
        answer_due_on=today + ANSWER_WITHIN,
        programme=service.programme,
        assessment_id=assessment_id,
        words=words,
    )
    session.add(referral)
    session.flush()
    _note(session, referral, by=by, now=now)
    return referral


def _service(session: Session, service_id: UUID, *, on: date) -> Service:
    """Give the service, if it still takes anybody in."""
    service = session.get(Service, service_id)
    if service is None:
        raise NotFoundError(kind="service", id=service_id)
    if service.ended_on is not None and service.ended_on <= on:
        raise InvalidInputError({"service_id": ["service_ended"]})
    return service


def _refuse_second(session: Session, case: Case, service: Service) -> None:
    standing = find_open_referral(session, case.id, service.id)
    if standing is not None:
        raise AlreadyTakenError(kind="referral", id=standing.id)


def _refuse_another_persons(session: Session, case: Case, assessment_id: UUID | None) -> None:
    """What one household said never travels in another's referral."""
    if assessment_id is None:
        return
    if assessment_by_id(session, assessment_id).person_id != case.resident_id:
        raise InvalidInputError({"assessment_id": ["not_a_choice"]})


def _note(session: Session, referral: Referral, *, by: Actor, now: datetime) -> None:
    note_timeline(
        session,
        town_id=referral.town_id,
        kind=EntryKind.REFERRAL_MADE,
        at=now,
        by=by,
        person_id=referral.person_id,
        case_id=referral.case_id,
        subject_id=referral.id,
        facts={
            "programme": referral.programme,
            "answer_due_on": referral.answer_due_on.isoformat(),
        },
    )
