"""The causes of many messages, read at once: one statement a table, whatever the number.

Rows that are found by their key are only held in memory: the session gives them out again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import load_only

from hopecare.domain.broadcasts import Audience
from hopecare.domain.check_in_times import is_in_pause
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.delivery import MessageKind
from hopecare.domain.urgency import Urgency
from hopecare.queries.asked_hours import asked_hours
from hopecare.queries.message_subjects import (
    asks_in,
    consents_needed,
    has_died_since,
    is_agreed_to,
    is_for_staff,
    is_over,
    is_resting,
    sends_to_door,
)
from hopecare.queries.not_to_send import visits_could_harm
from hopecare.queries.on_duty_phones import duty_phones
from hopecare.queries.who_looks_in import help_there, hold_keys_there
from hopecare.standing_consents import agreed_by
from models import Account, Alert, Broadcast, Case, CheckInPlan, CheckInSlot, Offer, Person, Town

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime, time
    from uuid import UUID

    from sqlalchemy.orm import Session
    from sqlalchemy.sql.base import ExecutableOption

    from hopecare.domain.consent import ConsentPurpose
    from hopecare.queries.who_looks_in import Door
    from models import Message

_OF_SLOTS: Final = load_only(CheckInSlot.plan_id, CheckInSlot.person_id, CheckInSlot.status)
_OF_PEOPLE: Final = load_only(Person.town_id, Person.language, Person.died_on)
"""Nobody's name is asked here, and opening each would take longer than all the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageCauses:
    """What `notifications.causes` asks, answered from the care path."""

    session: Session
    agreed: Mapping[UUID, frozenset[ConsentPurpose]]
    """What those agree to whom the words are about, of what these words need, in their own day."""
    zones: Mapping[UUID, str]
    duty_phones: Mapping[UUID, UUID]
    left: frozenset[UUID]
    """Whose account was closed, of those who read these words as staff."""
    resting: frozenset[UUID]
    """The plans of these check-ins that rest today, where they ask."""
    unsafe: frozenset[UUID]
    """Whose door nobody may come to, of those to whom these words would send somebody."""
    helping: frozenset[Door]
    """At which of these doors the reader who is to look in helps now."""
    doors: frozenset[Door]
    """To which of them the reader may be sent: they help there, or hold the key today."""
    asked_hours: Mapping[UUID, tuple[time, time]]
    """The hours in which volunteers wish to be asked, of those who are asked."""
    days: Mapping[UUID, date]
    """The day it is in each town of these messages."""
    held: Sequence[object] = field(repr=False)
    """Keeps the rows the session would forget."""

    def is_over(self, message: Message) -> bool:
        """Whether its cause is over, or nobody is to go there, or not this reader any more."""
        return (
            is_over(self.session, message)
            or self._sends_into_harm(message)
            or self._looks_in_no_more(message)
        )

    def has_died(self, message: Message) -> bool:
        """Whether the reader has died, or since it was promised whoever the words are about."""
        return has_died_since(self.session, message)

    def has_left(self, message: Message) -> bool:
        """Whether the words are for staff, and the reader's account was closed."""
        return message.to_person_id in self.left and is_for_staff(message)

    def is_paused(self, message: Message) -> bool:
        """Whether the plan of this check-in rests on the day it is there."""
        return is_resting(self.session, message, self.resting)

    def is_agreed_to(self, message: Message) -> bool:
        """Whether the resident agrees; whoever volunteered agreed to hear from us by that."""
        helps = asks_in(message) and self._door(message) in self.helping
        return self._is_to_volunteers(message) or is_agreed_to(
            self.session, message, self.agreed, helps=helps
        )

    def zone_of(self, message: Message) -> str | None:
        """By whose clock the reader lives, where their plan of check-ins says so."""
        return self.zones.get(message.to_person_id)

    def duty_phone_of(self, message: Message) -> UUID | None:
        """The number chosen with the duty that the reader has now."""
        return self.duty_phones.get(message.to_person_id)

    def asked_hours_of(self, message: Message) -> tuple[time, time] | None:
        """The volunteer's own hours for a question, unless somebody is in a crisis."""
        if message.kind is not MessageKind.OFFER or message.case_id is None:
            return None
        if self.session.get_one(Case, message.case_id).urgency is Urgency.CRISIS:
            return None
        return self.asked_hours.get(message.to_person_id)

    def is_answered_by_carer(self, message: Message) -> bool:
        """Whether by the plan of this check-in the resident's own answer does not count."""
        if message.slot_id is None:
            return False
        slot = self.session.get_one(CheckInSlot, message.slot_id)
        plan = self.session.get_one(CheckInPlan, slot.plan_id)
        return plan.answer_of is not AnswererKind.RESIDENT

    def stands_until(self, message: Message) -> datetime | None:
        """When the offer of these words lapses."""
        if message.offer_id is None:
            return None
        return self.session.get_one(Offer, message.offer_id).lapses_at

    def _looks_in_no_more(self, message: Message) -> bool:
        """Whether they are asked to look in, and neither hold the key on this day nor help."""
        return asks_in(message) and self._door(message) not in self.doors

    def _door(self, message: Message) -> Door | None:
        if message.slot_id is None:
            return None
        return message.to_person_id, self.session.get_one(CheckInSlot, message.slot_id).person_id

    def _sends_into_harm(self, message: Message) -> bool:
        if not self.unsafe or message.slot_id is None or not sends_to_door(message):
            return False
        return self.session.get_one(CheckInSlot, message.slot_id).person_id in self.unsafe

    def _is_to_volunteers(self, message: Message) -> bool:
        if message.broadcast_id is None:
            return False
        broadcast = self.session.get_one(Broadcast, message.broadcast_id)
        return broadcast.audience is Audience.VOLUNTEERS


def read_causes(session: Session, messages: Sequence[Message], *, now: datetime) -> MessageCauses:
    """Read what each of these messages is about, and whether their readers may still hear it."""
    readers = {message.to_person_id for message in messages}
    towns = _rows(session, Town, {message.town_id for message in messages})
    slots = _rows(session, CheckInSlot, {message.slot_id for message in messages}, _OF_SLOTS)
    cases = _rows(session, Case, {message.case_id for message in messages})
    offers = _rows(session, Offer, {message.offer_id for message in messages})
    alerts = _rows(session, Alert, {message.alert_id for message in messages})
    broadcasts = _rows(session, Broadcast, {message.broadcast_id for message in messages})
    about = {slot.person_id for slot in slots} | {case.resident_id for case in cases}
    people = _rows(session, Person, readers | about, _OF_PEOPLE)
    days = {town.id: now.astimezone(ZoneInfo(town.zone)).date() for town in towns}
    helping, doors = _doors(session, messages, slots, days)
    return MessageCauses(
        session=session,
        agreed=_agreed(session, messages, people, days),
        zones=_zones(session, readers),
        duty_phones=duty_phones(session, messages, now=now),
        left=_left(session, messages),
        resting=_resting(session, slots, now=now),
        unsafe=_unsafe(session, messages, slots, days),
        helping=helping,
        doors=doors,
        asked_hours=asked_hours(session, _asked(messages)),
        days=days,
        held=[*towns, *slots, *cases, *offers, *alerts, *broadcasts, *people],
    )


def _asked(messages: Sequence[Message]) -> set[UUID]:
    return {each.to_person_id for each in messages if each.kind is MessageKind.OFFER}


def _rows(
    session: Session,
    table: Any,  # noqa: ANN401  any table with an id
    keys: Iterable[UUID | None],
    *options: ExecutableOption,
) -> Sequence[Any]:
    wanted = sorted({key for key in keys if key is not None})
    if not wanted:
        return ()
    return session.scalars(select(table).where(table.id.in_(wanted)).options(*options)).all()


def _zones(session: Session, people: Iterable[UUID]) -> Mapping[UUID, str]:
    """The zone of each plan that stands: one of a person does at a time."""
    plan = CheckInPlan
    standing = select(plan.person_id, plan.zone).where(
        plan.person_id.in_(sorted(people)), plan.ended_at.is_(None)
    )
    return dict(iter(session.execute(standing)))


def _resting(session: Session, slots: Sequence[CheckInSlot], *, now: datetime) -> frozenset[UUID]:
    """Which of the plans of these check-ins rest on the day it is there."""
    if not slots:
        return frozenset()
    plan = CheckInPlan
    pauses = select(plan.id, plan.zone, plan.paused_from, plan.paused_until).where(
        plan.id.in_(sorted({slot.plan_id for slot in slots})), plan.paused_from.is_not(None)
    )
    return frozenset(
        plan_id
        for plan_id, zone, paused_from, paused_until in session.execute(pauses)
        if is_in_pause(now.astimezone(ZoneInfo(zone)).date(), paused_from, paused_until)
    )


def _unsafe(
    session: Session,
    messages: Sequence[Message],
    slots: Sequence[CheckInSlot],
    days: Mapping[UUID, date],
) -> frozenset[UUID]:
    """Whom a visit could harm today, of those to whom these words send somebody."""
    sending = {message.slot_id: message.town_id for message in messages if sends_to_door(message)}
    found: set[UUID] = set()
    for town_id in set(sending.values()):
        theirs = [each.person_id for each in slots if sending.get(each.id) == town_id]
        found |= visits_could_harm(session, theirs, on=days[town_id])
    return frozenset(found)


def _doors(
    session: Session,
    messages: Sequence[Message],
    slots: Sequence[CheckInSlot],
    days: Mapping[UUID, date],
) -> tuple[frozenset[Door], frozenset[Door]]:
    """At which doors the readers who are to look in help, and to which they may be sent today."""
    of_slot = {slot.id: slot.person_id for slot in slots}
    wanted: dict[UUID, set[Door]] = defaultdict(set)
    for message in messages:
        resident = of_slot.get(message.slot_id) if message.slot_id else None
        if resident is not None and asks_in(message):
            wanted[message.town_id].add((message.to_person_id, resident))
    helping: frozenset[Door] = frozenset()
    holding: frozenset[Door] = frozenset()
    for town_id, doors in wanted.items():
        helping |= help_there(session, doors)
        holding |= hold_keys_there(session, doors, on=days[town_id])
    return helping, helping | holding


def _left(session: Session, messages: Sequence[Message]) -> frozenset[UUID]:
    """Who of those these words are for as staff works here no more."""
    staff = sorted({each.to_person_id for each in messages if is_for_staff(each)})
    if not staff:
        return frozenset()
    closed = select(Account.person_id).where(
        Account.person_id.in_(staff), Account.disabled_at.is_not(None)
    )
    return frozenset(session.scalars(closed))


def _agreed(
    session: Session,
    messages: Sequence[Message],
    people: Sequence[Person],
    days: Mapping[UUID, date],
) -> Mapping[UUID, frozenset[ConsentPurpose]]:
    """What each agrees to, of what these words need."""
    needed = sorted({each for message in messages for each in consents_needed(message)})
    of_town: dict[UUID, list[UUID]] = defaultdict(list)
    for person in people:
        of_town[person.town_id].append(person.id)
    agreed: dict[UUID, frozenset[ConsentPurpose]] = {}
    if not needed:
        return agreed
    for town_id, members in of_town.items():
        agreed |= agreed_by(session, members, on=days[town_id], purposes=needed)
    return agreed
