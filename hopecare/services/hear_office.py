"""Write down what an office said by telephone, by letter or at the desk, and who spoke."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.care_path import REFERRAL
from hopecare.domain.office_words import above_the_earlier, said_by
from hopecare.domain.outcomes import OfficeAnswer
from hopecare.domain.receiver_links import WORKED_ON, stood_of
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.referrals import referral_by_id
from hopecare.services.answer_referral import answer_referral
from hopecare.services.ask_about_referral import ask_about_referral
from hopecare.services.ask_day_still import ask_day_still
from hopecare.services.await_outcome import await_outcome
from hopecare.services.check_answer_day import check_answer_day
from hopecare.services.end_silent_calls import end_silent_calls
from hopecare.services.note_referral import note_referral
from hopecare.services.see_referral import see_referral

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.domain.outcomes import AnswerDoor, RefusalReason
    from models import Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was said, on which day, through which door, and by whom where that was named."""

    answer: OfficeAnswer
    door: AnswerDoor
    on: date
    refusal: RefusalReason | None = None
    words: str | None = None
    speaker: str | None = None
    due_on: date | None = None
    """By when it said that it decides; of a refusal there is none."""


def hear_office(
    session: Session, *, referral_id: UUID, heard: Heard, by: Identity, now: datetime
) -> Referral:
    """Do what the same word does on the office's own page; a yes or a no is its answer."""
    if heard.answer in (OfficeAnswer.ACCEPTED, OfficeAnswer.REFUSED):
        return answer_referral(
            session,
            referral_id=referral_id,
            refusal=heard.refusal if heard.answer is OfficeAnswer.REFUSED else None,
            door=heard.door,
            answered_on=heard.on,
            words=heard.words,
            speaker=heard.speaker,
            due_on=heard.due_on,
            by=by,
            now=now,
        )
    referral = referral_by_id(session, referral_id, alone=True)
    _refuse_faults(session, referral, heard, now)
    see_referral(session, referral, by=by, now=now)
    if heard.answer is OfficeAnswer.ASKED:
        words = said_by(heard.speaker, heard.words)
        ask_about_referral(session, referral, words=words, by=by, now=now)
    else:
        _note_in_hand(session, referral, heard, by=by, now=now)
    if heard.due_on is not None:
        end_silent_calls(session, referral, by=by, now=now)
        await_outcome(session, referral, heard_on=heard.on, named_on=heard.due_on, now=now)
    session.flush()
    if heard.due_on is not None:
        ask_day_still(session, referral, by=by, now=now)
    return referral


def _refuse_faults(session: Session, referral: Referral, heard: Heard, now: datetime) -> None:
    """Only what the office still has in hand is asked about or looked at."""
    if stood_of(referral.status) not in WORKED_ON:
        raise MoveNotAllowedError(
            machine=REFERRAL.name,
            status=referral.status.value,
            event=heard.answer.value,
            allowed=[],
        )
    faults = check_answer_day(session, referral, heard.on, now)
    if heard.answer is OfficeAnswer.ASKED and not heard.words:
        faults["words"] = ["no_words"]
    if faults:
        raise InvalidInputError(faults)


def _note_in_hand(
    session: Session, referral: Referral, heard: Heard, *, by: Identity, now: datetime
) -> None:
    """It has decided nothing: its words stand above the earlier ones, its day on the timeline."""
    said = said_by(heard.speaker, heard.words)
    referral.answer_words = above_the_earlier(said, referral.answer_words)
    note_referral(
        session,
        referral,
        kind=EntryKind.REFERRAL_IN_HAND,
        by=by,
        now=now,
        facts={"door": heard.door.value, "on": heard.on.isoformat()},
    )
