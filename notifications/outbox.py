"""The outbox: promising words to a person. A promise is a row in the caller's own transaction.

Nothing is sent here. Whether it may be sent at all is asked again when it is: see `gate`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from hopecare.channel_profiles import profile_for
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.delivery import ASKING, MessageKind, MessageStatus
from hopecare.domain.delivery_order import RANK
from hopecare.domain.priorities import priority_of
from hopecare.language.texts import sentence_of
from hopecare.language.wording_versions import stamp_of
from hopecare.language.wordings import Text
from models import Message, MessageEvent, Person, Town
from notifications.gate import channel_to

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.channel_profiles import ChannelProfile
    from hopecare.language.texts import Words

URGENT: Final = frozenset(
    {
        MessageKind.ALERT,
        MessageKind.ALERT_NEWS,
        MessageKind.ALL_CLEAR,
        MessageKind.SIGN_IN_CODE,
        MessageKind.THANKS,
    }
)
"""What may go out in quiet hours: somebody waits for it, or somebody may be in danger."""
ANSWERS_TO_HELP: Final = frozenset(
    {Text.ANSWER_HELP, Text.ANSWER_HELP_LATER, Text.ANSWER_HELP_NOBODY}
)
"""Thanks that say who calls, and when: they leave before other thanks."""
VALID_FOR: Final[Mapping[MessageKind, timedelta]] = MappingProxyType(
    {
        MessageKind.SIGN_IN_CODE: timedelta(minutes=5),
        MessageKind.CHECK_IN: timedelta(hours=2),
        MessageKind.CHECK_IN_REPEAT: timedelta(hours=2),
        MessageKind.ALERT: timedelta(hours=12),
        MessageKind.ALERT_NEWS: timedelta(hours=2),
        MessageKind.ALL_CLEAR: timedelta(hours=12),
        MessageKind.THANKS: timedelta(hours=1),
    }
)
"""How long words stay true when the caller does not say."""
ORDINARY_VALIDITY: Final = timedelta(hours=24)
PUT_OFF: Final = "put_off"
"""What stands in the life of a message that could not be read, each time it is tried later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a message is about, so that its fate is seen there."""

    case_id: UUID | None = None
    offer_id: UUID | None = None
    slot_id: UUID | None = None
    alert_id: UUID | None = None


NOTHING: Final = About()


def promise(  # noqa: PLR0913  a promise names everything it stands on
    session: Session,
    *,
    town_id: UUID,
    kind: MessageKind,
    to_person_id: UUID,
    dedup_key: str,
    words: Words,
    now: datetime,
    not_before: datetime | None = None,
    valid_until: datetime | None = None,
    about: About = NOTHING,
    language: str | None = None,
    channel: Channel | None = None,
) -> Message:
    """Promise words to one person, once for each key: a repeat gives back the first promise."""
    if (known := _known(session, town_id, dedup_key)) is not None:
        return known
    town, person = session.get_one(Town, town_id), session.get_one(Person, to_person_id)
    profile = profile_for(town.channel_profile, town.country)
    today, wanted = now.astimezone(ZoneInfo(town.zone)).date(), _usual_channel(kind, profile)
    way = channel_to(session, to_person_id, kind=kind, wanted=channel or wanted, today=today)
    spoken, start = language or person.language, not_before or now
    message = Message(
        town_id=town_id,
        kind=kind,
        status=MessageStatus.PENDING,
        channel=way,
        language=spoken,
        dedup_key=dedup_key,
        to_person_id=to_person_id,
        not_before=start,
        valid_until=valid_until or start + VALID_FOR.get(kind, ORDINARY_VALIDITY),
        created_at=now,
        body=sentence_of(words, language=spoken, channel=way, profile=profile, zone=town.zone),
        wording=stamp_of(words.text),
        **_haste(kind, words.text),
        **asdict(about),
    )
    return _kept(session, message)


def put(
    session: Session,
    message: Message,
    status: MessageStatus,
    *,
    at: datetime,
    code: str | None = None,
) -> None:
    """Set how far a message has come, and append that it did; the only writer of both."""
    message.status, message.rank = status, RANK[status]
    note(session, message, at=at, code=code)


def note(session: Session, message: Message, *, at: datetime, code: str | None = None) -> None:
    """Append what just happened to a message."""
    event = MessageEvent(
        town_id=message.town_id,
        message_id=message.id,
        at=at,
        status=message.status,
        attempt=message.attempt,
        code=code,
    )
    session.add(event)


def _haste(kind: MessageKind, text: Text) -> dict[str, Any]:
    """Whether it waits for the end of quiet hours, and its place in the line after that."""
    answers_help = text in ANSWERS_TO_HELP
    return {
        "is_urgent": kind in URGENT,
        "priority": priority_of(kind, answers_help=answers_help),
    }


def _usual_channel(kind: MessageKind, profile: ChannelProfile) -> Channel:
    """A question goes the way its answer can return; everything else is a text."""
    asks_by_key = profile.resident_reply_way is ReplyWay.KEYPRESS
    return Channel.VOICE if kind in ASKING and asks_by_key else Channel.SMS


def _known(session: Session, town_id: UUID, dedup_key: str) -> Message | None:
    """The promise made under this key, if there is one."""
    same = select(Message).where(Message.town_id == town_id, Message.dedup_key == dedup_key)
    return session.scalar(same)


def _kept(session: Session, message: Message) -> Message:
    """Write the promise; when another process was first, its promise stands."""
    try:
        with session.begin_nested():
            session.add(message)
    except IntegrityError:
        first = _known(session, message.town_id, message.dedup_key)
        if first is None:
            raise
        return first
    note(session, message, at=message.created_at)
    return message


def stop(session: Session, message: Message, *, code: str, now: datetime) -> bool:
    """Recall a promise that has not left yet; False when it was too late."""
    hold_waiting(session, message)
    return stop_held(session, message, code=code, now=now)


def stop_held(session: Session, message: Message, *, code: str, now: datetime) -> bool:
    """Recall it likewise, where the caller holds its row: whoever sends holds what is due."""
    if not _waits(message):
        return False
    put(session, message, MessageStatus.STOPPED, at=now, code=code)
    return True


def hold_waiting(session: Session, message: Message) -> bool:
    """Whether words have not left; held then, so that they do not leave before we have done.

    Whoever sends may be taking them up at this moment: we wait for that, and they are gone.
    """
    if not _waits(message):
        return False
    # What the caller has just written of it stays: a refresh keeps nothing that was not flushed.
    session.flush()
    session.refresh(message, ["status", "rank"], with_for_update=True)
    return _waits(message)


def _waits(message: Message) -> bool:
    return message.status in (MessageStatus.PENDING, MessageStatus.HELD)


def put_off(session: Session, message_id: UUID, *, until: datetime, now: datetime) -> None:
    """Try a message again later, or let it expire, without reading it: its words may be broken."""
    mine = update(Message).where(Message.id == message_id, Message.status == MessageStatus.PENDING)
    told = Message.town_id, Message.status, Message.attempt
    rows = [
        *session.execute(
            mine.where(Message.valid_until > until).values(not_before=until).returning(*told)
        ),
        *session.execute(
            mine.where(Message.valid_until <= until)
            .values(
                status=MessageStatus.EXPIRED,
                rank=RANK[MessageStatus.EXPIRED],
                error_code="unreadable",
            )
            .returning(*told)
        ),
    ]
    session.add_all(
        MessageEvent(
            town_id=town_id,
            message_id=message_id,
            at=now,
            status=status,
            attempt=attempt,
            code="unreadable" if status is MessageStatus.EXPIRED else PUT_OFF,
        )
        for town_id, status, attempt in rows
    )
