"""Whether a resident may be told by text who comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.consent import ConsentPurpose
from hopecare.queries.consents import find_standing_consent
from hopecare.queries.residents import contact_points_of
from hopecare.queries.town_days import local_day

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Person


def may_be_texted(session: Session, resident: Person, *, now: datetime) -> bool:
    """Say whether they agreed to be contacted, and nobody else reads their telephone."""
    purpose = ConsentPurpose.CHECK_INS
    if not find_standing_consent(session, person_id=resident.id, purpose=purpose, now=now):
        return False
    today = local_day(session, resident.town_id, now)
    points = contact_points_of(session, [resident.id], on=today)
    return bool(points) and not any(point.is_shared for point in points)
