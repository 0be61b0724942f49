"""Owe again the calls about an office's silence that an answer taken back had ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CallTaskEvent, CallTaskStatus
from hopecare.domain.recurring import cause_of
from hopecare.domain.referral_moves import UNANSWERED
from hopecare.queries.silent_referrals import silent_calls_of, silent_day_key
from hopecare.queries.urgent_referrals import at_once_key
from hopecare.services.move_call_task import move_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Referral


def reopen_silent_calls(session: Session, referral: Referral, *, now: datetime) -> None:
    """Open the last one of each cause, with its own hour: one that was made stays made."""
    causes = {silent_day_key(referral)}
    if referral.status in UNANSWERED:
        causes.add(at_once_key(referral.id))
    owed = {cause_of(each.dedup_key) for each in silent_calls_of(session, referral.id)}
    newest = {
        cause_of(each.dedup_key): each
        for each in silent_calls_of(session, referral.id, CallTaskStatus.CANCELLED)
    }
    for cause in causes & newest.keys() - owed:
        move_call_task(newest[cause], event=CallTaskEvent.REOPENED, now=now)
