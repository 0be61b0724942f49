"""Reads what is under way and the check-ins it asks, held: as few values as writing them takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select, type_coerce

from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.delivery import MessageKind
from models import CheckInPlan, CheckInSlot, Message
from models.types import Recurring

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from hopecare.domain.channels import Channel


class SendUnderWay(NamedTuple):
    """One message that was handed over and has no word yet."""

    message_id: UUID
    town_id: UUID
    attempt: int
    channel: Channel
    kind: MessageKind
    slot_id: UUID | None


class AskedSlot(NamedTuple):
    """A check-in that waits for its question to leave, with what its ladder says."""

    slot_id: UUID
    town_id: UUID
    person_id: UUID
    case_id: UUID | None
    due_at: datetime
    status: SlotStatus
    rungs_climbed: int
    steps: list[Any] | None
    plan_steps: list[Any] | None
    ladder: str


def sends_under_way(session: Session, message_ids: Sequence[UUID]) -> Sequence[SendUnderWay]:
    """Hold those of these that are under way, have no name at the network, and keep their words."""
    held = (
        select(
            Message.id,
            _recurring(Message.town_id),
            Message.attempt,
            _recurring(Message.channel),
            _recurring(Message.kind),
            Message.slot_id,
        )
        .where(
            Message.id.in_(sorted(message_ids)),
            Message.status == MessageStatus.SENDING,
            Message.provider_sid.is_(None),
            Message.kind != MessageKind.SIGN_IN_CODE,
        )
        .order_by(Message.id)
        .with_for_update()
    )
    return [SendUnderWay._make(row) for row in session.connection().execute(held)]


def asked_slots(session: Session, slot_ids: Sequence[UUID]) -> Sequence[AskedSlot]:
    """Hold those of these check-ins whose question had not left."""
    if not slot_ids:
        return ()
    slot, plan = CheckInSlot, CheckInPlan
    held = (
        select(
            slot.id,
            _recurring(slot.town_id),
            slot.person_id,
            plan.case_id,
            _recurring(slot.due_at),
            _recurring(slot.status),
            slot.rungs_climbed,
            slot.steps,
            plan.steps,
            plan.ladder,
        )
        .join(plan, plan.id == slot.plan_id)
        .where(
            slot.id.in_(sorted(slot_ids)),
            slot.status.in_((SlotStatus.DUE, SlotStatus.NOT_ASKED)),
        )
        .order_by(slot.id)
        # An alert's holder writes words that name the slot, and never waits for one who waits.
        .with_for_update(key_share=True, of=slot)
    )
    return [AskedSlot._make(row) for row in session.connection().execute(held)]


def _recurring(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    return type_coerce(column, Recurring(column.type))
