"""What was wished about texts to a number before it was noted for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.domain.replies import WISHES, ReplyMeaning, TextsStoppedBy, may_start_again
from hopecare.queries.town_days import local_day
from models import ContactPoint, InboundMessage, Person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Select, Table
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """Somebody of a list whose rows are laid out, and not with us yet."""

    id: UUID
    town_id: UUID


Holder = Person | Coming


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTexts:
    """A wish for no texts: when it was said, and how."""

    at: datetime
    stopped_by: TextsStoppedBy | None


def find_no_texts(
    session: Session, person: Holder, value_index: str, *, now: datetime
) -> NoTexts | None:
    """Find the wish for no texts that holds for this person at this number.

    Their own from when they had it before; what the number wrote while nobody had it, since that
    was most likely they; and what was written on a telephone that somebody still shares today.
    Not what another person wished who has it no more: a number is given to somebody else, and who
    never asked for silence would be left without the texts that ask how they are. They are asked,
    and may stop them with one word; what the network itself has stopped, it tells us at the first.
    """
    shared = _of_sharers(session, person, value_index, now)
    if shared is not None:
        return shared
    own = _own(session, person, value_index)
    wish = session.scalars(_last_wish(person, value_index)).first()
    if wish is None or not _is_nobodys(session, person, wish):
        return own
    if wish.meaning is ReplyMeaning.STOP:
        return own or NoTexts(at=wish.received_at, stopped_by=TextsStoppedBy.TEXT)
    starts = own is None or may_start_again(own.stopped_by, TextsStoppedBy.TEXT)
    return None if starts else own


def wishes_of_list(session: Session, points: Table, *, now: datetime) -> dict[UUID, NoTexts]:
    """Find the wishes for no texts at the numbers of a list that is laid out, by the rows to come.

    Asked before they come: their own numbers would look as if they had been theirs before.
    """
    stopped = select(ContactPoint.value_index).where(ContactPoint.opted_out_at.is_not(None))
    written = select(InboundMessage.from_index).where(InboundMessage.meaning.in_(WISHES))
    spoken_of = select(
        points.c.id, points.c.person_id, points.c.town_id, points.c.value_index
    ).where(
        points.c.can_text,
        or_(points.c.value_index.in_(stopped), points.c.value_index.in_(written)),
    )
    found = {
        point_id: find_no_texts(session, Coming(id=person_id, town_id=town_id), index, now=now)
        for point_id, person_id, town_id, index in session.execute(spoken_of).all()
    }
    return {point_id: wish for point_id, wish in found.items() if wish is not None}


def find_wish_elsewhere(
    session: Session, person: Holder, value_index: str, *, now: datetime
) -> NoTexts | None:
    """Find the wish for no texts a person brings to a number from their others.

    A wish for silence is the person's: it is what stands at any number they have, and where they
    have none, at the one that ended last. A number that itself wrote for texts since gets them.
    """
    wish = next(filter(None, map(_wish_at, _others(session, person, value_index, now))), None)
    if wish is None or not may_start_again(wish.stopped_by, TextsStoppedBy.TEXT):
        return wish
    written = session.scalars(_last_wish(person, value_index)).first()
    if written is None or written.meaning is not ReplyMeaning.START:
        return wish
    return None if written.received_at > wish.at else wish


def _others(
    session: Session, person: Holder, value_index: str, now: datetime
) -> list[ContactPoint]:
    """The other numbers of a person that take texts: those they have, else the last they had."""
    today = local_day(session, person.town_id, now)
    mine = select(ContactPoint).where(
        ContactPoint.person_id == person.id, ContactPoint.can_text.is_(True)
    )
    points = session.scalars(mine.order_by(ContactPoint.id.desc())).all()
    held = [each for each in points if each.valid_until is None or each.valid_until > today]
    last = max(points, key=lambda each: each.valid_until or today, default=None)
    found = held or ([last] if last else [])
    return [each for each in found if each.value_index != value_index]


def _last_wish(person: Holder, value_index: str) -> Select[InboundMessage]:
    """The last wish this number wrote in the person's town."""
    return (
        select(InboundMessage)
        .where(
            InboundMessage.town_id == person.town_id,
            InboundMessage.from_index == value_index,
            InboundMessage.meaning.in_(WISHES),
        )
        .order_by(InboundMessage.received_at.desc(), InboundMessage.id.desc())
        .limit(1)
    )


def _points(person: Holder, value_index: str) -> Select[ContactPoint]:
    """Whoever has or had this number in the person's town, the newest first."""
    return (
        select(ContactPoint)
        .where(ContactPoint.town_id == person.town_id, ContactPoint.value_index == value_index)
        .order_by(ContactPoint.valid_from.desc(), ContactPoint.id.desc())
    )


def _own(session: Session, person: Holder, value_index: str) -> NoTexts | None:
    """What stood at this number when they had it last."""
    mine = _points(person, value_index).where(ContactPoint.person_id == person.id)
    return _wish_at(session.scalars(mine.limit(1)).first())


def _of_sharers(
    session: Session, person: Holder, value_index: str, now: datetime
) -> NoTexts | None:
    """What somebody who has this telephone today wrote on it; what one told staff is their own."""
    today = local_day(session, person.town_id, now)
    theirs = _points(person, value_index).where(
        ContactPoint.person_id != person.id,
        or_(ContactPoint.valid_until.is_(None), ContactPoint.valid_until > today),
        ContactPoint.opted_out_by.in_((TextsStoppedBy.TEXT, TextsStoppedBy.NETWORK)),
    )
    return _wish_at(session.scalars(theirs.limit(1)).first())


def _is_nobodys(session: Session, person: Holder, wish: InboundMessage) -> bool:
    """Whether nobody had the number when it was written, nor anybody else since."""
    day = local_day(session, person.town_id, wish.received_at)
    held = _points(person, wish.from_index).where(
        or_(ContactPoint.valid_until.is_(None), ContactPoint.valid_until > day),
        or_(ContactPoint.person_id != person.id, ContactPoint.valid_from <= day),
    )
    return wish.person_id is None and session.scalars(held.limit(1)).first() is None


def _wish_at(point: ContactPoint | None) -> NoTexts | None:
    """The wish that stands at a telephone."""
    if point is None or point.opted_out_at is None:
        return None
    return NoTexts(at=point.opted_out_at, stopped_by=point.opted_out_by)
