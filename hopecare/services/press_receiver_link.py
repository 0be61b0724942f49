"""Take what an office presses on its link's page: once, whoever else answers at that moment.

The case and its referral are held first, then everything is read that decides. Only a press acts:
opening a link, as previews and robots do, changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.identity import ReceiverHolder
from hopecare.domain.outcomes import AnswerDoor
from hopecare.domain.receiver_links import (
    WORKED_ON,
    ReceiverAct,
    ReceiverState,
    Stood,
    stood_of,
)
from hopecare.errors import InvalidInputError
from hopecare.queries.applications import decided_ahead_of
from hopecare.queries.receiver_answers import find_correctable_until
from hopecare.queries.receiver_links import state_for
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.answer_referral import answer_referral
from hopecare.services.ask_about_referral import ask_about_referral
from hopecare.services.bring_help_back import bring_help_back
from hopecare.services.correct_referral_answer import correct_referral_answer
from hopecare.services.log_receiver import log_receiver
from hopecare.services.name_answer_by import name_answer_by
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.refuse_machines_pace import refuse_machines_pace
from hopecare.services.see_referral import see_referral
from models import ReceiverLink

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.outcomes import ReferralOutcome, RefusalReason
    from models import Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What a button says, with what was written beside it."""

    act: ReceiverAct
    stood: Stood
    refusal: RefusalReason | None = None
    outcome: ReferralOutcome | None = None
    outcome_on: date | None = None
    due_on: date | None = None
    """By when they decide; left out, the law or the town says it."""
    words: str | None = None
    version: int | None = None
    """Which row was seen: a correction holds for the answer that it corrects alone."""


class Pressed(StrEnum):
    """What a press came to."""

    READ = "read"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ASKED = "asked"
    OUTCOME = "outcome"
    DAY_NAMED = "day_named"
    TAKEN_BACK = "taken_back"
    """The outcome was a mistake: it is in the office's hands again."""
    ALREADY = "already"
    """It stood answered before: nothing was changed, and the page says how it stands."""
    CLOSED = "closed"
    """The link shows nothing any more."""


_CAME_TO: Final = {
    ReceiverAct.ACCEPTED: Pressed.ACCEPTED,
    ReceiverAct.REFUSED: Pressed.REFUSED,
    ReceiverAct.ASKED: Pressed.ASKED,
    ReceiverAct.OUTCOME: Pressed.OUTCOME,
    ReceiverAct.DAY_NAMED: Pressed.DAY_NAMED,
}
"""What changes something; every other press only reads."""
CORRECTIONS: Final = {
    Stood.REFUSED: (ReceiverAct.ACCEPTED, ReceiverAct.REFUSED),
    Stood.DONE: (ReceiverAct.ACCEPTED, ReceiverAct.OUTCOME),
}
"""What may have been meant instead, by how it stands."""


def press_receiver_link(
    session: Session, *, link_id: UUID, referral_id: UUID, press: Press, now: datetime
) -> Pressed:
    """Do what was pressed, or say truly why nothing was done."""
    referral = referral_by_id(session, referral_id, alone=True)
    link = session.get_one(ReceiverLink, link_id, populate_existing=True)
    if state_for(session, link, referral, now=now) is not ReceiverState.OPEN:
        log_receiver(session, link, ReceiverAct.IN_VAIN, referral=referral, now=now)
        return Pressed.CLOSED
    is_correction = _corrects(session, link, referral, press, now=now)
    if not is_correction and not _stands(referral, press):
        log_receiver(session, link, ReceiverAct.IN_VAIN, referral=referral, now=now)
        return Pressed.ALREADY
    by = ReceiverHolder(link_id=link.id)
    see_referral(session, referral, by=by, now=now)
    was, decided_on = referral.status, referral.outcome_on
    granted = decided_ahead_of(session, referral.id) if is_correction else ()
    if is_correction:
        correct_referral_answer(session, referral, by=by, now=now, is_answered_anew=True)
        # The page of a correction asks for no day: what was decided stays decided on its own.
        press = replace(press, outcome_on=press.outcome_on or decided_on)
    if not _is_in_hand_again(referral, press):
        _act(session, referral, press, by=by, now=now)
    if is_correction and was is ReferralStatus.DONE:
        bring_help_back(session, referral, granted, by=by, now=now)
    _log(session, link, referral, press, now=now)
    session.flush()
    is_taken_back = was is ReferralStatus.DONE and press.act is ReceiverAct.ACCEPTED
    return Pressed.TAKEN_BACK if is_taken_back else _CAME_TO.get(press.act, Pressed.READ)


def _log(
    session: Session, link: ReceiverLink, referral: Referral, press: Press, *, now: datetime
) -> None:
    """Write down what changed something; a reading is logged by the page that shows somebody."""
    if press.act in _CAME_TO:
        log_receiver(session, link, press.act, referral=referral, now=now)
    else:
        refuse_machines_pace(session, link, now=now)


def _is_in_hand_again(referral: Referral, press: Press) -> bool:
    """Whether taking the mistake back is the whole of it: they had taken it on before."""
    return press.act is ReceiverAct.ACCEPTED and referral.status is ReferralStatus.ACCEPTED


def _corrects(
    session: Session, link: ReceiverLink, referral: Referral, press: Press, *, now: datetime
) -> bool:
    """Whether it puts right what this link said a moment ago, and nobody has answered since."""
    if press.act not in CORRECTIONS.get(stood_of(referral.status), ()):
        return False
    if press.stood is not stood_of(referral.status) or press.version != referral.version:
        return False
    return find_correctable_until(session, link, referral, now=now) is not None


def _stands(referral: Referral, press: Press) -> bool:
    """Whether it still stands as the page showed it, and is not what was pressed already."""
    stands = stood_of(referral.status)
    if press.act in (ReceiverAct.ASKED, ReceiverAct.DAY_NAMED):
        return stands in WORKED_ON
    if press.act not in _CAME_TO:
        return True
    if press.act is ReceiverAct.ACCEPTED and stands is Stood.ACCEPTED:
        return False
    return stands is press.stood and stands in WORKED_ON


def _act(
    session: Session, referral: Referral, press: Press, *, by: ReceiverHolder, now: datetime
) -> None:
    match press.act:
        case ReceiverAct.ACCEPTED | ReceiverAct.REFUSED:
            _answer(session, referral, press, by=by, now=now)
        case ReceiverAct.ASKED:
            ask_about_referral(session, referral, words=press.words, by=by, now=now)
        case ReceiverAct.DAY_NAMED:
            name_answer_by(session, referral, due_on=press.due_on, by=by, now=now)
        case ReceiverAct.OUTCOME:
            _decide(session, referral, press, by=by, now=now)
        case _:
            pass


def _answer(
    session: Session, referral: Referral, press: Press, *, by: ReceiverHolder, now: datetime
) -> None:
    is_refused = press.act is ReceiverAct.REFUSED
    if is_refused and press.refusal is None:
        raise InvalidInputError({"refusal": ["reason_needed"]})
    answer_referral(
        session,
        referral_id=referral.id,
        refusal=press.refusal if is_refused else None,
        door=AnswerDoor.LINK,
        answered_on=local_day(session, referral.town_id, now),
        words=press.words,
        due_on=None if is_refused else press.due_on,
        by=by,
        now=now,
    )


def _decide(
    session: Session, referral: Referral, press: Press, *, by: ReceiverHolder, now: datetime
) -> None:
    if press.outcome is None:
        raise InvalidInputError({"outcome": ["required"]})
    if stood_of(referral.status) is Stood.UNANSWERED:
        # Who has decided it has taken it on: the yes is written down as said in the same press.
        taken_on = replace(press, act=ReceiverAct.ACCEPTED, words=None, due_on=None)
        _answer(session, referral, taken_on, by=by, now=now)
    record_referral_outcome(
        session,
        referral_id=referral.id,
        outcome=press.outcome,
        outcome_on=press.outcome_on or local_day(session, referral.town_id, now),
        amount_minor=None,
        currency=None,
        door=AnswerDoor.LINK,
        words=press.words,
        by=by,
        now=now,
    )
