"""Which questions of ours stand open on one telephone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.check_ins import is_theirs
from hopecare.queries.alerts_told import alerts_told_to, find_alert_by_code
from hopecare.queries.check_ins import awaited_slots, plan_by_id
from hopecare.queries.look_ins import asked_lately
from hopecare.queries.messages import find_offer_by_code, offers_open_to

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """One question to one person: a check-in with its older days, an offer, an alert, a look-in."""

    person_id: UUID
    slot_ids: tuple[UUID, ...] = ()
    """The newest first."""
    offer_id: UUID | None = None
    alert_id: UUID | None = None
    look_in_id: UUID | None = None
    """The check-in because of which they are asked to look in."""
    is_over: bool = False
    """Nobody needs to look in any more; trouble at the door is heard all the same."""


def open_questions(
    session: Session, people: Collection[UUID], *, code: str | None, asked_before: datetime
) -> list[OpenQuestion]:
    """Every question to these people that stood open at a moment and still does.

    A written code names its offer or alert and leaves no other. Where nothing stands open, it is
    the alert they were told of last: whoever took it up first is named to them.
    """
    found: list[OpenQuestion] = []
    for person_id in people:
        found += (
            _named(session, person_id, code) if code else _all(session, person_id, asked_before)
        )
    if found or code:
        return found
    return [each for person_id in people for each in _taken_since(session, person_id, asked_before)]


def _named(session: Session, person_id: UUID, code: str) -> list[OpenQuestion]:
    """The offer or the alert with this code."""
    offer = find_offer_by_code(session, person_id, code)
    if offer is not None:
        return [OpenQuestion(person_id=person_id, offer_id=offer.id)]
    alert = find_alert_by_code(session, person_id, code)
    return [OpenQuestion(person_id=person_id, alert_id=alert.id)] if alert else []


def _all(session: Session, person_id: UUID, asked_before: datetime) -> list[OpenQuestion]:
    """Check-ins, standing offers, and alerts nobody has taken."""
    check_ins = [
        OpenQuestion(person_id=person_id, slot_ids=tuple(slot_ids))
        for slot_ids in _check_ins(session, person_id, asked_before)
    ]
    offers = [
        OpenQuestion(person_id=person_id, offer_id=offer.id)
        for offer in offers_open_to(session, person_id)
        if offer.made_at <= asked_before
    ]
    alerts = alerts_told_to(session, [person_id], before=asked_before, is_open=True)
    return [
        *check_ins,
        *offers,
        *_look_ins(session, person_id, asked_before, is_open=True),
        *(OpenQuestion(person_id=person_id, alert_id=alert.id) for alert in alerts),
    ]


def _check_ins(session: Session, person_id: UUID, asked_before: datetime) -> list[list[UUID]]:
    """One question for each whom it is about: a plan that was changed asks no other question.

    Apart from these, where by one of their plans this person's answer counts and by another not.
    """
    found: dict[tuple[UUID, bool], list[UUID]] = {}
    for slot in awaited_slots(session, people=[person_id], asked_before=asked_before):
        plan = plan_by_id(session, slot.plan_id)
        counts = is_theirs(
            plan.answer_of,
            from_person_id=person_id,
            resident_id=slot.person_id,
            asked_person_id=plan.asked_person_id,
        )
        found.setdefault((slot.person_id, counts), []).append(slot.id)
    return list(found.values())


def _taken_since(session: Session, person_id: UUID, asked_before: datetime) -> list[OpenQuestion]:
    """The alert they were told of last, which somebody has taken or ended, or the look-in."""
    alerts = alerts_told_to(session, [person_id], before=asked_before, is_open=False)
    over = _look_ins(session, person_id, asked_before, is_open=False)
    return [OpenQuestion(person_id=person_id, alert_id=alert.id) for alert in alerts[:1]] or over[
        :1
    ]


def _look_ins(
    session: Session, person_id: UUID, asked_before: datetime, *, is_open: bool
) -> list[OpenQuestion]:
    asked = asked_lately(session, person_id, asked_before=asked_before, is_open=is_open)
    return [
        OpenQuestion(person_id=person_id, look_in_id=slot_id, is_over=not is_open)
        for slot_id in asked
    ]


def look_ins_over(
    session: Session, people: Collection[UUID], *, asked_before: datetime
) -> list[OpenQuestion]:
    """The newest asking to look in of each that came to an end since."""
    each_over = [_look_ins(session, each, asked_before, is_open=False)[:1] for each in people]
    return [question for over in each_over for question in over]
