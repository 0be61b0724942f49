"""The newest answer that an office gave by a link, and until when it corrects it by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from hopecare.domain.care_path import ApplicationStatus, CaseStatus, ReferralStatus
from hopecare.domain.outcomes import AnswerDoor
from hopecare.domain.receiver_links import ANSWERS, LastAnswer, correctable_until
from hopecare.queries.applications import was_decided_ahead
from hopecare.queries.referrals import find_open_referral
from models import Application, Case, ReceiverOpening

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import ReceiverLink, Referral


def find_correctable_until(
    session: Session, link: ReceiverLink, referral: Referral, *, now: datetime
) -> datetime | None:
    """Say until when this link corrects what it answered; None where somebody has to be called."""
    door = (
        referral.answered_by_door
        if referral.status is ReferralStatus.REFUSED
        else referral.outcome_by_door
    )
    if door is not AnswerDoor.LINK:
        return None
    return correctable_until(referral.status, _last_answer(session, link, referral), now=now)


def _last_answer(session: Session, link: ReceiverLink, referral: Referral) -> LastAnswer | None:
    newest = session.scalar(
        select(ReceiverOpening)
        .where(ReceiverOpening.referral_id == referral.id, ReceiverOpening.act.in_(ANSWERS))
        .order_by(ReceiverOpening.at.desc(), ReceiverOpening.id.desc())
        .limit(1)
    )
    if newest is None:
        return None
    return LastAnswer(
        by_this_link=newest.link_id == link.id,
        at=newest.at,
        has_consequences=has_consequences(session, referral),
    )


def has_consequences(session: Session, referral: Referral) -> bool:
    """Say whether somebody, or the law's own path, has gone on from this answer already."""
    is_applied_for = exists().where(
        Application.referral_id == referral.id,
        Application.status != ApplicationStatus.PREPARING,
        ~was_decided_ahead(),
    )
    if referral.status is ReferralStatus.DONE and session.scalar(select(is_applied_for)):
        return True
    if session.get_one(Case, referral.case_id).status is CaseStatus.CLOSED:
        return True
    return find_open_referral(session, referral.case_id, referral.service_id) is not None
