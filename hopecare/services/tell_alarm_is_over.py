"""Tell everybody whom a check-in has alarmed that they need not go or ring any more."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.check_ins import alarms_of, knocks_not_needed, last_all_clears
from hopecare.queries.look_ins import asked_to_look_in
from hopecare.queries.message_events import has_come_to
from hopecare.queries.places import district_name
from hopecare.queries.untold import was_rung_instead
from hopecare.queries.volunteers import person_by_id
from hopecare.services.owe_all_clear import owe_all_clear
from hopecare.services.tell_apart import tell_apart
from notifications.folding import FOLDED
from notifications.outbox import About, promise, stop

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import CheckInSlot, Message

TEXTS: Final[Mapping[tuple[bool, bool], Text]] = MappingProxyType(
    {
        (True, True): Text.ALL_CLEAR_PEOPLE,
        (True, False): Text.ALL_CLEAR_STAFF,
        (False, True): Text.ALARM_OVER_PEOPLE,
        (False, False): Text.ALARM_OVER_STAFF,
    }
)
"""What is said where all is well or not, to a neighbour or not."""


def tell_alarm_is_over(
    session: Session,
    *,
    slot: CheckInSlot,
    is_well: bool,
    but_not: Collection[UUID | None] = (),
    knew_at: Mapping[UUID, datetime] = MappingProxyType({}),
    now: datetime,
) -> list[UUID]:
    """Recall alarms that nobody has heard of, and text after the others, once each alarm.

    Whoever was alarmed again since the last such word hears it again.

    `is_well`: they are heard of, and it is said so. Else only that nobody has to go: how they are
    is not for a text. `but_not` names whom a person rings, and who knows; `knew_at` who knew it at
    a moment, and may have been alarmed again since. Where no text can be made, a call is owed;
    gives whoever hears it by text.
    """
    heard: dict[UUID, Message] = {}
    before = _latest(last_all_clears(session, slot.id), knew_at)
    knocks = knocks_not_needed(session, slot.id)
    neighbours = asked_to_look_in(session, slot.id) | {each.to_person_id for each in knocks}
    for alarm in (*alarms_of(session, slot.id), *knocks):
        to_id = alarm.to_person_id
        is_alarmed = _is_alarmed_by(session, alarm, now)
        if is_alarmed and to_id not in but_not and not _knows(alarm, before.get(to_id)):
            heard[to_id] = alarm
    told: list[UUID] = []
    for to_id, alarm in heard.items():
        text = TEXTS[is_well, to_id in neighbours]
        if tell_apart(session, to_id, partial(_tell, session, slot, alarm, text, now)):
            told.append(to_id)
        else:
            owe_all_clear(session, slot, alarm, now=now)
    return told


def _latest(*known: Mapping[UUID, datetime]) -> dict[UUID, datetime]:
    """The latest moment for each of them."""
    people = {person_id for each in known for person_id in each}
    return {who: max(each[who] for each in known if who in each) for who in people}


def _knows(alarm: Message, told_at: datetime | None) -> bool:
    """Whether they have read since that it was over."""
    return told_at is not None and alarm.created_at < told_at


def _is_alarmed_by(session: Session, alarm: Message, now: datetime) -> bool:
    """Recall it, or say that they may have heard.

    By it, by one text for several, or from somebody who rang.
    """
    if stop(session, alarm, code="all_clear", now=now):
        return was_rung_instead(session, alarm.id)
    return alarm.status is not MessageStatus.STOPPED or has_come_to(session, alarm.id, FOLDED)


def _tell(session: Session, slot: CheckInSlot, alarm: Message, text: Text, now: datetime) -> None:
    """Say it once for the newest alarm that they have heard of."""
    person_id = alarm.to_person_id
    reader, resident = person_by_id(session, person_id), person_by_id(session, slot.person_id)
    district = district_name(session, resident.area_id, language=reader.language)
    promise(
        session,
        town_id=slot.town_id,
        kind=MessageKind.ALL_CLEAR,
        to_person_id=person_id,
        dedup_key=f"all_clear:{slot.id}:{person_id}:{alarm.id}",
        words=Words(
            text=text,
            values={"helper": reader.called, "name": resident.called, "district": district},
        ),
        about=About(slot_id=slot.id),
        channel=Channel.SMS,
        now=now,
    )
