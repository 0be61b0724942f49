"""Whom nobody sends to a resident's door: anybody, where a visit could harm; or one neighbour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.domain.escalation import Rung
from hopecare.domain.look_ins import SkipReason
from hopecare.queries.not_over import not_over
from models import ContactSafetyRule, RefusedHelper, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


def visits_could_harm(
    session: Session, residents: Collection[UUID], *, on: date
) -> frozenset[UUID]:
    """Give those of them whom nobody may contact in any way: then nobody stands at the door."""
    rule = ContactSafetyRule
    unsafe = select(rule.person_id).where(
        rule.person_id.in_(sorted(residents)),
        rule.forbidden.is_(True),
        rule.channel.is_(None),
        rule.from_on <= on,
        not_over(rule, on),
    )
    return frozenset(session.scalars(unsafe)) if residents else frozenset()


def why_not_sent(
    session: Session, neighbours: Collection[UUID], *, resident_id: UUID, on: date
) -> Mapping[UUID, SkipReason]:
    """Give those of them who are not sent to this resident, each with why; the gravest stands."""
    people = sorted(neighbours)
    profile, refused = VolunteerProfile, RefusedHelper
    known = select(profile.person_id).where(profile.person_id.in_(people))
    is_away = or_(profile.is_on_duty.is_(False), profile.away_until > on)
    unwanted = select(refused.helper_id).where(
        refused.resident_id == resident_id,
        refused.helper_id.in_(people),
        not_over(refused, on),
    )
    return {
        **dict.fromkeys(session.scalars(known.where(is_away)), SkipReason.RESTS),
        **dict.fromkeys(session.scalars(unwanted), SkipReason.REFUSED),
        **dict.fromkeys(
            session.scalars(known.where(profile.suspended_at.is_not(None))), SkipReason.SUSPENDED
        ),
    }


def barred_from(
    session: Session, neighbours: Collection[UUID], rung: Rung, *, resident_id: UUID, on: date
) -> Mapping[UUID, SkipReason]:
    """Who is passed over at this step, and why; whoever holds the key is asked while they rest."""
    barred = why_not_sent(session, neighbours, resident_id=resident_id, on=on)
    if rung is Rung.HELPER:
        return barred
    return {each: why for each, why in barred.items() if why is not SkipReason.RESTS}
