"""Reads what left because of each step of a check-in's ladder, and whom a step passed over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import defer

from hopecare.domain.delivery import MessageKind, MessageStatus
from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import NEIGHBOURS
from hopecare.domain.look_ins import LookInAnswer, SkipReason, asks_to_look_in
from hopecare.domain.timeline import EntryKind
from hopecare.queries.merged import is_of
from models import CheckInSlot, Message, MessageEvent, RungClimbed, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

_WORDS_OF_STEPS: Final = (MessageKind.CHECK_IN_REPEAT, MessageKind.ALERT, MessageKind.NOTICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class RungWords:
    """One text or call of a step, and why it did not leave or arrive."""

    message: Message
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Somebody who would have been next and was not asked."""

    person_id: UUID | None
    """None where nobody at all was sent."""
    reason: SkipReason


@dataclass(frozen=True, slots=True, kw_only=True)
class RungDone:
    """One step that was taken, with what became of it."""

    rung: RungClimbed
    words: Sequence[RungWords] = ()
    skipped: Sequence[Skipped] = field(default=())
    is_seen_well: bool = False
    """Nobody more was asked: another one had found them well."""

    @property
    def people(self) -> set[UUID | None]:
        """Give everybody who is named."""
        told = {each.message.to_person_id for each in self.words}
        return {self.rung.person_id} | told | {each.person_id for each in self.skipped}


def rungs_done(session: Session, slot_id: UUID | None) -> Sequence[RungDone]:
    """Read the steps that were taken while a check-in stayed without an answer, in their order."""
    if slot_id is None:
        return ()
    taken = select(RungClimbed).where(RungClimbed.slot_id == slot_id)
    rungs = session.scalars(taken.order_by(RungClimbed.position)).all()
    if not rungs:
        return ()
    words, skipped = _words(session, slot_id), _skipped(session, slot_id)
    return [
        RungDone(
            rung=rung,
            words=[each for each in words if _is_of(each.message, rung, rungs)],
            skipped=skipped.get(rung.at, ()) if rung.rung in NEIGHBOURS else (),
            is_seen_well=_was_seen_well(rung, rungs),
        )
        for rung in rungs
    ]


def question_of(session: Session, slot_id: UUID) -> RungWords | None:
    """Give the question of a check-in itself, and why it did not leave; None where nobody wrote it.

    The way it went may be another one than the plan's: a landline is rung instead of texted.
    """
    wanted = select(Message).where(Message.slot_id == slot_id, Message.kind == MessageKind.CHECK_IN)
    message = session.scalars(wanted.options(defer(Message.body))).first()
    if message is None:
        return None
    recalled = _recalled_because(session, [message])
    return RungWords(message=message, code=recalled.get(message.id) or message.error_code)


def people_of(done: Sequence[RungDone]) -> set[UUID | None]:
    """Give everybody whom the steps name."""
    return {person_id for each in done for person_id in each.people}


def last_seen_well(done: Sequence[RungDone]) -> RungClimbed | None:
    """Give the step by which somebody was last found well by whoever looked in."""
    seen = [each.rung for each in done if each.rung.answer is LookInAnswer.FOUND_WELL]
    return max(seen, key=lambda rung: rung.answered_at or rung.at, default=None)


def _words(session: Session, slot_id: UUID) -> list[RungWords]:
    """The texts and calls about this check-in, the question itself left out."""
    wanted = (
        select(Message)
        .where(Message.slot_id == slot_id, Message.kind.in_(_WORDS_OF_STEPS))
        .order_by(Message.created_at, Message.not_before, Message.id)
        .options(defer(Message.body))  # what no key opens breaks no page
    )
    messages = session.scalars(wanted).all()
    recalled = _recalled_because(session, messages)
    return [
        RungWords(message=each, code=recalled.get(each.id) or each.error_code) for each in messages
    ]


def _recalled_because(session: Session, messages: Sequence[Message]) -> Mapping[UUID, str]:
    """Why each of those that were recalled was; the row itself does not say it."""
    ids = [each.id for each in messages if each.status is MessageStatus.STOPPED]
    if not ids:
        return {}
    said = select(MessageEvent.message_id, MessageEvent.code).where(
        MessageEvent.message_id.in_(ids), MessageEvent.status == MessageStatus.STOPPED
    )
    rows = session.execute(said.order_by(MessageEvent.at))
    return {message_id: code for message_id, code in rows if code}


def _skipped(session: Session, slot_id: UUID) -> Mapping[datetime, Sequence[Skipped]]:
    """Whom each moment passed over, and why."""
    whose = session.scalars(select(CheckInSlot.person_id).where(CheckInSlot.id == slot_id)).one()
    noted = select(TimelineEntry.at, TimelineEntry.facts).where(
        is_of(TimelineEntry.person_id, whose),
        TimelineEntry.subject_id == slot_id,
        TimelineEntry.kind == EntryKind.RUNG_SKIPPED,
    )
    found: dict[datetime, list[Skipped]] = {}
    for at, facts in session.execute(noted):
        neighbour_id, reason = facts.get("neighbour_id"), SkipReason(str(facts["reason"]))
        if neighbour_id or reason is SkipReason.VISIT_UNSAFE:
            person_id = UUID(str(neighbour_id)) if neighbour_id else None
            found.setdefault(at, []).append(Skipped(person_id=person_id, reason=reason))
    return found


def _was_seen_well(rung: RungClimbed, rungs: Sequence[RungClimbed]) -> bool:
    """Whether this step turned to nobody because another had found them well by then."""
    if rung.person_id is not None or rung.rung not in NEIGHBOURS:
        return False
    return any(
        each.answer is LookInAnswer.FOUND_WELL and each.answered_at and each.answered_at <= rung.at
        for each in rungs
    )


def _is_of(message: Message, rung: RungClimbed, rungs: Sequence[RungClimbed]) -> bool:
    """Whether these words are what the step said."""
    match rung.rung:
        case Rung.REPEAT | Rung.CALL:
            return _repeats(message, rung)
        case Rung.HELPER | Rung.KEYHOLDER:
            looks_in = asks_to_look_in(
                message.kind, slot_id=message.slot_id, alert_id=message.alert_id
            )
            return looks_in and message.to_person_id == rung.person_id
        case Rung.COORDINATOR:
            return _tells_staff(message) and not any(
                each.rung is Rung.SOCIAL_WORKER and _is_first_for(message, each) for each in rungs
            )
        case Rung.SOCIAL_WORKER:
            return _tells_staff(message) and message.to_person_id == rung.person_id
        case Rung.EMERGENCY:
            return False


def _repeats(message: Message, rung: RungClimbed) -> bool:
    """The question once more, or the reminder to whoever should have knocked."""
    if message.kind is MessageKind.CHECK_IN_REPEAT:
        return message.dedup_key == f"check_in:{rung.slot_id}:{rung.position}"
    is_reminder = message.kind is MessageKind.NOTICE and message.dedup_key.startswith("knock:")
    return is_reminder and message.dedup_key.endswith(f":{rung.position + 1}")


def _tells_staff(message: Message) -> bool:
    return message.kind is MessageKind.ALERT and message.alert_id is not None


def _is_first_for(message: Message, rung: RungClimbed) -> bool:
    """Whether it was this step that first told them."""
    return message.to_person_id == rung.person_id and message.created_at >= rung.at
