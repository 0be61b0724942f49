"""Reads who of a broadcast's group has a landline only, and is rung instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.domain.broadcasts import Audience, LeftOut
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentPurpose
from hopecare.queries.not_over import not_over
from hopecare.queries.town_days import local_day
from hopecare.queries.visibility import visible
from hopecare.standing_consents import who_agrees
from models import BroadcastPerson, CallTask, ContactSafetyRule, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Broadcast


def call_key(broadcast_id: UUID, person_id: UUID) -> str:
    """Name the call by which somebody hears what a broadcast says."""
    return f"{_of(broadcast_id)}{person_id}"


def _of(broadcast_id: UUID) -> str:
    return f"broadcast:{broadcast_id}:"


def calls_open(session: Session, broadcast: Broadcast) -> Sequence[UUID]:
    """Give the calls with its words that nobody has made yet."""
    owed = select(CallTask.id).where(
        CallTask.town_id == broadcast.town_id,
        CallTask.dedup_key.startswith(_of(broadcast.id), autoescape=True),
        CallTask.status == CallTaskStatus.OPEN,
    )
    return session.scalars(owed.order_by(CallTask.id)).all()


def landlines_kept(
    session: Session, broadcast_id: UUID, *, identity: Identity
) -> Sequence[tuple[UUID, str]]:
    """Give who was left out of a sent one for a landline, with their language, as far as seen."""
    kept = (
        select(BroadcastPerson.person_id, BroadcastPerson.language)
        .join(Person, Person.id == BroadcastPerson.person_id)
        .where(
            BroadcastPerson.broadcast_id == broadcast_id,
            BroadcastPerson.left_out == LeftOut.LANDLINE,
            visible("resident.read", identity, Person),
        )
        .order_by(BroadcastPerson.person_id)
    )
    return [(person_id, language) for person_id, language in session.execute(kept)]


def may_be_rung(
    session: Session, broadcast: Broadcast, people: Sequence[UUID], *, now: datetime
) -> Sequence[UUID]:
    """Give those of them who agree, live, and whom no rule forbids to ring; in the same order."""
    today = local_day(session, broadcast.town_id, now)
    unsafe = select(ContactSafetyRule.person_id).where(
        ContactSafetyRule.person_id.in_(people),
        ContactSafetyRule.forbidden.is_(True),
        or_(ContactSafetyRule.channel.is_(None), ContactSafetyRule.channel == Channel.VOICE),
        ContactSafetyRule.from_on <= today,
        not_over(ContactSafetyRule, today),
    )
    dead = select(Person.id).where(Person.id.in_(people), Person.died_on.is_not(None))
    spared = {*session.scalars(unsafe), *session.scalars(dead)}
    agreed = frozenset(people)
    if broadcast.audience is Audience.RESIDENTS:
        agreed = who_agrees(session, people, ConsentPurpose.CHECK_INS, on=today)
    return [each for each in people if each in agreed and each not in spared]


def owed_already(session: Session, broadcast: Broadcast, people: Sequence[UUID]) -> frozenset[UUID]:
    """Give those of them to whom its call is owed, or was made."""
    keys = [call_key(broadcast.id, each) for each in people]
    found = select(CallTask.person_id).where(
        CallTask.town_id == broadcast.town_id, CallTask.dedup_key.in_(keys)
    )
    return frozenset(each for each in session.scalars(found) if each is not None)
