"""Alerts above a reader's ceiling leave as one text that says how many, and where to look.

What became of several alerts is told in one text too.
"""

from __future__ import annotations

from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.ceiling import GATHER
from hopecare.domain.delivery import MessageKind, MessageStatus
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from models import Message
from notifications.outbox import note, promise, put

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from notifications.ahead import Ahead
    from notifications.causes import Causes

FOLDED: Final = "folded"
GATHERS: Final = "gathers"
TOGETHER: Final[Mapping[MessageKind, Text]] = MappingProxyType(
    {MessageKind.ALERT: Text.ALERTS_TOGETHER, MessageKind.ALERT_NEWS: Text.ALERTS_TAKEN}
)


def fold_alerts(
    session: Session, due: Sequence[Message], ahead: Ahead, *, now: datetime
) -> Sequence[Message]:
    """Let alerts above a reader's ceiling leave as one; gives what is left of a batch.

    None is dropped: each is counted in the text that leaves, and stands with its alert. What the
    gate takes back by itself is left to it.
    """
    gone: set[UUID] = set()
    causes, ceiling = ahead.causes, ahead.ceiling
    # What has expired is said to have: in a new text it would come late after all.
    in_time = [each for each in due if each.valid_until > now and _holds(each, causes)]
    for crowd in _by_reader([each for each in in_time if _is_for_staff(each)]):
        above = crowd[ceiling.room_left(crowd[0]) :]
        ripe = next((each for each in above if each.created_at + GATHER <= now), None)
        others = _others(session, ripe, but=crowd, causes=causes, now=now) if ripe else []
        if ripe is None:
            _wait(session, above, now)
        elif len(above) + len(others) > 1:
            _fold(session, [*above, *others], now=now)
        else:
            continue
        gone |= {each.id for each in above}
    for crowd in _by_reader([each for each in in_time if _is_news(each)]):
        others = _others(session, crowd[0], but=crowd, causes=causes, now=now)
        if len(crowd) + len(others) > 1:
            _fold(session, [*crowd, *others], now=now)
            gone |= {each.id for each in crowd}
    return [each for each in due if each.id not in gone]


def _holds(message: Message, causes: Causes) -> bool:
    """Whether its alert still waits for somebody, and the reader works here."""
    return not causes.is_over(message) and not causes.has_left(message)


def _is_for_staff(message: Message) -> bool:
    return message.kind is MessageKind.ALERT and message.alert_id is not None


def _is_news(message: Message) -> bool:
    """Whether these words say who took an alert; an answer to the reader stands alone."""
    return message.kind is MessageKind.ALERT_NEWS and message.alert_id is not None


def _by_reader(messages: Sequence[Message]) -> Sequence[list[Message]]:
    crowds: dict[tuple[UUID, str], list[Message]] = defaultdict(list)
    for message in messages:
        crowds[message.to_person_id, message.channel].append(message)
    return list(crowds.values())


def _wait(session: Session, above: Sequence[Message], now: datetime) -> None:
    for message in above:
        message.not_before = message.created_at + GATHER
        note(session, message, at=now, code=GATHERS)


def _others(
    session: Session, first: Message, *, but: Sequence[Message], causes: Causes, now: datetime
) -> list[Message]:
    """Every other of its kind that waits, in time, for the same reader on the same channel."""
    known = {each.id for each in but}
    waiting = (
        select(Message)
        .where(
            Message.to_person_id == first.to_person_id,
            Message.channel == first.channel,
            Message.kind == first.kind,
            Message.alert_id.is_not(None),
            Message.status == MessageStatus.PENDING,
            Message.valid_until > now,
        )
        .order_by(Message.id)
        .with_for_update(skip_locked=True)
    )
    found = session.scalars(waiting).all()
    return [each for each in found if each.id not in known and _holds(each, causes)]


def _fold(session: Session, alerts: Sequence[Message], *, now: datetime) -> None:
    """Let a text of its own say how many there are and where to look: no all-clear recalls it."""
    first = alerts[0]
    promise(
        session,
        town_id=first.town_id,
        kind=first.kind,
        to_person_id=first.to_person_id,
        dedup_key=f"alerts:{first.id}",
        words=Words(text=TOGETHER[first.kind], values={"count": len(alerts)}),
        language=first.language,
        channel=first.channel,
        now=now,
    )
    for alert in alerts:
        put(session, alert, MessageStatus.STOPPED, at=now, code=FOLDED)
