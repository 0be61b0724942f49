"""Whom nothing distinguishes where a text may go, of very many people in one statement.

It only ever leaves out too many: of each of those `notifications.gate` is asked by itself.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import literal, or_, select, true

from hopecare.domain.broadcasts import Audience
from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentPurpose
from hopecare.queries.keys import is_among
from hopecare.queries.reach import surely_reached
from hopecare.standing_consents import surely_agree
from models import CheckInPlan, ContactPoint, ContactSafetyRule, Person, Town

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from models import Broadcast

FURTHEST: Final = timedelta(days=1)
"""Wherever they live: what holds on the day before and after, holds on theirs."""


def alike_readers(
    session: Session, broadcast: Broadcast, people: Sequence[UUID], *, at: datetime
) -> frozenset[UUID]:
    """Give those of these who surely may be written to, all by the same: one gate's word is all's.

    They live, and by the town's clock; have a telephone of their own that takes texts, never asked
    for them to stop, have no rule of safety, and said a plain yes where one is needed.
    """
    keys = [person_id.hex for person_id in people]
    alike = select(Person.id).where(
        is_among(session, Person.id, keys),
        *_conditions(broadcast, at=at),
        _lives_by_the_clock_of(session.get_one(Town, broadcast.town_id)),
    )
    return frozenset(session.scalars(alike))


def _conditions(broadcast: Broadcast, *, at: datetime) -> Iterator[ColumnElement[bool]]:
    days = (at.date() - FURTHEST, at.date() + FURTHEST)
    point, rule = ContactPoint, ContactSafetyRule
    odd = or_(point.opted_out_at.is_not(None), point.is_shared)
    yield Person.died_on.is_(None)
    yield surely_reached(Person.id, literal(Channel.SMS, CheckInPlan.channel.type), days=days)
    yield ~select(true()).where(point.person_id == Person.id, odd).exists()
    yield ~select(true()).where(rule.person_id == Person.id).exists()
    if broadcast.audience is Audience.RESIDENTS:
        yield surely_agree(Person.id, ConsentPurpose.CHECK_INS, until=days[1])


def _lives_by_the_clock_of(town: Town) -> ColumnElement[bool]:
    """Whoever stays elsewhere has another night."""
    elsewhere = (
        CheckInPlan.person_id == Person.id,
        CheckInPlan.ended_at.is_(None),
        CheckInPlan.zone != town.zone,
    )
    return ~select(true()).where(*elsewhere).exists()
