"""The outbox for words a person wrote to many: each of them a row, promised once a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import insert, select, update
from uuid_utils.compat import uuid7

from hopecare.channel_profiles import profile_for
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind, MessageStatus
from hopecare.domain.delivery_order import RANK
from hopecare.domain.priorities import priority_of
from hopecare.language.texts import carried
from models import Message, MessageEvent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.channel_profiles import ChannelProfile
    from models import Broadcast, BroadcastPerson, Town

STOPPED: Final = "broadcast_stopped"


def written_body(words: str, profile: ChannelProfile, *, language: str) -> str:
    """The whole text: the sender, and what was written."""
    return carried(profile.prefix_in(language) + words, charset=profile.charset)


def promise_written(
    session: Session,
    broadcast: Broadcast,
    people: Sequence[BroadcastPerson],
    *,
    town: Town,
    now: datetime,
) -> None:
    """Promise what was written to each of these people, in theirs; a repeat promises nothing."""
    profile = profile_for(town.channel_profile, town.country)
    written = cast("Mapping[str, str]", broadcast.words)
    bodies = {
        language: written_body(each, profile, language=language)
        for language, each in written.items()
    }
    keys = {_key(broadcast, each): each for each in people}
    known = _promised(session, town.id, keys)
    rows = [
        _message(broadcast, each, key=key, body=bodies[each.language], now=now)
        for key, each in keys.items()
        if key not in known
    ]
    session.add_all(rows)
    session.flush()
    _note(session, [row.id for row in rows], broadcast, MessageStatus.PENDING, now, code=None)


def _promised(session: Session, town_id: UUID, keys: Iterable[str]) -> set[str]:
    """Which of these keys have their message already."""
    same = Message.dedup_key.in_(sorted(keys))
    return set(session.scalars(select(Message.dedup_key).where(Message.town_id == town_id, same)))


def _message(
    broadcast: Broadcast, person: BroadcastPerson, *, key: str, body: str, now: datetime
) -> Message:
    return Message(
        town_id=broadcast.town_id,
        kind=MessageKind.BROADCAST,
        status=MessageStatus.PENDING,
        channel=Channel.SMS,
        language=person.language,
        dedup_key=key,
        to_person_id=person.person_id,
        not_before=max(now, broadcast.not_before),
        valid_until=broadcast.valid_until,
        created_at=now,
        body=body,
        broadcast_id=broadcast.id,
        priority=priority_of(MessageKind.BROADCAST),
    )


def stop_written(session: Session, broadcast: Broadcast, *, now: datetime) -> int:
    """Recall every message of it that has not left; says how many."""
    stopped = session.scalars(
        update(Message)
        .where(Message.broadcast_id == broadcast.id, Message.status == MessageStatus.PENDING)
        .values(status=MessageStatus.STOPPED, rank=RANK[MessageStatus.STOPPED])
        .returning(Message.id)
    ).all()
    _note(session, stopped, broadcast, MessageStatus.STOPPED, now, code=STOPPED)
    return len(stopped)


def _key(broadcast: Broadcast, person: BroadcastPerson) -> str:
    return f"broadcast:{broadcast.id}:{person.person_id}"


def _note(
    session: Session,
    messages: Iterable[UUID],
    broadcast: Broadcast,
    status: MessageStatus,
    now: datetime,
    *,
    code: str | None,
) -> None:
    events: list[dict[str, Any]] = [
        {
            "id": uuid7(),
            "town_id": broadcast.town_id,
            "message_id": message_id,
            "at": now,
            "status": status,
            "attempt": 0,
            "code": code,
        }
        for message_id in messages
    ]
    if events:
        session.execute(insert(MessageEvent), events)
