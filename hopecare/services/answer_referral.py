"""Record what the office answered: accepted, or refused with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from hopecare.domain.applications import Decision
from hopecare.domain.care_path import ReferralEvent
from hopecare.domain.office_words import above_the_earlier
from hopecare.domain.outcomes import RefusalReason
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.cases import case_by_id
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.silent_referrals import ANSWERS
from hopecare.services.ask_day_still import ask_day_still
from hopecare.services.ask_last_day import ask_last_day
from hopecare.services.ask_person_instead import ask_person_instead
from hopecare.services.await_outcome import await_outcome
from hopecare.services.check_answer_day import check_answer_day
from hopecare.services.end_silent_calls import end_silent_calls
from hopecare.services.move_referral import move_referral
from hopecare.services.name_follow_ups import name_follow_ups
from hopecare.services.note_referral import note_referral
from hopecare.services.stand_by_part import stand_by_part
from hopecare.services.take_application_along import take_application_along

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.outcomes import AnswerDoor
    from models import Referral


class _Said(TypedDict):
    door: AnswerDoor
    answered_on: date
    words: str | None
    speaker: str | None


def answer_referral(  # noqa: PLR0913  an answer has a source, a day and a reason
    session: Session,
    *,
    referral_id: UUID,
    refusal: RefusalReason | None,
    door: AnswerDoor,
    answered_on: date,
    words: str | None,
    speaker: str | None = None,
    due_on: date | None = None,
    by: Actor,
    now: datetime,
) -> Referral:
    """Record an acceptance, or a refusal where a reason is given; a late answer counts too.

    A refusal starts its steps, also where an application was begun with it: it is read and weighed
    now, not when the law's day has passed. Until when one may object is asked. A no to an objection
    leaves what was partly granted as it is (`stand_by_part`).
    `due_on` is the day on which the office said that it decides what it has taken on.
    """
    case_by_id(session, referral_by_id(session, referral_id).case_id, alone=True)
    referral = referral_by_id(session, referral_id, alone=True)
    event = ReferralEvent.ACCEPTED if refusal is None else ReferralEvent.REFUSED
    _refuse_faults(session, referral, refusal, answered_on, words, now)
    said: _Said = {"door": door, "answered_on": answered_on, "words": words, "speaker": speaker}
    if refusal and stand_by_part(session, referral, refusal=refusal, **said, by=by, now=now):
        return referral
    end_silent_calls(session, referral, by=by, now=now)
    move_referral(referral, event=event)
    referral.refusal_reason = refusal
    _write(referral, said)
    _note(session, referral, door, by=by, now=now)
    if refusal is None:
        take_application_along(session, referral, by=by, now=now)
        await_outcome(session, referral, heard_on=answered_on, named_on=due_on, now=now)
    else:
        _follow_refusal(session, referral, by, now)
    session.flush()
    ask_day_still(session, referral, by=by, now=now)
    return referral


def _write(referral: Referral, said: _Said) -> None:
    referral.answered_on, referral.answered_by_door = said["answered_on"], said["door"]
    referral.answer_speaker = said["speaker"]
    # What an office wrote before an objection stays below what it writes after.
    referral.answer_words = above_the_earlier(said["words"], referral.answer_words)


def _follow_refusal(session: Session, referral: Referral, by: Actor, now: datetime) -> None:
    name_follow_ups(session, referral, Decision.REFUSED, by=by, now=now)
    ask_last_day(session, referral, by=by, now=now)
    ask_person_instead(session, referral, about=ANSWERS)


def _refuse_faults(
    session: Session,
    referral: Referral,
    refusal: RefusalReason | None,
    answered_on: date,
    words: str | None,
    now: datetime,
) -> None:
    faults = check_answer_day(session, referral, answered_on, now)
    if refusal is RefusalReason.OTHER and not words:
        faults["words"] = ["reason_needed"]
    if faults:
        raise InvalidInputError(faults)


def _note(
    session: Session, referral: Referral, door: AnswerDoor, *, by: Actor, now: datetime
) -> None:
    refusal = referral.refusal_reason
    answered_on = referral.answered_on
    late = (answered_on - referral.answer_due_on).days if answered_on else 0
    note_referral(
        session,
        referral,
        kind=EntryKind.REFERRAL_ACCEPTED if refusal is None else EntryKind.REFERRAL_REFUSED,
        by=by,
        now=now,
        facts={
            "reason": refusal.value if refusal else None,
            "door": door.value,
            "answered_on": answered_on.isoformat() if answered_on else None,
            "days_late": max(late, 0),
        },
    )
