"""Take back an answer that an office gave by mistake, so that it can give another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import REFERRAL, ReferralEvent, ReferralStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError, NoConsentError
from hopecare.language import N_, translator
from hopecare.queries.earlier_acceptance import find_acceptance
from hopecare.queries.receiver_answers import has_consequences
from hopecare.queries.referral_packets import find_packet, refuse_other_office, right_to_share
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.end_clocks import end_clocks
from hopecare.services.forget_answer import forget_answer
from hopecare.services.forget_grants import forget_grants
from hopecare.services.forget_open_steps import forget_open_steps
from hopecare.services.forget_outcome import forget_outcome
from hopecare.services.move_referral import move_referral
from hopecare.services.note_referral import note_referral
from hopecare.services.owe_bridge_again import owe_bridge_again
from hopecare.services.reopen_silent_calls import reopen_silent_calls

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.earlier_acceptance import Acceptance
    from models import Referral

TAKEN_BACK: Final = N_("The office took back what follows:")


def correct_referral_answer(
    session: Session, referral: Referral, *, by: Actor, now: datetime
) -> Referral:
    """Let it stand as before; the wrong answer stays on the timeline, the right one follows it.

    Refused where somebody has gone on from the answer: then it is contested, or referred anew.
    Refused too where nothing may be shared any more: it would lie open at the office again.
    """
    _refuse_faults(session, referral, now)
    accepted = find_acceptance(session, referral)
    was = referral.status
    event = ReferralEvent.BACK_IN_HAND if accepted else ReferralEvent.CORRECTED
    move_referral(referral, event=event)
    if was is ReferralStatus.REFUSED:
        _forget_refusal(referral, accepted)
    else:
        forget_outcome(referral)
        forget_grants(session, referral, by=by, now=now)
        end_clocks(session, ClockKind.AFTER_CHECK, referral_id=referral.id, by=by, now=now)
        owe_bridge_again(session, referral, by=by, now=now)
    end_clocks(session, ClockKind.OBJECTION, referral_id=referral.id, by=by, now=now)
    _mark_words(session, referral)
    forget_open_steps(session, referral.id)
    note_referral(
        session,
        referral,
        kind=EntryKind.REFERRAL_CORRECTED,
        by=by,
        now=now,
        facts={"was": was.value, "status": referral.status.value},
    )
    reopen_silent_calls(session, referral, now=now)
    session.flush()
    return referral


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


def _forget_refusal(referral: Referral, accepted: Acceptance | None) -> None:
    forget_answer(referral)
    if accepted:
        referral.answered_on, referral.answered_by_door = accepted.on, accepted.door


def _mark_words(session: Session, referral: Referral) -> None:
    """Whoever reads the words of the mistake must not take them for what the office means."""
    if referral.answer_words:
        say = translator(town_by_id(session, referral.town_id).language)
        referral.answer_words = f"{say.gettext(TAKEN_BACK)}\n{referral.answer_words}"
