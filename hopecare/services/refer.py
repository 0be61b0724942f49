"""Refer a case into a formal service: with consent, once, until its outcome is in."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.care_path import REFERRAL, CaseEvent
from hopecare.domain.codes import make_code
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.timeline import EntryKind
from hopecare.errors import AlreadyTakenError, NoConsentError, NotFoundError
from hopecare.queries.consents import find_standing_consent
from hopecare.services.move_case import move_case
from hopecare.services.note_timeline import note_timeline
from models import Case, Referral, Service

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor

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
    case = session.get(Case, case_id)
    service = session.get(Service, service_id)
    if case is None or service is None:
        raise NotFoundError(kind="case" if case is None else "service")
    consent = find_standing_consent(
        session, person_id=case.resident_id, purpose=ConsentPurpose.SHARE_WITH_AGENCY, now=now
    )
    if consent is None:
        raise NoConsentError(
            person_id=case.resident_id, purpose=ConsentPurpose.SHARE_WITH_AGENCY.value
        )
    _refuse_second(session, case_id=case_id, service_id=service_id)
    move_case(case, event=CaseEvent.REFERRED, now=now)
    referral = Referral(
        town_id=case.town_id,
        code=make_code(secrets.token_bytes(8)),
        case_id=case.id,
        person_id=case.resident_id,
        service_id=service.id,
        status=REFERRAL.start,
        made_at=now,
        made_by_id=by.person_id,
        consent_entry_id=consent.id,
        answer_due_on=(now + ANSWER_WITHIN).date(),
        programme=service.programme,
        assessment_id=assessment_id,
        words=words,
    )
    session.add(referral)
    session.flush()
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.REFERRAL_MADE,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=referral.id,
        facts={"programme": service.programme},
    )
    return referral


def _refuse_second(session: Session, *, case_id: UUID, service_id: UUID) -> None:
    open_already = session.scalar(
        select(Referral.id).where(
            Referral.case_id == case_id,
            Referral.service_id == service_id,
            Referral.status.not_in(REFERRAL.final),
        )
    )
    if open_already is not None:
        raise AlreadyTakenError(kind="referral", id=open_already)
