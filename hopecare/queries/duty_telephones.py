"""The telephones alerts go to by the rota, and what is wrong with them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import FATE_KNOWN, LOST_ON_ITS_WAY
from hopecare.domain.duty import trouble_of
from models import ContactPoint, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.duty import PhoneTrouble
    from models import DutyPeriod


@dataclass(frozen=True, slots=True, kw_only=True)
class Telephones:
    """Each one's numbers that take texts today, the usual one first."""

    of_person: Mapping[UUID, Sequence[ContactPoint]]
    dead: frozenset[UUID]
    """Where the last text did not arrive."""

    def of(self, period: DutyPeriod) -> ContactPoint | None:
        """Give the number alerts go to: the chosen one while it wants texts, else the usual one."""
        mine = self.of_person.get(period.person_id, ())
        chosen = (each for each in mine if each.id == period.phone_id and not each.opted_out_at)
        return next(chosen, None) or next(iter(mine), None)

    def trouble_with(self, period: DutyPeriod, point: ContactPoint) -> PhoneTrouble | None:
        """Say what is wrong with the number alerts go to."""
        return trouble_of(
            opted_out=point.opted_out_at is not None,
            is_chosen=period.phone_id in (None, point.id),
            was_lost=point.id in self.dead,
        )


def duty_telephones(session: Session, periods: Iterable[DutyPeriod], *, on: date) -> Telephones:
    """Read the numbers of everybody on the rota, as the gate will choose among them."""
    ids = sorted({period.person_id for period in periods})
    points = session.scalars(
        select(ContactPoint)
        .where(
            ContactPoint.person_id.in_(ids),
            ContactPoint.can_text,
            ContactPoint.valid_from <= on,
            or_(ContactPoint.valid_until.is_(None), ContactPoint.valid_until > on),
        )
        .order_by(ContactPoint.is_preferred.desc(), ContactPoint.valid_from.desc(), ContactPoint.id)
    )
    found: dict[UUID, list[ContactPoint]] = defaultdict(list)
    for point in points:
        found[point.person_id].append(point)
    return Telephones(of_person=found, dead=_dead(session, ids))


def _dead(session: Session, people: Sequence[UUID]) -> frozenset[UUID]:
    """The numbers whose last text, of those whose fate is known, did not arrive."""
    newest = (Message.created_at.desc(), Message.id.desc())
    place = func.row_number().over(partition_by=Message.contact_point_id, order_by=newest)
    known = (
        select(Message.contact_point_id, Message.status, place.label("place"))
        .where(
            Message.to_person_id.in_(people),
            Message.contact_point_id.is_not(None),
            Message.channel == Channel.SMS,
            Message.status.in_(FATE_KNOWN),
        )
        .subquery()
    )
    last = select(known.c.contact_point_id).where(
        known.c.place == 1, known.c.status.in_(LOST_ON_ITS_WAY)
    )
    return frozenset(session.scalars(last))
