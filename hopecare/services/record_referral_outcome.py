"""Record how a referral came out in the end, and what is paid from when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import ReferralEvent
from hopecare.domain.kept_help import NOBODY_ASKED
from hopecare.domain.office_words import above_the_earlier
from hopecare.domain.outcomes import ReferralOutcome
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.bridges import open_calls_again
from hopecare.queries.cases import case_by_id
from hopecare.queries.referrals import bridging_needs, referral_by_id
from hopecare.services.check_answer_day import check_answer_day
from hopecare.services.end_need import end_need
from hopecare.services.end_silent_calls import end_silent_calls
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.follow_referral import follow_referral
from hopecare.services.move_referral import move_referral
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.kept_help import HelpChoice
    from hopecare.domain.outcomes import AnswerDoor
    from models import Referral

PAYS_NOTHING: Final = frozenset({ReferralOutcome.NOT_GRANTED})


def record_referral_outcome(  # noqa: PLR0913  an outcome has a day, a door and an amount
    session: Session,
    *,
    referral_id: UUID,
    outcome: ReferralOutcome,
    outcome_on: date,
    amount_minor: int | None,
    currency: str | None,
    door: AnswerDoor | None = None,
    speaker: str | None = None,
    words: str | None = None,
    choice: HelpChoice = NOBODY_ASKED,
    by: Actor,
    now: datetime,
) -> Referral:
    """Close the loop of a referral; an outcome is never of before it, nor of the future.

    After an objection it is never of before that: it answers what was sent again. The help until
    then ends with what it decides, but for what somebody chose to keep.
    """
    case_by_id(session, referral_by_id(session, referral_id).case_id, alone=True)
    referral = referral_by_id(session, referral_id, alone=True)
    _refuse_faults(session, referral, outcome, outcome_on, amount_minor, now)
    end_silent_calls(session, referral, by=by, now=now)
    for task in open_calls_again(session, referral):
        finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)
    move_referral(referral, event=ReferralEvent.OUTCOME_RECORDED)
    referral.outcome = outcome
    referral.outcome_on = outcome_on
    referral.outcome_by_door = door
    referral.outcome_speaker = speaker
    referral.answer_words = above_the_earlier(words, referral.answer_words)
    referral.amount_minor = amount_minor
    referral.currency = currency if amount_minor is not None else None
    _note(session, referral, outcome, by, now)
    follow_referral(session, referral, choice=choice, by=by, now=now)
    _end_chosen(session, referral, choice, by, now)
    session.flush()
    return referral


def _end_chosen(
    session: Session, referral: Referral, choice: HelpChoice, by: Actor, now: datetime
) -> None:
    """What was named to end, and belongs to nothing that was decided."""
    for need in bridging_needs(session, referral.id):
        if need.id in choice.ends:
            end_need(session, need_id=need.id, is_met=True, by=by, now=now)


def _note(
    session: Session, referral: Referral, outcome: ReferralOutcome, by: Actor, now: datetime
) -> None:
    note_timeline(
        session,
        town_id=referral.town_id,
        kind=EntryKind.REFERRAL_OUTCOME_RECORDED,
        at=now,
        by=by,
        person_id=referral.person_id,
        case_id=referral.case_id,
        subject_id=referral.id,
        facts={"programme": referral.programme, "outcome": outcome.value},
    )


def _refuse_faults(
    session: Session,
    referral: Referral,
    outcome: ReferralOutcome,
    outcome_on: date,
    amount_minor: int | None,
    now: datetime,
) -> None:
    faults = check_answer_day(session, referral, outcome_on, now, field="outcome_on")
    if amount_minor and outcome in PAYS_NOTHING:
        faults["amount_minor"] = ["amount_without_grant"]
    if faults:
        raise InvalidInputError(faults)
