"""Object to an office's decision: the referral is with the office again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import REFERRAL, ReferralEvent
from hopecare.domain.clocks import ClockKind
from hopecare.domain.office_words import above_the_earlier
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.answer_day_calls import may_be_objected_to
from hopecare.queries.cases import case_by_id
from hopecare.queries.referral_packets import refuse_other_office
from hopecare.queries.referrals import referral_by_id, sharing_consent
from hopecare.queries.town_days import local_day
from hopecare.queries.urgent_referrals import urgent_at
from hopecare.services.end_clocks import end_clocks
from hopecare.services.forget_answer import forget_answer
from hopecare.services.forget_outcome import forget_outcome
from hopecare.services.hold_people import hold_people
from hopecare.services.move_referral import move_referral
from hopecare.services.note_referral import note_referral
from hopecare.services.owe_urgent_call import owe_urgent_call
from hopecare.services.reckon_answer_day import reckon_answer_day
from hopecare.services.settle_objecting import settle_objecting
from hopecare.services.share_again import share_again

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


def object_to_referral(
    session: Session,
    *,
    referral_id: UUID,
    by: Actor,
    now: datetime,
    words: str | None = None,
    due_on: date | None = None,
) -> Referral:
    """Open a decided referral again; it goes to the office anew, so consent must still stand.

    Where another office has the service now, it is referred anew instead.
    """
    hold_people(session, referral_by_id(session, referral_id).person_id, lets_rows_come=True)
    referral = referral_by_id(session, referral_id, alone=True)
    if not may_be_objected_to(referral):
        raise MoveNotAllowedError(
            machine=REFERRAL.name, status=referral.status.value, event="objected", allowed=[]
        )
    refuse_other_office(session, referral)
    today = local_day(session, referral.town_id, now)
    consent = sharing_consent(session, referral.person_id, on=today)
    move_referral(referral, event=ReferralEvent.OBJECTED)
    referral.consent_entry_id = consent.id
    case = case_by_id(session, referral.case_id)
    urgent = urgent_at(session, case, referral.programme, now=now)
    referral.answer_due_on = _due_on(session, referral, today, due_on, urgent)
    referral.seen_at = referral.chased_on = None
    forget_answer(referral)
    forget_outcome(referral)
    end_clocks(session, ClockKind.OBJECTION, referral_id=referral.id, by=by, now=now)
    settle_objecting(session, referral.id, on=today, by=by)
    referral.words = above_the_earlier(words, referral.words)
    share_again(session, referral, consent=consent, by=by, now=now)
    note_referral(
        session,
        referral,
        kind=EntryKind.REFERRAL_OBJECTED,
        by=by,
        now=now,
        facts={
            "answer_due_on": referral.answer_due_on.isoformat(),
        },
    )
    if urgent is not None:
        owe_urgent_call(session, referral, by=by, now=now)
    session.flush()
    return referral


def _due_on(
    session: Session,
    referral: Referral,
    today: date,
    named_on: date | None,
    urgent: datetime | None,
) -> date:
    return reckon_answer_day(
        session,
        town_id=referral.town_id,
        kind=ClockKind.OBJECTION_ANSWER,
        started_on=today,
        programme=referral.programme,
        named_on=named_on,
        urgent_at=urgent,
        service_id=referral.service_id,
    ).on
