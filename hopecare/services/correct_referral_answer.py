"""Take back an answer that an office gave by mistake, so that it can give another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import REFERRAL, ReferralEvent, ReferralStatus
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.receiver_answers import has_consequences
from hopecare.services.forget_outcome import forget_outcome
from hopecare.services.move_referral import move_referral
from hopecare.services.note_referral import note_referral

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


def correct_referral_answer(
    session: Session, referral: Referral, *, by: Actor, now: datetime
) -> Referral:
    """Let it stand as before; the wrong answer stays on the timeline, the right one follows it.

    Refused where somebody has gone on from the answer: then it is contested, or referred anew.
    """
    if has_consequences(session, referral):
        raise MoveNotAllowedError(
            machine=REFERRAL.name, status=referral.status.value, event="corrected", allowed=[]
        )
    was_refused = referral.status is ReferralStatus.REFUSED
    move_referral(referral, event=ReferralEvent.CORRECTED)
    if was_refused:
        referral.refusal_reason = referral.answered_on = referral.answered_by_door = None
        referral.answer_speaker = None
    else:
        forget_outcome(referral)
        _note_accepted(session, referral, by=by, now=now)
    session.flush()
    return referral


def _note_accepted(session: Session, referral: Referral, *, by: Actor, now: datetime) -> None:
    """The office has it in hand again: who follows the timeline reads it there."""
    note_referral(
        session,
        referral,
        kind=EntryKind.REFERRAL_ACCEPTED,
        by=by,
        now=now,
        facts={
            "reason": None,
            "door": referral.answered_by_door.value if referral.answered_by_door else None,
            "days_late": 0,
        },
    )
