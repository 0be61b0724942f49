"""Which town hears what is written or rung from a telephone: the one that knows it, as a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from hopecare.domain.look_ins import is_sign_with_please
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.reply_words import read_reply
from hopecare.domain.two_towns import Hearing, who_hears
from hopecare.queries.alerts_told import LEFT
from hopecare.queries.asking_towns import asking_towns
from hopecare.queries.search_terms import phone_index
from models import ContactPoint, InboundMessage, Message, Town

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def find_hearing(
    session: Session,
    *,
    provider: str,
    provider_sid: str,
    from_number: str,
    body: str | None,
    at: datetime,
) -> Hearing:
    """Find the towns for a text or, without words, a call: the same again is heard where it was.

    A telephone nobody knows is heard by the oldest town. An invented town takes in nothing where
    there is a real one: somebody may have typed a real number into it.
    """
    sid = InboundMessage.provider_sid == provider_sid
    known = select(InboundMessage.town_id).where(InboundMessage.provider == provider, sid)
    if (heard_by := session.scalar(known)) is not None:
        return Hearing((heard_by,))
    is_real = session.scalar(select(Town.id).where(Town.is_demonstration.is_(False)).limit(1))
    asked = Town.is_demonstration.is_(is_real is None)
    holders = _holders(session, phone_index(from_number), asked, at=at)
    if len(holders) < 2:  # noqa: PLR2004  one, or none
        oldest = select(Town.id).where(asked).order_by(Town.created_at, Town.id).limit(1)
        return Hearing(tuple(holders) or tuple(session.scalars(oldest)))
    owners = {point: owner for points in holders.values() for point, owner in points.items()}
    wrote_at = dict.fromkeys(holders) | _wrote_at(session, owners, at=at)
    if body is None:
        return who_hears(wrote_at, ReplyMeaning.UNCLEAR, at=at)
    reply, people = read_reply(body), sorted(set(owners.values()))
    asking = asking_towns(session, people, body=body, reply=reply, at=at)
    return who_hears(
        wrote_at,
        reply.meaning,
        at=at,
        asking=asking.towns,
        is_named=reply.code is not None,
        is_of_others=is_sign_with_please(body) and not asking.themselves,
    )


def _holders(
    session: Session, index: str, asked: ColumnElement[bool], *, at: datetime
) -> Mapping[UUID, Mapping[UUID, UUID]]:
    """The telephones of this number on this day of each town, and whose they are.

    Nothing of it is decrypted: a call for help is heard also where a row cannot be read.
    """
    found: dict[UUID, dict[UUID, UUID]] = {}
    points = session.execute(
        select(
            Town.id,
            Town.zone,
            ContactPoint.id,
            ContactPoint.person_id,
            ContactPoint.valid_from,
            ContactPoint.valid_until,
        )
        .join(ContactPoint, ContactPoint.town_id == Town.id)
        .where(ContactPoint.value_index == index, asked)
    )
    for town_id, zone, point_id, person_id, valid_from, valid_until in points:
        today = at.astimezone(ZoneInfo(zone)).date()
        if valid_from <= today and (valid_until is None or valid_until > today):
            found.setdefault(town_id, {})[point_id] = person_id
    return found


def _wrote_at(
    session: Session, owners: Mapping[UUID, UUID], *, at: datetime
) -> dict[UUID, datetime | None]:
    """When words of ours last left for one of these telephones before a moment, for each town."""
    left_at = func.coalesce(Message.sent_at, Message.claimed_at, type_=Message.sent_at.type)
    newest = (
        select(Message.town_id, func.max(left_at))
        # Whom it was to, since messages are found by that.
        .where(Message.to_person_id.in_(sorted(set(owners.values()))))
        .where(Message.contact_point_id.in_(sorted(owners)))
        .where(Message.status.in_(LEFT), left_at <= at)
        .group_by(Message.town_id)
    )
    return dict(session.execute(newest).all())
