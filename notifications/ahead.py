"""What the gate asks about many messages, read at once: one statement a table, whatever the number.

What their causes say is asked of whoever knows the care path.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models import ContactPoint, ContactSafetyRule, Town
from notifications.ceiling import Ceiling, told_lately
from notifications.costs import waits_for_money
from notifications.purse import purse_of
from notifications.said_to import SaidTo, read_said
from notifications.town_channels import most_an_hour, profile_of_town

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.channel_profiles import ChannelProfile
    from models import Message
    from notifications.causes import Causes
    from notifications.purse import Purse


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What was read about some messages and their readers."""

    causes: Causes
    points: Mapping[UUID, Sequence[ContactPoint]]
    """Every number a reader ever had, the preferred one first."""
    rules: Mapping[UUID, Sequence[ContactSafetyRule]]
    profiles: Mapping[UUID, ChannelProfile]
    purse: Purse
    """What is left of the month's money; asked only where some of these words could wait."""
    ceiling: Ceiling
    said: SaidTo
    """What of messages to many has left for the readers' telephones; read where words leave."""
    held: Sequence[object] = field(repr=False)
    """Keeps the rows the session would forget."""


def read_ahead(
    session: Session,
    messages: Sequence[Message],
    *,
    causes: Causes,
    now: datetime,
    spends: bool = False,
) -> Ahead:
    """Read everything the gate will ask about these messages; whoever sends them spends alone."""
    readers = {message.to_person_id for message in messages}
    keys = sorted({message.town_id for message in messages})
    # Whoever read the causes holds these rows: no statement more.
    towns = [session.get_one(Town, key) for key in keys]
    could_wait = {message.town_id for message in messages if waits_for_money(message)}
    days = {town.id: now.astimezone(ZoneInfo(town.zone)).date() for town in towns}
    points = _by_person(session, ContactPoint, readers)
    return Ahead(
        causes=causes,
        points=points,
        said=read_said(session, messages, points) if spends else SaidTo(),
        rules=_by_person(session, ContactSafetyRule, readers),
        purse=purse_of(
            session, [town for town in towns if town.id in could_wait], days, alone=spends
        ),
        ceiling=Ceiling(
            told_lately(session, readers, now=now),
            {town.id: most_an_hour(session, town, on=days[town.id]) for town in towns},
            now=now,
        ),
        profiles={town.id: profile_of_town(session, town, on=days[town.id]) for town in towns},
        held=towns,
    )


def _by_person(session: Session, table: Any, people: Iterable[UUID]) -> Mapping[UUID, list[Any]]:  # noqa: ANN401  points or rules
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in session.scalars(select(table).where(table.person_id.in_(sorted(people)))):
        found[row.person_id].append(row)
    return found
