"""An office says by its link on which day it decides what it has in hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.outcomes import AnswerDoor
from hopecare.domain.receiver_links import Stood, stood_of
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.cases import case_by_id
from hopecare.queries.town_days import local_day
from hopecare.queries.urgent_referrals import is_urgent
from hopecare.services.ask_day_still import ask_day_still
from hopecare.services.await_outcome import await_outcome
from hopecare.services.end_silent_calls import end_silent_calls
from hopecare.services.note_referral import note_referral

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


def name_answer_by(
    session: Session, referral: Referral, *, due_on: date | None, by: Actor, now: datetime
) -> None:
    """Wait until that day, whether it is taken on yet or not; a call about its silence ends.

    What is urgent and was not taken on is still rung about: a far day is no answer to it.
    """
    if due_on is None:
        raise InvalidInputError({"due_on": ["required"]})
    today = local_day(session, referral.town_id, now)
    if stood_of(referral.status) is Stood.ACCEPTED or not _is_urgent(session, referral):
        end_silent_calls(session, referral, by=by, now=now)
    await_outcome(session, referral, heard_on=today, named_on=due_on, now=now)
    ask_day_still(session, referral, by=by, now=now)
    facts = {"door": AnswerDoor.LINK.value, "on": today.isoformat()}
    note_referral(session, referral, kind=EntryKind.REFERRAL_IN_HAND, facts=facts, by=by, now=now)


def _is_urgent(session: Session, referral: Referral) -> bool:
    return is_urgent(session, case_by_id(session, referral.case_id), referral.programme)
