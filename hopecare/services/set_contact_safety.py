"""Flag that it is unsafe to contact a person: by which channel, when, and in which words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.town_days import local_day
from hopecare.services.call_off_visits import call_off_visits
from hopecare.services.note_timeline import note_timeline
from models import ContactSafetyRule

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from hopecare.domain.identity import Actor
    from models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyWish:
    """What must be minded when this person is contacted."""

    channel: Channel | None = None
    forbidden: bool = False
    safe_from: time | None = None
    safe_until: time | None = None
    neutral_only: bool = False
    until_on: date | None = None
    note: str | None = None


def set_contact_safety(
    session: Session, person: Person, wish: SafetyWish, *, by: Actor, now: datetime
) -> ContactSafetyRule:
    """Add a rule; the send gate obeys it from this moment, and nobody goes on to an unsafe door."""
    _refuse_empty(wish)
    rule = ContactSafetyRule(
        town_id=person.town_id,
        person_id=person.id,
        from_on=local_day(session, person.town_id, now),
        channel=wish.channel,
        forbidden=wish.forbidden,
        safe_from=wish.safe_from,
        safe_until=wish.safe_until,
        neutral_only=wish.neutral_only,
        until_on=wish.until_on,
        note=wish.note,
    )
    session.add(rule)
    session.flush()
    note_timeline(
        session,
        town_id=person.town_id,
        kind=EntryKind.CONTACT_SAFETY_SET,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=rule.id,
        facts={"channel": wish.channel.value if wish.channel else None},
    )
    if wish.forbidden and wish.channel is None:
        call_off_visits(session, person, by=by, now=now)
    return rule


def _refuse_empty(wish: SafetyWish) -> None:
    faults: dict[str, list[str]] = {}
    if (wish.safe_from is None) != (wish.safe_until is None):
        faults["safe_until"] = ["both_hours_needed"]
    elif not (wish.forbidden or wish.neutral_only or wish.safe_from is not None or wish.note):
        faults["forbidden"] = ["choose_one"]
    if faults:
        raise InvalidInputError(faults)
