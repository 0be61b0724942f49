"""Calls for help one telephone wrote lately: what still waits to be read, what was answered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, or_, select

from hopecare.domain.alerts import OF_REPLY, reply_of_key
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.delivery import MessageKind
from models import Alert, InboundMessage, Message

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.alerts import AlertKind

LATELY: Final = timedelta(hours=1)
ANSWER_PREFIX: Final = "help_word:"


def find_open_distress(
    session: Session, row: InboundMessage, kind: AlertKind
) -> InboundMessage | None:
    """Find the text of the last hour whose alert still waits for somebody to take this number up.

    None once a person has taken the alert up, or has read anything this number wrote since: what
    is written after that is a new call for help.
    """
    waiting = session.scalars(
        select(Alert)
        .where(
            Alert.town_id == row.town_id,
            Alert.status == AlertStatus.RAISED,
            Alert.raised_at > row.received_at - LATELY,
            Alert.kind == kind,
            Alert.person_id == row.person_id if row.person_id else Alert.person_id.is_(None),
            Alert.dedup_key.startswith(OF_REPLY, autoescape=True),
        )
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    raised_at = {reply_of_key(alert.dedup_key): alert.raised_at for alert in waiting}
    cause = session.scalars(
        select(InboundMessage)
        .where(
            InboundMessage.id.in_(raised_at),
            InboundMessage.from_index == row.from_index,
            InboundMessage.id != row.id,
            InboundMessage.reviewed_at.is_(None),
        )
        .order_by(InboundMessage.id.desc())
        .limit(1)
    ).first()
    if cause is None or was_read_since(session, row, since=raised_at[cause.id]):
        return None
    return cause


def was_read_since(session: Session, row: InboundMessage, *, since: datetime) -> bool:
    """Whether a person has read anything from this number since a moment, or taken up its alert."""
    read = select(InboundMessage.id).where(
        InboundMessage.town_id == row.town_id,
        InboundMessage.from_index == row.from_index,
        InboundMessage.reviewed_at > since,
    )
    if session.scalars(read.limit(1)).first() is not None:
        return True
    taken = select(Alert.dedup_key).where(
        Alert.town_id == row.town_id,
        or_(Alert.acknowledged_at > since, Alert.resolved_at > since),
        Alert.person_id == row.person_id if row.person_id else Alert.person_id.is_(None),
        Alert.dedup_key.startswith(OF_REPLY, autoescape=True),
    )
    causes = [reply_of_key(key) for key in session.scalars(taken)]
    same = select(InboundMessage.id).where(
        InboundMessage.id.in_(causes), InboundMessage.from_index == row.from_index
    )
    return session.scalars(same.limit(1)).first() is not None


def answered_distress_at(
    session: Session, people: Collection[UUID], *, now: datetime
) -> datetime | None:
    """When one of these was last told, within the hour, who calls them; None where nobody was."""
    return session.scalar(
        select(func.max(Message.created_at)).where(
            Message.to_person_id.in_(sorted(people)),
            Message.kind == MessageKind.THANKS,
            Message.created_at > now - LATELY,
            Message.dedup_key.startswith(ANSWER_PREFIX, autoescape=True),
        )
    )
