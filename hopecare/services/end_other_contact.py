"""End that somebody may look in or be told about a resident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.people import OtherContactKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import NotFoundError
from hopecare.queries.households import other_contacts_of
from hopecare.queries.stoppable import plans_asking
from hopecare.queries.town_days import local_day
from hopecare.services.ask_themselves_again import ask_themselves_again
from hopecare.services.call_off_neighbour import call_off_neighbour
from hopecare.services.note_timeline import note_timeline
from models import OtherContact

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def end_other_contact(
    session: Session, resident: Person, contact_id: UUID, *, by: Actor, now: datetime
) -> OtherContact:
    """End one contact of this resident from today; a carer is not asked in their place any more.

    A keyholder who may be on the way is called off.
    """
    contact = session.get(OtherContact, contact_id)
    if contact is None or contact.resident_id != resident.id:
        raise NotFoundError(kind="other_contact", id=contact_id)
    today = local_day(session, resident.town_id, now)
    if contact.until_on is not None and contact.until_on <= today:
        return contact
    contact.until_on = today
    note_timeline(
        session,
        town_id=resident.town_id,
        kind=EntryKind.OTHER_CONTACT_CHANGED,
        at=now,
        by=by,
        person_id=resident.id,
        subject_id=contact.id,
        facts={"what": "ended", "kind": contact.kind.value},
    )
    session.flush()
    if contact.kind is OtherContactKind.CARER:
        _ask_resident(session, contact, today, by, now)
    if contact.kind is OtherContactKind.KEYHOLDER:
        call_off_neighbour(
            session, person_id=contact.person_id, resident_id=resident.id, by=by, now=now
        )
    return contact


def _ask_resident(
    session: Session, contact: OtherContact, today: date, by: Actor, now: datetime
) -> None:
    """Whoever is not their carer any more is not asked how they are, nor does their answer count.

    Written down twice, they may still be.
    """
    still = other_contacts_of(session, contact.resident_id, on=today)
    if any(row.kind is contact.kind and row.person_id == contact.person_id for row, _ in still):
        return
    for plan in plans_asking(session, contact.person_id, about_id=contact.resident_id):
        ask_themselves_again(session, plan_id=plan.id, by=by, now=now)
