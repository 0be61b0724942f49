"""A resident would rather not have one volunteer; no reason is asked, and it holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from models import RefusedHelper

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def refuse_helper(
    session: Session, *, resident_id: UUID, helper_id: UUID, by: Actor, now: datetime
) -> RefusedHelper:
    """Never ask this volunteer for this resident again; said twice, it stands once."""
    resident = person_by_id(session, resident_id)
    if resident_id == helper_id:
        raise InvalidInputError({"helper_id": ["same_person"]})
    person_by_id(session, helper_id)
    today = local_day(session, resident.town_id, now)
    standing = session.scalars(
        select(RefusedHelper).where(
            RefusedHelper.resident_id == resident_id,
            RefusedHelper.helper_id == helper_id,
            or_(RefusedHelper.until_on.is_(None), RefusedHelper.until_on > today),
        )
    ).first()
    if standing is not None:
        return standing
    refused = RefusedHelper(
        town_id=resident.town_id, resident_id=resident_id, helper_id=helper_id, from_on=today
    )
    session.add(refused)
    session.flush()
    note_timeline(
        session,
        town_id=resident.town_id,
        kind=EntryKind.RESIDENT_CHANGED,
        at=now,
        by=by,
        person_id=resident_id,
        subject_id=refused.id,
        facts={"refused_helper_id": str(helper_id)},
    )
    return refused
