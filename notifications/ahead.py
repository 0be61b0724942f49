"""What the gate asks about many messages, read at once: one statement a table, whatever the number.

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
from hopecare.standing_consents import agreed_by
from models import (
    Account,
    Alert,
    Broadcast,
    Case,
    CheckInPlan,
    CheckInSlot,
    ContactPoint,
    ContactSafetyRule,
    Offer,
    Person,
    Town,
)
from notifications.ceiling import Ceiling, told_lately
from notifications.costs import waits_for_money
from notifications.duty_phones import duty_phones
from notifications.purse import purse_of
from notifications.said_to import SaidTo, read_said
from notifications.subject import consents_needed, is_for_staff
from notifications.town_channels import most_an_hour, profile_of_town

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session
    from sqlalchemy.sql.base import ExecutableOption

    from hopecare.domain.channel_profiles import ChannelProfile
    from hopecare.domain.consent import ConsentPurpose
    from models import Message
    from notifications.purse import Purse


_OF_SLOTS: Final = load_only(CheckInSlot.plan_id, CheckInSlot.person_id, CheckInSlot.status)
_OF_PEOPLE: Final = load_only(Person.town_id, Person.language, Person.died_on)
"""Nobody's name is asked here, and opening each would take longer than all the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What was read about some messages and their readers."""

    points: Mapping[UUID, Sequence[ContactPoint]]
    """Every number a reader ever had, the preferred one first."""
    duty_phones: Mapping[UUID, UUID]
    """On which of their numbers readers are on duty now, where one was chosen."""
    zones: Mapping[UUID, str]
    """By whose clock readers live, where their plan of check-ins says so; else by the town's."""
    rules: Mapping[UUID, Sequence[ContactSafetyRule]]
    agreed: Mapping[UUID, frozenset[ConsentPurpose]]
    """What those agree to whom the words are about, of what these words need, in their own day."""
    profiles: Mapping[UUID, ChannelProfile]
    to_volunteers: frozenset[UUID]
    """The broadcasts whose readers volunteered, and agreed to hear from us by that."""
    left: frozenset[UUID]
    """Whose account was closed, of those who read these words as staff."""
    purse: Purse
    """What is left of the month's money; asked only where some of these words could wait."""
    ceiling: Ceiling
    said: SaidTo
    """What of messages to many has left for the readers' telephones; read where words leave."""
    held: Sequence[object] = field(repr=False)
    """Keeps the rows the session would forget."""


def read_ahead(
    session: Session, messages: Sequence[Message], *, now: datetime, spends: bool = False
) -> Ahead:
    """Read everything the gate will ask about these messages; whoever sends them spends alone."""
    readers = {message.to_person_id for message in messages}
    towns = _rows(session, Town, {message.town_id for message in messages})
    slots = _rows(session, CheckInSlot, {message.slot_id for message in messages}, _OF_SLOTS)
    cases = _rows(session, Case, {message.case_id for message in messages})
    offers = _rows(session, Offer, {message.offer_id for message in messages})
    alerts = _rows(session, Alert, {message.alert_id for message in messages})
    broadcasts = _rows(session, Broadcast, {message.broadcast_id for message in messages})
    about = {slot.person_id for slot in slots} | {case.resident_id for case in cases}
    people = _rows(session, Person, readers | about, _OF_PEOPLE)
    could_wait = {message.town_id for message in messages if waits_for_money(message)}
    days = {town.id: now.astimezone(ZoneInfo(town.zone)).date() for town in towns}
    points = _by_person(session, ContactPoint, readers)
    return Ahead(
        points=points,
        said=read_said(session, messages, points) if spends else SaidTo(),
        duty_phones=duty_phones(session, messages, now=now),
        zones=_zones(session, readers),
        rules=_by_person(session, ContactSafetyRule, readers),
        left=_left(session, messages),
        purse=purse_of(
            session, [town for town in towns if town.id in could_wait], days, alone=spends
        ),
        agreed=_agreed(session, messages, people, days),
        ceiling=Ceiling(
            told_lately(session, readers, now=now),
            {town.id: most_an_hour(session, town, on=days[town.id]) for town in towns},
            now=now,
        ),
        profiles={town.id: profile_of_town(session, town, on=days[town.id]) for town in towns},
        to_volunteers=frozenset(
            each.id for each in broadcasts if each.audience is Audience.VOLUNTEERS
        ),
        held=[*towns, *slots, *cases, *offers, *alerts, *broadcasts, *people],
    )


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


def _by_person(session: Session, table: Any, people: Iterable[UUID]) -> Mapping[UUID, list[Any]]:  # noqa: ANN401  points or rules
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in session.scalars(select(table).where(table.person_id.in_(sorted(people)))):
        found[row.person_id].append(row)
    return found


def _zones(session: Session, people: Iterable[UUID]) -> Mapping[UUID, str]:
    """The zone of each plan that stands: one of a person does at a time."""
    plan = CheckInPlan
    standing = select(plan.person_id, plan.zone).where(
        plan.person_id.in_(sorted(people)), plan.ended_at.is_(None)
    )
    return dict(iter(session.execute(standing)))


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
