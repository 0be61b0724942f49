"""Let somebody look in on others again whose death was recorded by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.people import OtherContactKind
from hopecare.domain.timeline import EntryKind
from hopecare.domain.undoing import LeftReason
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from hopecare.standing_consents import agrees_to
from models import OtherContact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def bring_back_contacts(
    session: Session, *, contact_ids: Iterable[UUID], by: Actor, now: datetime
) -> dict[UUID, LeftReason]:
    """Let each stand again where the resident still agrees; say of the others why not."""
    left = {}
    for contact_id in contact_ids:
        contact = session.get_one(OtherContact, contact_id)
        reason = _against(session, contact, now)
        if reason is not None:
            left[contact_id] = reason
            continue
        contact.until_on = None
        note_timeline(
            session,
            town_id=contact.town_id,
            kind=EntryKind.OTHER_CONTACT_CHANGED,
            at=now,
            by=by,
            person_id=contact.resident_id,
            subject_id=contact.id,
            facts={"what": "added", "kind": contact.kind.value},
        )
    session.flush()
    return left


def _against(session: Session, contact: OtherContact, now: datetime) -> LeftReason | None:
    if person_by_id(session, contact.resident_id).died_on is not None:
        return LeftReason.CASE_OVER
    today = local_day(session, contact.town_id, now)
    agreed = agrees_to(session, contact.resident_id, today)
    needs_yes = contact.kind is OtherContactKind.KEYHOLDER
    has_yes = not needs_yes or ConsentPurpose.KEYHOLDER in agreed
    return None if has_yes else LeftReason.NO_CONSENT
