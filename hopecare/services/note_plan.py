"""Write on a resident's timeline by which plan they are asked from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.check_ins import way_of
from hopecare.queries.town_days import town_by_id
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.timeline import EntryKind
    from models import CheckInPlan


def note_plan(
    session: Session, plan: CheckInPlan, kind: EntryKind, *, by: Actor, now: datetime
) -> None:
    """Say its days, way, ladder and question; its zone only where that is not the town's."""
    town = town_by_id(session, plan.town_id)
    note_timeline(
        session,
        town_id=plan.town_id,
        kind=kind,
        at=now,
        by=by,
        person_id=plan.person_id,
        case_id=plan.case_id,
        subject_id=plan.id,
        facts={
            "days": len(plan.weekdays),
            "channel": way_of(plan.asked_by, plan.channel).value,
            "ladder": plan.ladder,
            "question": plan.question.value,
            "zone": None if plan.zone == town.zone else plan.zone,
        },
    )
