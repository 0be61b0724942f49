"""The day of an office's answer is over: somebody asks them; a late answer still counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ReferralEvent
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.cases import case_by_id
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.silent_referrals import asked_by_clock, silent_calls_of, silent_day_key
from hopecare.queries.town_days import local_day
from hopecare.services.move_referral import move_referral
from hopecare.services.note_referral import note_referral
from hopecare.services.owe_office_call import OfficeCall, owe_office_call

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


def miss_referral_answer(
    session: Session, *, referral_id: UUID, by: Actor, now: datetime
) -> Referral:
    """Say that no answer came, and owe the office one call; refused before its day is over.

    Where a clock of the law asks the office already, or the call of an emergency, that is the one.
    """
    case_by_id(session, referral_by_id(session, referral_id).case_id, alone=True)
    referral = referral_by_id(session, referral_id, alone=True)
    today = local_day(session, referral.town_id, now)
    if today <= referral.answer_due_on:
        raise InvalidInputError({"referral_id": ["answer_not_due"]})
    move_referral(referral, event=ReferralEvent.ANSWER_MISSED)
    note_referral(
        session,
        referral,
        kind=EntryKind.REFERRAL_NOT_ANSWERED,
        by=by,
        now=now,
        facts={
            "answer_due_on": referral.answer_due_on.isoformat(),
        },
    )
    asked_on = asked_by_clock(session, referral, today=today)
    referral.chased_on = asked_on or today  # a month later it is asked again
    if asked_on is None and not silent_calls_of(session, referral.id):
        _owe_call(session, referral, by, now)
    return referral


def _owe_call(session: Session, referral: Referral, by: Actor, now: datetime) -> None:
    owed = OfficeCall(
        kind=CallTaskKind.REFERRAL_SILENT,
        key=silent_day_key(referral),
        # Missed a second time, after an answer that was taken back: the first call is over.
        recurs=True,
    )
    owe_office_call(session, referral, owed, by=by, now=now)
