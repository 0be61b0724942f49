"""Take a referral back: sharing stops, what the law keeps stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ReferralEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.office_calls import open_calls_about
from hopecare.queries.referrals import referral_by_id
from hopecare.services.ask_day_still import ask_day_still
from hopecare.services.ask_person_instead import ask_person_instead
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.move_referral import move_referral
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_office_call import OfficeCall, owe_office_call

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


def withdraw_referral(session: Session, *, referral_id: UUID, by: Actor, now: datetime) -> Referral:
    """Withdraw a referral that is not decided yet, and owe the office a call that says so.

    It is neither asked nor answered anything about them any more.
    """
    referral = referral_by_id(session, referral_id, alone=True)
    for task in open_calls_about(session, referral):
        finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)
    ask_person_instead(session, referral)
    move_referral(referral, event=ReferralEvent.WITHDRAWN)
    referral.withdrawn_at = now
    note_timeline(
        session,
        town_id=referral.town_id,
        kind=EntryKind.REFERRAL_WITHDRAWN,
        at=now,
        by=by,
        person_id=referral.person_id,
        case_id=referral.case_id,
        subject_id=referral.id,
        facts={"programme": referral.programme},
    )
    owed = OfficeCall(
        kind=CallTaskKind.TELL_OFFICE, key=f"withdrawn:{referral.id}:{now.isoformat()}"
    )
    owe_office_call(session, referral, owed, by=by, now=now)
    session.flush()
    ask_day_still(session, referral, by=by, now=now)
    return referral
