"""Take a volunteer's answer to an offer. However many say yes at once, a place is given once.

Everything that decides is read after the locks are held, always in this order: helper, case, need.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import OfferEvent, OfferStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.domain.offers import YesBar
from hopecare.domain.timeline import EntryKind
from hopecare.language.wordings import Text
from hopecare.queries.asked_otherwise import answers_old_words
from hopecare.queries.cases import case_by_id
from hopecare.queries.clashes import find_clash
from hopecare.queries.needs import need_by_id, taken_places
from hopecare.queries.offers import offer_by_id
from hopecare.queries.tasks import count_held, find_active_task
from hopecare.queries.volunteers import profile_of
from hopecare.queries.words_to_yes import late_thanks
from hopecare.queries.yes_rules import bar_to_yes
from hopecare.services.ask_what_it_is_now import ask_what_it_is_now
from hopecare.services.follow_unfilled import follow_unfilled
from hopecare.services.hear_ended_yes import hear_ended_yes
from hopecare.services.move_offer import move_offer
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_case_call import owe_case_call
from hopecare.services.start_task import start_task
from hopecare.services.tell_clash import tell_clash
from hopecare.services.tell_helper import tell_helper
from hopecare.services.tell_in_vain import tell_in_vain
from hopecare.services.tell_task_changed import tell_task_changed

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.offers import DeclineReason
    from models import Case, Need, Offer, Task, VolunteerProfile


class OfferResult(StrEnum):
    """What an answer came to; each has its own kind and true sentence."""

    YOURS = "yours"
    LATE = "late"
    """Somebody was faster: thanked, and kept as backup."""
    DECLINED = "declined"
    FULL = "full"
    """The helper holds as many tasks as they set for themself."""
    CLASH = "clash"
    """They have promised to be somewhere else at those hours."""
    OVER = "over"
    """The help is not needed any more of them, or the task has ended."""
    CHANGED = "changed"
    """What is needed was changed since they were asked: it does not suit them any more, or they
    are asked anew."""
    HELD_BEFORE = "held_before"
    """They hold it no more, and somebody is still needed: a person asks them."""
    STILL_YOURS = "still_yours"
    """A no to what they hold: it stays theirs until they hand it back, or somebody has rung."""


IN_VAIN: Final = {
    OfferResult.FULL: Text.HOLDS_ENOUGH,
    OfferResult.OVER: Text.OFFER_OVER,
    OfferResult.CHANGED: Text.YES_TO_CHANGED,
    OfferResult.STILL_YOURS: Text.NO_TO_HELD,
}
BY_THE_WORDS: Final = frozenset({ReplyWay.SMS, ReplyWay.KEYPRESS})
"""Ways that answer words of before; a page and a person say how it is now."""
RESULT_OF: Final = {YesBar.OVER: OfferResult.OVER, YesBar.CHANGED: OfferResult.CHANGED}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAnswer:
    """A yes or a no, by which way, and why not where somebody says so."""

    says_yes: bool
    way: ReplyWay = ReplyWay.PAGE
    reason: DeclineReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredOffer:
    """The offer after the answer, what it came to, and the task where there is one."""

    offer: Offer
    result: OfferResult
    task: Task | None = None
    is_asked_anew: bool = False
    """Their yes was to what it was before: they are asked for what it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """The rows that are held against others while an answer is taken."""

    offer: Offer
    helper: VolunteerProfile
    case: Case
    need: Need


def answer_offer(
    session: Session, *, offer_id: UUID, answer: OfferAnswer, by: Actor, now: datetime
) -> AnsweredOffer:
    """Take the answer; the same answer twice comes to the same result."""
    held = _hold(session, offer_id)
    if answer.says_yes:
        return _say_yes(session, held, answer, by, now)
    return _say_no(session, held, answer, by, now)


def _hold(session: Session, offer_id: UUID) -> _Held:
    """Lock helper, case and need, then read the offer as it stands now."""
    asked = offer_by_id(session, offer_id)
    helper = profile_of(session, asked.helper_id, alone=True)
    case = case_by_id(session, asked.case_id, alone=True)
    need = need_by_id(session, asked.need_id, alone=True)
    offer = offer_by_id(session, offer_id, fresh=True)
    return _Held(offer=offer, helper=helper, case=case, need=need)


def _say_yes(
    session: Session, held: _Held, answer: OfferAnswer, by: Actor, now: datetime
) -> AnsweredOffer:
    offer = held.offer
    if offer.status is OfferStatus.ACCEPTED:
        return _say_yes_again(session, held, answer, by, now)
    # Consent and refusals are read under the locks: whoever withdraws holds the same case.
    bar = bar_to_yes(session, held.need, offer, now=now)
    if bar is not None:
        return _in_vain(session, offer, RESULT_OF[bar], answer, now)
    taken = taken_places(session, held.need.id)
    if len(taken) >= held.need.people_needed:
        return _say_yes_late(session, held, answer, by, now)
    if count_held(session, offer.helper_id) >= held.helper.max_active:
        return _in_vain(session, offer, OfferResult.FULL, answer, now)
    return _say_yes_to_free(session, held, answer, by, now)


def _say_yes_to_free(
    session: Session, held: _Held, answer: OfferAnswer, by: Actor, now: datetime
) -> AnsweredOffer:
    """Give them the place, unless they said yes to what it was, or are elsewhere then."""
    offer = held.offer
    is_old = answers_old_words(session, held.need, offer)
    if is_old and answer.way in BY_THE_WORDS:
        return _ask_anew(session, held, answer, by, now)
    was_over = offer.status is not OfferStatus.STANDING
    clash = find_clash(session, held.need, helper_id=offer.helper_id, now=now)
    if clash is not None:
        tell_clash(session, offer, clash, way=answer.way, now=now)
        return AnsweredOffer(offer=offer, result=OfferResult.CLASH)
    answered = _take(session, held, answer, by, now)
    if is_old and was_over and answered.task is not None:
        # Their page, or a person, said how it is now; a page may have been open for long.
        tell_task_changed(session, held.need, answered.task, now=now)
    return answered


def _ask_anew(
    session: Session, held: _Held, answer: OfferAnswer, by: Actor, now: datetime
) -> AnsweredOffer:
    """Nobody takes on what they were never told: the question says what it is now."""
    offer, result, way = held.offer, OfferResult.CHANGED, answer.way
    if ask_what_it_is_now(session, held.case, held.need, offer, way=way, by=by, now=now):
        return AnsweredOffer(offer=offer, result=result, is_asked_anew=True)
    return _in_vain(session, offer, result, answer, now)


def _say_yes_again(
    session: Session, held: _Held, answer: OfferAnswer, by: Actor, now: datetime
) -> AnsweredOffer:
    """The same answer again, as long as they hold what came of it."""
    offer, case, need, way = held.offer, held.case, held.need, answer.way
    task = find_active_task(session, need_id=offer.need_id, helper_id=offer.helper_id)
    if task is None and hear_ended_yes(session, case, need, offer, way=way, by=by, now=now):
        return AnsweredOffer(offer=offer, result=OfferResult.HELD_BEFORE)
    if task is None:
        return _in_vain(session, offer, OfferResult.OVER, answer, now)
    tell_in_vain(session, offer, Text.HOLDS_IT, way=way, now=now)
    return AnsweredOffer(offer=offer, result=OfferResult.YOURS, task=task)


def _in_vain(
    session: Session, offer: Offer, result: OfferResult, answer: OfferAnswer, now: datetime
) -> AnsweredOffer:
    tell_in_vain(session, offer, IN_VAIN[result], way=answer.way, now=now)
    return AnsweredOffer(offer=offer, result=result)


def _take(
    session: Session, held: _Held, answer: OfferAnswer, by: Actor, now: datetime
) -> AnsweredOffer:
    """Give the place to this helper, and tell everybody who waits."""
    offer = held.offer
    # A yes after the time was over counts as long as nobody was faster.
    if offer.status not in (OfferStatus.STANDING, OfferStatus.LATE):
        move_offer(offer, event=OfferEvent.SAID_YES_LATE)
    move_offer(offer, event=OfferEvent.ACCEPTED)
    _write_answer(offer, answer, now)
    _note(session, held, EntryKind.OFFER_ACCEPTED, answer, by, now)
    task = start_task(session, held.case, held.need, offer, by=by, now=now)
    return AnsweredOffer(offer=offer, result=OfferResult.YOURS, task=task)


def _say_yes_late(
    session: Session, held: _Held, answer: OfferAnswer, by: Actor, now: datetime
) -> AnsweredOffer:
    offer = held.offer
    if offer.status is not OfferStatus.LATE:
        move_offer(offer, event=OfferEvent.SAID_YES_LATE)
        _write_answer(offer, answer, now)
        _note(session, held, EntryKind.OFFER_SAID_YES_LATE, answer, by, now)
        if answer.way is not ReplyWay.KEYPRESS:
            # In a call they hear it at once.
            text = late_thanks(session, held.need)
            tell_helper(session, offer, kind=MessageKind.THANKS, text=text, now=now)
        session.flush()
    return AnsweredOffer(offer=offer, result=OfferResult.LATE)


def _say_no(
    session: Session, held: _Held, answer: OfferAnswer, by: Actor, now: datetime
) -> AnsweredOffer:
    """A no is free: it is written down, and the next neighbour may be asked.

    After the time is over it is still an answer: nobody puts the same to them once more.
    """
    offer = held.offer
    if offer.status is OfferStatus.ACCEPTED:
        return _say_no_to_held(session, held, answer, by, now)
    if offer.status is OfferStatus.DECLINED:
        return AnsweredOffer(offer=offer, result=OfferResult.DECLINED)
    frees = offer.status in (OfferStatus.STANDING, OfferStatus.LATE)
    move_offer(offer, event=OfferEvent.DECLINED)
    _write_answer(offer, answer, now)
    _note(session, held, EntryKind.OFFER_DECLINED, answer, by, now)
    if frees:
        # Of one that had ended before, the next were asked then.
        follow_unfilled(session, held.case, held.need, wave=offer.wave, by=by, now=now)
    return AnsweredOffer(offer=offer, result=OfferResult.DECLINED)


def _say_no_to_held(
    session: Session, held: _Held, answer: OfferAnswer, by: Actor, now: datetime
) -> AnsweredOffer:
    """Whoever promised to come may mean that they cannot: a person asks, nothing is guessed.

    A text and a key are read by a person; after a page, which nobody reads, a call is owed: each
    time anew, where the call before was made.
    """
    offer = held.offer
    task = find_active_task(session, need_id=offer.need_id, helper_id=offer.helper_id)
    if task is None:
        return AnsweredOffer(offer=offer, result=OfferResult.OVER)
    if answer.way is ReplyWay.PAGE:
        key, to_id = f"no_to_held:{task.id}", offer.helper_id
        owe_case_call(session, held.case, to_id=to_id, key=key, recurs=True, by=by, now=now)
    answered = _in_vain(session, offer, OfferResult.STILL_YOURS, answer, now)
    return replace(answered, task=task)


def _write_answer(offer: Offer, answer: OfferAnswer, now: datetime) -> None:
    offer.answered_at = now
    offer.answered_by_way = answer.way
    offer.decline_reason = None if answer.says_yes else answer.reason


def _note(
    session: Session, held: _Held, kind: EntryKind, answer: OfferAnswer, by: Actor, now: datetime
) -> None:
    offer = held.offer
    note_timeline(
        session,
        town_id=offer.town_id,
        kind=kind,
        at=now,
        by=by,
        person_id=held.case.resident_id,
        case_id=held.case.id,
        subject_id=offer.id,
        facts={
            "helper_id": str(offer.helper_id),
            "way": answer.way.value,
            "reason": answer.reason.value if answer.reason else None,
        },
    )
