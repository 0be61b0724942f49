"""The send gate asked ahead for many texts at once; nothing is written, nothing is promised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind, MessageStatus
from hopecare.domain.people import TELEPHONES
from models import Message, Town
from notifications.ahead import read_ahead
from notifications.gate import ask_gate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.send_gate import SendDecision
    from models import Broadcast
    from notifications.ahead import Ahead
    from notifications.causes import ReadCauses

BATCH: Final = 500


def ask_ahead(
    session: Session,
    broadcast: Broadcast,
    people: Sequence[UUID],
    *,
    read_causes: ReadCauses,
    at: datetime,
    alike: AbstractSet[UUID] = frozenset(),
) -> Iterator[tuple[UUID, SendDecision, bool]]:
    """Say for each person what the gate would say then, and whether they have a landline.

    Of people whom nothing it looks at distinguishes, the gate is asked about the first alone.
    """
    first = next((each for each in people if each in alike), None)
    asked = [each for each in people if each not in alike or each == first]
    words = {
        person_id: (decision, has_landline)
        for person_id, decision, has_landline in _ask_each(
            session, broadcast, asked, read_causes=read_causes, at=at
        )
    }
    for person_id in people:
        decision, has_landline = words[first if person_id in alike and first else person_id]
        yield person_id, decision, has_landline


def _ask_each(
    session: Session,
    broadcast: Broadcast,
    people: Sequence[UUID],
    *,
    read_causes: ReadCauses,
    at: datetime,
) -> Iterator[tuple[UUID, SendDecision, bool]]:
    zone = ZoneInfo(session.get_one(Town, broadcast.town_id).zone)
    for start in range(0, len(people), BATCH):
        some = people[start : start + BATCH]
        messages = [_unwritten(broadcast, person_id) for person_id in some]
        causes = read_causes(session, messages, now=at)
        ahead = read_ahead(session, messages, causes=causes, now=at)
        for message in messages:
            word = ask_gate(session, message, now=at, ahead=ahead)
            yield (
                message.to_person_id,
                word.decision,
                _has_landline(ahead, message.to_person_id, at.astimezone(zone).date()),
            )


def _unwritten(broadcast: Broadcast, person_id: UUID) -> Message:
    """A message as it would be promised; it is never put into a session."""
    return Message(
        town_id=broadcast.town_id,
        kind=MessageKind.BROADCAST,
        status=MessageStatus.PENDING,
        channel=Channel.SMS,
        language="",
        dedup_key="",
        to_person_id=person_id,
        not_before=broadcast.not_before,
        valid_until=broadcast.valid_until,
        created_at=broadcast.created_at,
        body=None,
        broadcast_id=broadcast.id,
    )


def _has_landline(ahead: Ahead, person_id: UUID, today: date) -> bool:
    return any(
        point.kind in TELEPHONES
        and point.valid_from <= today
        and (point.valid_until is None or point.valid_until > today)
        for point in ahead.points.get(person_id, ())
    )
