"""Refuse an act that a person did not agree to, or no longer does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.consents import refuse_without
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_days import local_day

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.consent import ConsentPurpose


def refuse_without_consent(
    session: Session, *, person_id: UUID, purpose: ConsentPurpose, now: datetime
) -> None:
    """Refuse unless the person's last word on the purpose agrees and has not expired."""
    person = person_by_id(session, person_id)
    refuse_without(session, person_id, purpose, on=local_day(session, person.town_id, now))
