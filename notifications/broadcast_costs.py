"""What a message to many costs, and what others that are under way will still cost."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from sqlalchemy import func, select

from hopecare.domain.broadcast_cost import BroadcastCost
from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channel_profiles import segments_of
from models import Broadcast, BroadcastPerson, Message
from notifications.purse import left_of_month
from notifications.town_channels import profile_of_town
from notifications.written_words import written_body

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.broadcasts import Recipient
    from hopecare.domain.channel_profiles import ChannelProfile
    from models import Town


def cost_of_broadcast(
    session: Session,
    broadcast: Broadcast,
    people: Sequence[Recipient],
    *,
    town: Town,
    on: date,
    now: datetime,
) -> BroadcastCost:
    """Price it for whom it reaches, beside what the town may still spend this month."""
    profile = profile_of_town(session, town, on=on)
    readers = Counter(each.language for each in people if each.left_out is None)
    parts, price = _parts(broadcast, readers, profile), profile.text_price
    left = None
    # Only what is priced in the town's own money is counted against its cap.
    if price is not None and price.currency == town.currency:
        left = left_of_month(session, town, on=on)
    if price is not None and left is not None:
        left = max(0, left - price.micros * _owed_parts(session, broadcast, profile, now=now))
    return BroadcastCost(
        parts=parts,
        micros=price.micros * parts if price else None,
        currency=price.currency if price else None,
        left_micros=left,
    )


def _parts(broadcast: Broadcast, readers: Mapping[str, int], profile: ChannelProfile) -> int:
    written = cast("Mapping[str, str]", broadcast.words)
    return sum(
        readers.get(language, 0)
        * segments_of(written_body(words, profile, language=language), profile)
        for language, words in written.items()
    )


def _owed_parts(
    session: Session, broadcast: Broadcast, profile: ChannelProfile, *, now: datetime
) -> int:
    """How many parts of the town's other messages to many have not left yet."""
    under_way = session.scalars(
        select(Broadcast).where(
            Broadcast.town_id == broadcast.town_id,
            Broadcast.id != broadcast.id,
            Broadcast.sent_at.is_not(None),
            Broadcast.stopped_at.is_(None),
            Broadcast.valid_until > now,
        )
    ).all()
    waiting = _waiting(session, [each.id for each in under_way])
    return sum(_parts(each, waiting.get(each.id, Counter()), profile) for each in under_way)


def _waiting(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, Counter[str]]:
    """Whose text has not left yet, written already or not, by broadcast and language."""
    unwritten = select(BroadcastPerson.broadcast_id, BroadcastPerson.language, func.count()).where(
        BroadcastPerson.broadcast_id.in_(ids),
        BroadcastPerson.promised_at.is_(None),
        BroadcastPerson.left_out.is_(None),
    )
    written = select(Message.broadcast_id, Message.language, func.count()).where(
        Message.broadcast_id.in_(ids), Message.status == MessageStatus.PENDING
    )
    by_reader = (BroadcastPerson.broadcast_id, BroadcastPerson.language)
    rows = [
        *session.execute(unwritten.group_by(*by_reader)),
        *session.execute(written.group_by(Message.broadcast_id, Message.language)),
    ]
    waiting: dict[UUID, Counter[str]] = {}
    for broadcast_id, language, number in rows:
        if broadcast_id is not None:
            waiting.setdefault(broadcast_id, Counter())[language] += number
    return waiting
