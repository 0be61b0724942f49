"""Plans that are due and ask somebody in a resident's place who is there for them no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from hopecare.domain.people import OtherContactKind
from models import CheckInPlan, OtherContact, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def plans_asking_the_gone(session: Session, *, now: datetime) -> Sequence[UUID]:
    """Name the due plans whose carer has died, or was written down and is not any more.

    What ends today turns its plan by itself; this finds what ended otherwise, or long ago.
    """
    as_carer = (
        OtherContact.resident_id == CheckInPlan.person_id,
        OtherContact.person_id == CheckInPlan.asked_person_id,
        OtherContact.kind == OtherContactKind.CARER,
    )
    stands = or_(OtherContact.until_on.is_(None), OtherContact.until_on >= now.date())
    was = select(OtherContact.id).where(*as_carer).exists()
    still = select(OtherContact.id).where(*as_carer, stands).exists()
    asked = (
        select(CheckInPlan.id)
        .join(Person, Person.id == CheckInPlan.asked_person_id)
        .where(
            CheckInPlan.next_due_at <= now,
            or_(Person.died_on.is_not(None), and_(was, ~still)),
        )
    )
    return session.scalars(asked.order_by(CheckInPlan.id)).all()
