"""Tell everybody whom a silent check-in has alarmed that all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.check_ins import alarms_of, knocks_not_needed
from hopecare.queries.look_ins import asked_to_look_in
from hopecare.queries.message_events import has_come_to
from hopecare.queries.places import district_name
from hopecare.queries.untold import was_rung_instead
from hopecare.queries.volunteers import person_by_id
from notifications.folding import FOLDED
from notifications.outbox import About, promise, stop

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import CheckInSlot, Message


def give_all_clear(session: Session, *, slot: CheckInSlot, now: datetime) -> list[UUID]:
    """Recall alarms that nobody has heard of, and text an all-clear after the others; once each."""
    told: list[UUID] = []
    knocks = knocks_not_needed(session, slot.id)
    neighbours = asked_to_look_in(session, slot.id) | {each.to_person_id for each in knocks}
    for alarm in (*alarms_of(session, slot.id), *knocks):
        is_alarmed = _is_alarmed(session, alarm)
        stop(session, alarm, code="all_clear", now=now)
        if not is_alarmed or alarm.to_person_id in told:
            continue
        _tell(
            session,
            slot,
            alarm.to_person_id,
            is_neighbour=alarm.to_person_id in neighbours,
            now=now,
        )
        told.append(alarm.to_person_id)
    return told


def _is_alarmed(session: Session, alarm: Message) -> bool:
    """Whether they may have heard: by it, by one text for several, or from somebody who rang."""
    if alarm.status in (MessageStatus.PENDING, MessageStatus.HELD):
        return was_rung_instead(session, alarm.id)
    return alarm.status is not MessageStatus.STOPPED or has_come_to(session, alarm.id, FOLDED)


def _tell(
    session: Session, slot: CheckInSlot, person_id: UUID, *, is_neighbour: bool, now: datetime
) -> None:
    """Promise the all-clear in words for a neighbour or for staff."""
    reader, resident = person_by_id(session, person_id), person_by_id(session, slot.person_id)
    district = district_name(session, resident.area_id, language=reader.language)
    promise(
        session,
        town_id=slot.town_id,
        kind=MessageKind.ALL_CLEAR,
        to_person_id=person_id,
        dedup_key=f"all_clear:{slot.id}:{person_id}",
        words=Words(
            text=Text.ALL_CLEAR_PEOPLE if is_neighbour else Text.ALL_CLEAR_STAFF,
            values={"helper": reader.called, "name": resident.called, "district": district},
        ),
        about=About(slot_id=slot.id),
        channel=Channel.SMS,
        now=now,
    )
