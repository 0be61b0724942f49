"""Take the last answer off a referral: it lies at its office as it did before that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ReferralEvent, ReferralStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.timeline import EntryKind
from hopecare.language import translator
from hopecare.queries.earlier_acceptance import find_acceptance
from hopecare.queries.town_days import town_by_id
from hopecare.services.end_clocks import end_clocks
from hopecare.services.forget_answer import forget_answer
from hopecare.services.forget_open_steps import forget_open_steps
from hopecare.services.forget_outcome import forget_outcome
from hopecare.services.move_referral import move_referral
from hopecare.services.note_referral import note_referral
from hopecare.services.reopen_silent_calls import reopen_silent_calls

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.earlier_acceptance import Acceptance
    from models import Referral


def take_back_answer(
    session: Session, referral: Referral, *, taken_back: str, by: Actor, now: datetime
) -> None:
    """Let it stand as before; `taken_back` says above the words of the mistake that they are none.

    What goes with the referral is for whoever calls, and so is whether this may be.
    """
    accepted = find_acceptance(session, referral)
    was = referral.status
    event = ReferralEvent.BACK_IN_HAND if accepted else ReferralEvent.CORRECTED
    move_referral(referral, event=event)
    if was is ReferralStatus.REFUSED:
        _forget_refusal(referral, accepted)
    else:
        forget_outcome(referral)
    end_clocks(session, ClockKind.OBJECTION, referral_id=referral.id, by=by, now=now)
    _mark_words(session, referral, taken_back)
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


def _forget_refusal(referral: Referral, accepted: Acceptance | None) -> None:
    forget_answer(referral)
    if accepted:
        referral.answered_on, referral.answered_by_door = accepted.on, accepted.door


def _mark_words(session: Session, referral: Referral, taken_back: str) -> None:
    """Whoever reads the words of the mistake must not take them for what the office means."""
    if referral.answer_words:
        say = translator(town_by_id(session, referral.town_id).language)
        referral.answer_words = f"{say.gettext(taken_back)}\n{referral.answer_words}"
