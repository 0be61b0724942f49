"""A person has read a reply: what it meant, which question it answers, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.replies import WISHES, ReplyMeaning, TextsStoppedBy
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, NotFoundError
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.messages import telephones_of
from hopecare.queries.town_days import local_day
from hopecare.services.answer_offer import OfferAnswer, answer_offer
from hopecare.services.end_review import end_review
from hopecare.services.note_timeline import note_timeline
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.record_answer import record_answer
from hopecare.services.record_reply import EVENT_OF
from hopecare.services.set_texts_wish import set_texts_wish
from models import InboundMessage

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor

SOON: Final = timedelta(minutes=30)
OFFER_MEANINGS: Final = (ReplyMeaning.YES, ReplyMeaning.NO)
CALLS_FOR_HELP: Final = (ReplyMeaning.HELP, ReplyMeaning.CANNOT_ANY_MORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reader takes a reply to mean, from whom, and to which question."""

    meaning: ReplyMeaning
    person_id: UUID | None = None
    slot_id: UUID | None = None
    offer_id: UUID | None = None


def settle_reply(
    session: Session, *, reply_id: UUID, reading: Reading, by: Actor, now: datetime
) -> InboundMessage:
    """Write what it meant and let it count; a reply that was read already stays as it is."""
    row = session.get(InboundMessage, reply_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NotFoundError(kind="reply", id=reply_id)
    if row.reviewed_at is not None:
        return row
    _refuse_what_does_not_fit(reading)
    row.meaning = reading.meaning
    row.person_id = reading.person_id or row.person_id
    row.slot_id, row.offer_id = reading.slot_id or row.slot_id, reading.offer_id or row.offer_id
    _let_it_count(session, row, reading, by, now)
    end_review(session, row=row, by=by, now=now)
    if row.person_id is not None:
        _note(session, row, by, now)
    session.flush()
    return row


def _refuse_what_does_not_fit(reading: Reading) -> None:
    """A check-in is answered by how somebody is, an offer by yes or no."""
    is_wrong = (reading.slot_id is not None and reading.meaning not in EVENT_OF) or (
        reading.offer_id is not None and reading.meaning not in OFFER_MEANINGS
    )
    if is_wrong:
        raise InvalidInputError({"question": ["does_not_answer"]})


def _let_it_count(
    session: Session, row: InboundMessage, reading: Reading, by: Actor, now: datetime
) -> None:
    """Answer the question it belongs to, or do what it asks for by itself."""
    if reading.slot_id is not None:
        _answer_check_in(session, row, by, now)
    elif reading.offer_id is not None:
        says_yes = reading.meaning is ReplyMeaning.YES
        answer = OfferAnswer(says_yes=says_yes, way=ReplyWay.SMS)
        answer_offer(session, offer_id=reading.offer_id, answer=answer, by=by, now=now)
    elif reading.meaning in WISHES:
        _set_wish(session, row, by, now)
    elif reading.meaning in CALLS_FOR_HELP or reading.meaning is ReplyMeaning.LATER:
        _owe_call(session, row, by, now)


def _answer_check_in(session: Session, row: InboundMessage, by: Actor, now: datetime) -> None:
    """Settle the check-in and the older open ones about the same person."""
    slot = slot_by_id(session, row.slot_id) if row.slot_id else None
    if slot is None:
        return
    record_answer(
        session, slot=slot, meaning=row.meaning, from_person_id=row.person_id, by=by, now=now
    )


def _set_wish(session: Session, row: InboundMessage, by: Actor, now: datetime) -> None:
    today = local_day(session, row.town_id, now)
    for point in telephones_of(session, row.from_index, today=today):
        stops = row.meaning is ReplyMeaning.STOP
        set_texts_wish(
            session, point=point, stops=stops, asked_by=_said_by(row, stops=stops), by=by, now=now
        )


def _said_by(row: InboundMessage, *, stops: bool) -> TextsStoppedBy:
    """A stop is theirs, as they wrote it; that texts come again, whoever has read it decides."""
    wrote = stops and row.channel is Channel.SMS
    return TextsStoppedBy.TEXT if wrote else TextsStoppedBy.STAFF


def _owe_call(session: Session, row: InboundMessage, by: Actor, now: datetime) -> None:
    is_urgent = row.meaning in CALLS_FOR_HELP
    owed = OwedCall(
        kind=CallTaskKind.HELP_ASKED if is_urgent else CallTaskKind.CALL_BACK,
        dedup_key=f"reply:{row.id}",
        due_at=now + SOON,
        person_id=row.person_id,
        owner_id=by.person_id,
    )
    open_call_task(session, town_id=row.town_id, owed=owed, by=by, now=now)


def _note(session: Session, row: InboundMessage, by: Actor, now: datetime) -> None:
    note_timeline(
        session,
        town_id=row.town_id,
        kind=EntryKind.REPLY_RECEIVED,
        at=now,
        by=by,
        person_id=row.person_id,
        subject_id=row.id,
        facts={"meaning": row.meaning.value, "read_by_person": 1},
    )
