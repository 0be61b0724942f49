"""Organisations, their services, and referrals made by the real verb."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.domain.referral_checks import Despite, DespiteReason, Doubt
from hopecare.services.answer_referral import answer_referral
from hopecare.services.refer import Sending, refer
from models import Assessment, Case, Organisation, Referral, Service
from tests.factories.cases import BY, a_case
from tests.factories.towns import NOW, TODAY, town_id_of

PAST_DOUBTS = Sending(
    despite=Despite(
        doubts=frozenset(Doubt), reason=DespiteReason.OFFICE_DECIDES, words="서류를 보고 정합니다."
    )
)
"""Sent whatever speaks against it: for tests of what leaves."""


def an_organisation(
    session: Session, *, name: str = "진접읍 행정복지센터", phone: str | None = "031-000-0100"
) -> Organisation:
    """An office that takes referrals."""
    organisation = Organisation(
        town_id=town_id_of(session), name=name, name_en="Jinjeop-eup office", phone=phone
    )
    session.add(organisation)
    session.flush()
    return organisation


def a_service(
    session: Session,
    *,
    organisation: Organisation | None = None,
    name: str = "생계급여 신청",
    programme: str | None = "livelihood",
    ended_on: date | None = None,
) -> Service:
    """Something an office offers."""
    organisation = organisation or an_organisation(session)
    service = Service(
        town_id=organisation.town_id,
        organisation_id=organisation.id,
        name=name,
        name_en="Application for livelihood benefit",
        programme=programme,
        ended_on=ended_on,
    )
    session.add(service)
    session.flush()
    return service


def a_referral(
    session: Session,
    *,
    case: Case | None = None,
    service: Service | None = None,
    assessment: Assessment | None = None,
    words: str | None = "월세가 밀려 있습니다.",
    sending: Sending = PAST_DOUBTS,
    now: datetime = NOW,
) -> Referral:
    """A referral that was sent, whatever speaks against it; without a case, of a new one."""
    case = case or a_case(session, now=now)
    service = service or a_service(session)
    return refer(
        session,
        case_id=case.id,
        service_id=service.id,
        assessment_id=assessment.id if assessment else None,
        words=words,
        sending=sending,
        by=BY,
        now=now,
    )


def its_refusal(
    session: Session,
    referral: Referral,
    reason: RefusalReason = RefusalReason.OBLIGOR,
    *,
    on: date = TODAY,
    now: datetime = NOW,
) -> Referral:
    """Not taken on by its office, which says so by letter."""
    return answer_referral(
        session, referral_id=referral.id, refusal=reason, door=AnswerDoor.LETTER,
        answered_on=on, words="부양의무자의 소득", by=BY, now=now,
    )  # fmt: skip
