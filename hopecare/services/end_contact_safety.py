"""End a contact-safety rule: from today it no longer holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.errors import NotFoundError
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from models import ContactSafetyRule

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def end_contact_safety(
    session: Session, person: Person, rule_id: UUID, *, by: Actor, now: datetime
) -> ContactSafetyRule:
    """End one rule of this person."""
    rule = session.get(ContactSafetyRule, rule_id)
    if rule is None or rule.person_id != person.id:
        raise NotFoundError(kind="contact_safety_rule", id=rule_id)
    today = local_day(session, person.town_id, now)
    if rule.until_on is not None and rule.until_on <= today:
        return rule
    rule.until_on = today
    note_timeline(
        session,
        town_id=person.town_id,
        kind=EntryKind.CONTACT_SAFETY_ENDED,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=rule.id,
        facts={"channel": rule.channel.value if rule.channel else None},
    )
    session.flush()
    return rule
