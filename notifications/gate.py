"""The send gate: whether one promised message may leave now, and to which telephone.

Asked at the moment of sending, never at the moment of promising: consent, safety and life change
in between. The decision itself is `hopecare.domain.send_gate`; here are its facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import ASKING, MessageKind
from hopecare.domain.people import TELEPHONES, ContactKind
from hopecare.domain.send_gate import Bound, SendDecision, SendFacts, may_send
from models import (
    ContactPoint,
    ContactSafetyRule,
    Message,
    Person,
    Town,
)
from notifications.costs import waits_for_money
from notifications.duty_phones import duty_first
from notifications.neutral import AS_IT_STANDS, has_neutral_words, is_overheard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from notifications.ahead import Ahead

MAY_BE_SPOKEN: Final = frozenset(
    {
        MessageKind.OFFER,
        MessageKind.TASK_DETAILS,
        MessageKind.CHECK_IN,
        MessageKind.CHECK_IN_REPEAT,
        MessageKind.ALERT,
        MessageKind.ALERT_NEWS,
        MessageKind.ALL_CLEAR,
        MessageKind.NOTICE,
    }
)
"""What is worth a call to somebody who has a landline only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GateWord:
    """What the gate says: a decision, and the telephone it was made for."""

    decision: SendDecision
    contact_point: ContactPoint | None


def ask_gate(session: Session, message: Message, *, now: datetime, ahead: Ahead) -> GateWord:
    """Decide about one message with what holds at this moment; `ahead` was read for a batch."""
    causes = ahead.causes
    town = session.get_one(Town, message.town_id)
    person = session.get_one(Person, message.to_person_id)
    today = now.astimezone(ZoneInfo(town.zone)).date()
    holding = _holding(ahead.points.get(person.id, ()), today)
    point = _telephone(duty_first(holding, message, causes.duty_phone_of(message)), message.channel)
    facts = SendFacts(
        channel=message.channel,
        # Night, and the hours that are safe, are where they are.
        local_now=now.astimezone(ZoneInfo(causes.zone_of(message) or town.zone)),
        is_urgent=message.is_urgent,
        own_hours=causes.asked_hours_of(message),
        is_neutral=message.kind in AS_IT_STANDS,
        can_be_neutral=has_neutral_words(message.kind),
        is_overheard=is_overheard(message, point),
        has_died=causes.has_died(message),
        has_contact_point=point is not None,
        opted_out=_opted_out(point, message),
        consents=causes.is_agreed_to(message),
        has_left=causes.has_left(message),
        is_paused=causes.is_paused(message),
        is_over_cap=waits_for_money(message) and ahead.purse.is_empty(town.id),
        bounds=_bounds(ahead.rules.get(person.id, ()), today),
    )
    decision = may_send(facts, ahead.profiles[town.id])
    return GateWord(decision=decision, contact_point=point)


def telephone_of(
    session: Session, person_id: UUID, *, channel: Channel, today: date
) -> ContactPoint | None:
    """The telephone that holds today, the preferred one first; a text needs one that takes them.

    A shop that passes messages on takes texts, and only for somebody without a telephone.
    """
    points = session.scalars(select(ContactPoint).where(ContactPoint.person_id == person_id)).all()
    return _telephone(_holding(points, today), channel)


def read_at(
    session: Session, people: Iterable[UUID], *, index: str, today: date
) -> list[ContactPoint]:
    """Give the telephones of those whose texts go to this very one; who wants none comes last."""
    points = [telephone_of(session, each, channel=Channel.SMS, today=today) for each in people]
    here = [point for point in points if point and point.value_index == index]
    return sorted(here, key=lambda point: point.opted_out_at is not None)


def channel_to(
    session: Session, person_id: UUID, *, kind: MessageKind, wanted: Channel, today: date
) -> Channel:
    """The channel that reaches this person: a landline is rung, a shop gets a text."""
    if telephone_of(session, person_id, channel=wanted, today=today) is not None:
        return wanted
    other = Channel.VOICE if wanted is Channel.SMS else Channel.SMS
    can_change = kind in MAY_BE_SPOKEN if other is Channel.VOICE else kind in ASKING
    if can_change and telephone_of(session, person_id, channel=other, today=today) is not None:
        return other
    return wanted


def _telephone(points: Sequence[ContactPoint], channel: Channel) -> ContactPoint | None:
    """The first that takes what the channel carries."""
    own = [point for point in points if point.kind in TELEPHONES]
    if channel is Channel.VOICE:
        return next(iter(own), None)
    return next((point for point in own or points if point.can_text), None)


def _holding(points: Sequence[ContactPoint], today: date) -> Sequence[ContactPoint]:
    """Every number that holds today, the preferred one first."""
    holding = [
        point
        for point in points
        if point.kind in (*TELEPHONES, ContactKind.KIOSK_MESSAGE)
        and point.valid_from <= today
        and (point.valid_until is None or point.valid_until > today)
    ]
    in_order = sorted(holding, key=lambda point: point.id)
    return sorted(in_order, key=lambda p: (p.is_preferred, p.valid_from), reverse=True)


def _opted_out(point: ContactPoint | None, message: Message) -> bool:
    """Whether texts were asked to stop; a sign-in code they just asked for still goes."""
    if point is None or message.channel is not Channel.SMS:
        return False
    return point.opted_out_at is not None and message.kind is not MessageKind.SIGN_IN_CODE


def _bounds(rules: Sequence[ContactSafetyRule], today: date) -> tuple[Bound, ...]:
    """The contact-safety rules that stand today."""
    return tuple(
        Bound(
            channel=rule.channel,
            forbidden=rule.forbidden,
            safe_from=rule.safe_from,
            safe_until=rule.safe_until,
            neutral_only=rule.neutral_only,
        )
        for rule in rules
        if rule.from_on <= today and (rule.until_on is None or rule.until_on > today)
    )
