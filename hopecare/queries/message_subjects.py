"""What a promised word is about: whom, by which consent, and whether its cause is over.

Asked when it is sent. Words under way escape a stop and may come back after it; here they meet it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import (
    SLOT,
    AlertStatus,
    CallTaskStatus,
    CaseStatus,
    OfferStatus,
    SlotStatus,
    TaskStatus,
)
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import ASKING, MessageKind
from hopecare.language.told_outcomes import tells_outcome
from models import Alert, Broadcast, CallTask, Case, CheckInSlot, DeathRecord, Offer, Person, Task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Message

TO_STAFF: Final = frozenset({MessageKind.ALERT_NEWS, MessageKind.DIGEST})
_FOR_NEIGHBOURS: Final = frozenset({ConsentPurpose.KEEP_RECORD, ConsentPurpose.PEER_HELP})
_TO_LOOK_IN: Final = _FOR_NEIGHBOURS | {ConsentPurpose.KEYHOLDER}
_HOLDS_FOR: Final = {
    MessageKind.OFFER: frozenset({OfferStatus.STANDING}),
    MessageKind.TASK_DETAILS: frozenset({OfferStatus.ACCEPTED}),
    MessageKind.STAND_DOWN: frozenset(OfferStatus) - {OfferStatus.STANDING},
}
"""How an offer must stand for these words about it to be true."""


def has_died_since(session: Session, message: Message) -> bool:
    """Whether the reader has died, or since it was promised whoever the words are about.

    That a request has ended names nobody, and stays true.
    """
    if session.get_one(Person, message.to_person_id).died_on is not None:
        return True
    about = _resident(session, message)
    if about is None or about.died_on is None or message.kind is MessageKind.STAND_DOWN:
        return False
    return message.kind in ASKING or _was_told_before(session, message, about.id)


def is_agreed_to(
    session: Session,
    message: Message,
    agreed: Mapping[UUID, frozenset[ConsentPurpose]],
    *,
    helps: bool,
) -> bool:
    """Whether the resident agrees to what these words do with what we know of them.

    `helps`: whether the reader helps whom they are to look in on.
    """
    needed = _needed(message, helps=helps)
    if not needed:
        return True
    about = _resident(session, message)
    # A question without a check-in is about its reader.
    return needed <= agreed.get(about.id if about else message.to_person_id, frozenset())


def is_for_staff(message: Message) -> bool:
    """Whether these words are for whoever works here; an all-clear is for whoever was alarmed.

    Of alerts also the text that says how many there are, and belongs to none of them.
    """
    return message.kind in TO_STAFF or (message.kind is MessageKind.ALERT and not asks_in(message))


def is_resting(session: Session, message: Message, resting: AbstractSet[UUID]) -> bool:
    """Whether these words ask by one of the plans that rest."""
    if message.kind not in ASKING or message.slot_id is None or not resting:
        return False
    return session.get_one(CheckInSlot, message.slot_id).plan_id in resting


def is_over(session: Session, message: Message) -> bool:
    """Whether what these words speak about is over: the alert, check-in, offer, help or notice."""
    if message.kind is MessageKind.ALERT and message.alert_id:
        return _is_in_hands(session, message, message.alert_id)
    if message.kind is MessageKind.BROADCAST and message.broadcast_id:
        return session.get_one(Broadcast, message.broadcast_id).stopped_at is not None
    if message.slot_id and (message.kind in ASKING or sends_to_door(message)):
        status = session.get_one(CheckInSlot, message.slot_id).status
        # Whoever has called for help is not asked how they are; somebody may still go and look.
        has_answered = message.kind in ASKING and status is SlotStatus.HELP_ASKED
        is_settled = status in SLOT.final or has_answered
        return is_settled or (_knocks(message) and not _owes_knock(session, message))
    if message.offer_id and message.kind in _HOLDS_FOR:
        return not _offer_holds(session, message, message.offer_id)
    if _finds_helper(message) and message.case_id:
        return session.get_one(Case, message.case_id).status is CaseStatus.CLOSED
    return False


def _is_in_hands(session: Session, message: Message, alert_id: UUID) -> bool:
    """Whether the alert has ended, or was taken up since these words were promised."""
    alert = session.get_one(Alert, alert_id)
    taken_at = alert.acknowledged_at
    is_taken = taken_at is not None and message.created_at < taken_at
    return alert.status is AlertStatus.RESOLVED or is_taken


def _offer_holds(session: Session, message: Message, offer_id: UUID) -> bool:
    if session.get_one(Offer, offer_id).status not in _HOLDS_FOR[message.kind]:
        return False
    if message.kind is not MessageKind.TASK_DETAILS:
        return True
    runs = select(Task.id).where(Task.offer_id == offer_id, Task.status == TaskStatus.ACTIVE)
    return session.scalars(runs).first() is not None


def consents_needed(message: Message) -> AbstractSet[ConsentPurpose]:
    """Give what the resident may have to agree to for these words to leave, and nothing beyond."""
    # Written to many: residents who agree to be asked how they are agree to be written to.
    if message.kind in ASKING or message.kind is MessageKind.BROADCAST or _finds_helper(message):
        return {ConsentPurpose.CHECK_INS}
    if tells_outcome(message.kind, message.wording):
        return {ConsentPurpose.CHECK_INS}
    if message.kind in (MessageKind.OFFER, MessageKind.TASK_DETAILS) and message.case_id:
        return _FOR_NEIGHBOURS
    return _TO_LOOK_IN if asks_in(message) else frozenset()


def _needed(message: Message, *, helps: bool) -> AbstractSet[ConsentPurpose]:
    """Give what they must agree to: a helper knows of the help, a keyholder is asked by theirs."""
    if not asks_in(message):
        return consents_needed(message)
    return _FOR_NEIGHBOURS if helps else {ConsentPurpose.KEYHOLDER}


def asks_in(message: Message) -> bool:
    """Whether a keyholder is asked to look in; staff are told of an alert."""
    return message.kind is MessageKind.ALERT and bool(message.slot_id) and message.alert_id is None


def sends_to_door(message: Message) -> bool:
    """Whether these words send somebody to a resident's door."""
    return asks_in(message) or _knocks(message)


def _knocks(message: Message) -> bool:
    """Whether a helper is asked to knock: no other notice is about a check-in."""
    return message.kind is MessageKind.NOTICE and bool(message.slot_id)


def _owes_knock(session: Session, message: Message) -> bool:
    """Whether the reader still owes it: it may be done, called off or somebody else's."""
    owed = select(CallTask.id).where(
        CallTask.slot_id == message.slot_id,
        CallTask.kind == CallTaskKind.KNOCK,
        CallTask.owner_id == message.to_person_id,
        CallTask.status == CallTaskStatus.OPEN,
    )
    return session.scalars(owed).first() is not None


def _finds_helper(message: Message) -> bool:
    """Whether a resident is told who helps them."""
    is_of_case = bool(message.case_id) and message.offer_id is None
    return (
        message.kind is MessageKind.NOTICE
        and is_of_case
        and not tells_outcome(message.kind, message.wording)
    )


def _resident(session: Session, message: Message) -> Person | None:
    """Give whom the words are about, by their check-in or by their case."""
    if message.slot_id is not None:
        slot = session.get_one(CheckInSlot, message.slot_id)
        return session.get_one(Person, slot.person_id)
    if message.case_id is not None:
        case = session.get_one(Case, message.case_id)
        return session.get_one(Person, case.resident_id)
    return None


def _was_told_before(session: Session, message: Message, person_id: UUID) -> bool:
    """Whether it was promised before the death was known; what is said with or after it knows."""
    known = select(DeathRecord.recorded_at).where(
        DeathRecord.person_id == person_id, DeathRecord.undone_at.is_(None)
    )
    recorded_at = session.scalars(known).first()
    return recorded_at is None or message.created_at < recorded_at
