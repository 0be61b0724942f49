"""Which towns have a question open that some words answer: as many statements for many as for one.

Nothing is decrypted, so that a row which cannot be read costs nobody their answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.answered_kinds import AnsweredKind, answered_kinds
from hopecare.domain.care_path import OfferStatus
from hopecare.domain.delivery import MessageKind
from hopecare.queries.alerts_told import alerts_told_to
from hopecare.queries.check_ins import awaited_slots
from hopecare.queries.look_ins import towns_asking_lately
from models import Alert, Message, Offer

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.reply_words import Reply


@dataclass(frozen=True, slots=True)
class Asking:
    """The towns with a question open that some words answer."""

    towns: frozenset[UUID]
    themselves: frozenset[UUID] = frozenset()
    """Those of them that ask how somebody is, so that a number may call for help."""


def asking_towns(
    session: Session, people: Collection[UUID], *, body: str, reply: Reply, at: datetime
) -> Asking:
    """Find the towns whose code was written, or whose question to these people was open then.

    An alert that somebody has taken, or a look-in that is over, is no open question, though whoever
    answers it hears so: where nothing else stands open, it is what was meant.
    """
    if reply.code is not None:
        return Asking(_named(session, people, reply.code))
    kinds = answered_kinds(body, reply)
    found: set[UUID] = set()
    themselves: set[UUID] = set()
    if AnsweredKind.CHECK_IN in kinds:
        slots = awaited_slots(session, people=people, asked_before=at)
        themselves |= {each.town_id for each in slots}
    if AnsweredKind.OFFER in kinds:
        found |= _offering(session, people, at)
    found |= _asking_of_others(session, people, kinds, at, is_open=True)
    if not found | themselves:
        found |= _asking_of_others(session, people, kinds, at, is_open=False)
    return Asking(frozenset(found | themselves), frozenset(themselves))


def _asking_of_others(
    session: Session,
    people: Collection[UUID],
    kinds: Collection[AnsweredKind],
    at: datetime,
    *,
    is_open: bool,
) -> set[UUID]:
    """The towns whose alert or look-in these words answer."""
    found: set[UUID] = set()
    if AnsweredKind.ALERT in kinds:
        alerts = alerts_told_to(session, people, before=at, is_open=is_open)
        found |= {each.town_id for each in alerts}
    if AnsweredKind.LOOK_IN in kinds:
        found |= towns_asking_lately(session, people, asked_before=at, is_open=is_open)
    return found


def _named(session: Session, people: Collection[UUID], code: str) -> frozenset[UUID]:
    """The towns of the offer or the alert with this code, however it stands."""
    offers = select(Offer.town_id).where(Offer.helper_id.in_(people), Offer.code == code)
    told = select(Message.alert_id).where(
        Message.to_person_id.in_(people), Message.kind == MessageKind.ALERT
    )
    alerts = select(Alert.town_id).where(Alert.code == code, Alert.id.in_(told))
    return frozenset(session.scalars(offers.union(alerts)))


def _offering(session: Session, people: Collection[UUID], at: datetime) -> set[UUID]:
    """The towns with an offer to one of these that was made before and may still be answered."""
    found = select(Offer.town_id).where(
        Offer.helper_id.in_(people), Offer.status == OfferStatus.STANDING, Offer.made_at <= at
    )
    return set(session.scalars(found.distinct()))
