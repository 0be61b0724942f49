"""Take back an answer that an office gave by mistake, so that it can give another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import REFERRAL, ReferralStatus
from hopecare.domain.clocks import ClockKind
from hopecare.errors import MoveNotAllowedError, NoConsentError
from hopecare.language import N_
from hopecare.queries.applications import decided_ahead_of, undecided_of
from hopecare.queries.applications_along import office_awaited
from hopecare.queries.receiver_answers import has_consequences
from hopecare.queries.referral_packets import find_packet, refuse_other_office, right_to_share
from hopecare.queries.silent_referrals import ANSWERS
from hopecare.queries.town_days import local_day
from hopecare.services.ask_day_at_once import ask_day_at_once
from hopecare.services.bring_help_back import bring_help_back
from hopecare.services.end_clocks import end_clocks
from hopecare.services.forget_grants import forget_grants
from hopecare.services.take_back_answer import take_back_answer
from hopecare.services.turn_day_calls import turn_day_calls

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral

TAKEN_BACK: Final = N_("The office took back what follows:")


def correct_referral_answer(
    session: Session,
    referral: Referral,
    *,
    by: Actor,
    now: datetime,
    is_answered_anew: bool = False,
) -> Referral:
    """Let it stand as before; the wrong answer stays on the timeline, the right one follows it.

    Refused where somebody has gone on from the answer: then it is contested, or referred anew.
    Refused too where nothing may be shared any more: it would lie open at the office again.
    Where the right one follows in the same breath (`is_answered_anew`), help that had ended comes
    back by what that says (`bring_help_back`): nobody is asked and told not to come at once.
    """
    _refuse_faults(session, referral, now)
    was_done = referral.status is ReferralStatus.DONE
    granted = decided_ahead_of(session, referral.id)
    take_back_answer(session, referral, taken_back=TAKEN_BACK, by=by, now=now)
    if was_done:
        forget_grants(session, referral, by=by, now=now)
        end_clocks(session, ClockKind.AFTER_CHECK, referral_id=referral.id, by=by, now=now)
        if not is_answered_anew:
            bring_help_back(session, referral, granted, by=by, now=now)
    _ask_it_again(session, referral, now)
    ask_day_at_once(session, referral, by=by, now=now)
    session.flush()
    return referral


def _ask_it_again(session: Session, referral: Referral, now: datetime) -> None:
    """What asked the person since the mistake asks the office, which owes its word once more."""
    for applied in undecided_of(session, referral_id=referral.id):
        office = office_awaited(session, applied, on=local_day(session, referral.town_id, now))
        turn_day_calls(session, applied, office=office, kinds=ANSWERS)


def _refuse_faults(session: Session, referral: Referral, now: datetime) -> None:
    if has_consequences(session, referral):
        raise MoveNotAllowedError(
            machine=REFERRAL.name, status=referral.status.value, event="corrected", allowed=[]
        )
    refuse_other_office(session, referral)
    today = local_day(session, referral.town_id, now)
    packet = find_packet(session, referral.id)
    if not right_to_share(session, referral, packet, on=today).holds:
        raise NoConsentError(person_id=referral.person_id, purpose="share_with_agency")
