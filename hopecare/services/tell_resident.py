"""Tell a resident that a neighbour will help: the name they are called by, and nothing more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.consents import find_standing_consent
from hopecare.queries.residents import contact_points_of, person_by_id
from hopecare.queries.town_days import local_day
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Case, Message, Task


def tell_resident(session: Session, case: Case, task: Task, *, now: datetime) -> Message | None:
    """Promise the words where they agreed to be contacted and nobody else reads them."""
    resident = person_by_id(session, case.resident_id)
    purpose = ConsentPurpose.CHECK_INS
    if not find_standing_consent(session, person_id=resident.id, purpose=purpose, now=now):
        return None
    points = contact_points_of(session, [resident.id], on=local_day(session, case.town_id, now))
    if not points or any(point.is_shared for point in points):
        return None
    helper = person_by_id(session, task.helper_id)
    return promise(
        session,
        town_id=case.town_id,
        kind=MessageKind.NOTICE,
        to_person_id=resident.id,
        dedup_key=f"task:{task.id}:helper_found",
        words=Words(
            text=Text.HELPER_FOUND, values={"name": resident.called, "helper": helper.called}
        ),
        about=About(case_id=case.id),
        now=now,
    )
