"""Take a word about a message's fate, from whomever, and let it be seen where it matters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import MessageStatus, SlotEvent, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import RANG_CODES, HoldReason, MessageKind
from hopecare.domain.delivery_order import goes_further
from hopecare.domain.ladders import step_at
from hopecare.domain.replies import TextsStoppedBy
from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_ins import plan_by_id, slot_by_id
from hopecare.queries.lost_sends import is_of_ended_send
from hopecare.queries.spoken_with import was_spoken_with
from hopecare.reading.ladders import ladder_of
from hopecare.services.claim_sid import claim_sid
from hopecare.services.find_lost_offer import find_lost_offer
from hopecare.services.miss_slot import miss_slot
from hopecare.services.move_slot import move_slot
from hopecare.services.note_timeline import note_timeline
from hopecare.services.ring_instead import ring_instead
from hopecare.services.send_again import send_again
from hopecare.services.set_texts_wish import set_texts_wish
from hopecare.services.tell_the_others import tell_the_others
from models import ContactPoint
from notifications.charges import forgive_cost, note_charge
from notifications.outbox import put
from notifications.port import Failure

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Message
    from notifications.port import Charge

LOST: Final = frozenset(
    {
        MessageStatus.UNDELIVERED,
        MessageStatus.FAILED,
        MessageStatus.EXPIRED,
        MessageStatus.HELD,
    }
)
NOTED: Final = {
    MessageStatus.HELD: EntryKind.MESSAGE_HELD,
    MessageStatus.EXPIRED: EntryKind.MESSAGE_EXPIRED,
    MessageStatus.UNDELIVERED: EntryKind.MESSAGE_UNDELIVERED,
    MessageStatus.FAILED: EntryKind.MESSAGE_UNDELIVERED,
}
OUT: Final = frozenset({MessageStatus.ACCEPTED, MessageStatus.SENT, MessageStatus.DELIVERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryWord:
    """What somebody says became of a message."""

    status: MessageStatus
    code: str | None = None
    """Our word for a failure, or why we held it."""
    provider: str | None = None
    provider_sid: str | None = None
    provider_code: str | None = None
    charge: Charge | None = None
    attempt: int | None = None
    """Which send it is about, where that is said."""
    passes: bool = False
    """Whether what failed may go well a while later: the adapter's table says so."""
    was_asked_for: bool = False
    """Whether we asked, because nothing was said by itself."""
    is_guess: bool = False
    """Whether it was found by number and words alone, and carries no id of ours."""


def record_delivery(
    session: Session, *, message: Message, word: DeliveryWord, by: Actor, now: datetime
) -> bool:
    """Keep the word; True where it moved the message on. Words come late, twice, in any order."""
    if is_of_ended_send(session, message, status=word.status, attempt=word.attempt):
        return False
    if not claim_sid(session, message=message, word=word, now=now):
        return False
    note_charge(message, word.charge)
    moves = goes_further(message.status, word.status) or word.status is MessageStatus.HELD
    if not moves:
        return False
    message.looked_at = now if word.was_asked_for else None
    if send_again(session, message=message, word=word, now=now):
        return True
    message.claimed_at = None
    message.error_code = word.provider_code or word.code
    if word.status is MessageStatus.HELD and word.code:
        message.hold_reason = HoldReason(word.code)
    if word.status in OUT and message.sent_at is None:
        message.sent_at = now
    put(session, message, word.status, at=now, code=word.provider_code or word.code)
    forgive_cost(message)
    _blank_secret(message)
    _follow(session, message, word, by=by, now=now)
    return True


def _blank_secret(message: Message) -> None:
    """A sign-in code is not kept once it has left; one kept on this machine lapses by its time."""
    gone = message.status in OUT and message.provider != "console"
    if message.kind is MessageKind.SIGN_IN_CODE and (gone or message.status in LOST):
        message.body = None


def _follow(
    session: Session, message: Message, word: DeliveryWord, *, by: Actor, now: datetime
) -> None:
    """What the word means for the person and for the check-in it belongs to."""
    # Our own gate holds by what is written already, maybe of another telephone than was tried.
    if word.code == Failure.OPTED_OUT.value and word.status is not MessageStatus.HELD:
        _stop_texts(session, message, by=by, now=now)
    if message.status in NOTED:
        _note(session, message, word, by=by, now=now)
        ring_instead(session, message=message, code=word.code, by=by, now=now)
        tell_the_others(session, message, now=now)
    if message.status in OUT and message.kind is MessageKind.OFFER:
        find_lost_offer(session, message=message)
    if message.slot_id is None or message.kind not in (
        MessageKind.CHECK_IN,
        MessageKind.CHECK_IN_REPEAT,
    ):
        return
    if message.status in OUT or _rang(message, word):
        _asked(session, message, by=by, now=now)
    elif message.status in LOST and message.kind is MessageKind.CHECK_IN:
        slot = slot_by_id(session, message.slot_id)
        miss_slot(session, slot=slot, code=word.code or message.status.value, by=by, now=now)


def _rang(message: Message, word: DeliveryWord) -> bool:
    """Whether a call rang without being answered: silence, which the ladder takes up."""
    return message.channel is Channel.VOICE and word.code in RANG_CODES


def _asked(session: Session, message: Message, *, by: Actor, now: datetime) -> None:
    """The question left: from here silence counts, unless a person has asked meanwhile."""
    slot = slot_by_id(session, message.slot_id) if message.slot_id else None
    if slot is None or slot.status not in (SlotStatus.DUE, SlotStatus.NOT_ASKED):
        return
    if slot.status is SlotStatus.NOT_ASKED and was_spoken_with(session, slot):
        return
    move_slot(slot, event=SlotEvent.ASKED)
    plan = plan_by_id(session, slot.plan_id)
    slot.asked_at = now
    first = step_at(ladder_of(plan, slot), slot.rungs_climbed)
    slot.next_rung_at = now + first.after if first else None
    note_timeline(
        session,
        town_id=slot.town_id,
        kind=EntryKind.SLOT_ASKED,
        at=now,
        by=by,
        person_id=slot.person_id,
        case_id=plan.case_id,
        subject_id=slot.id,
        facts={"channel": message.channel.value, "due_at": slot.due_at.isoformat()},
    )


def _note(
    session: Session, message: Message, word: DeliveryWord, *, by: Actor, now: datetime
) -> None:
    """An entry on the timeline of whoever should have got it."""
    note_timeline(
        session,
        town_id=message.town_id,
        kind=NOTED[message.status],
        at=now,
        by=by,
        person_id=message.to_person_id,
        case_id=message.case_id,
        subject_id=message.id,
        facts={"kind": message.kind.value, "code": word.provider_code or word.code},
    )


def _stop_texts(session: Session, message: Message, *, by: Actor, now: datetime) -> None:
    """The network says they asked for texts to stop: a person agrees on another way with them."""
    point = (
        session.get(ContactPoint, message.contact_point_id) if message.contact_point_id else None
    )
    if point is not None:
        set_texts_wish(
            session, point=point, stops=True, asked_by=TextsStoppedBy.NETWORK, by=by, now=now
        )
