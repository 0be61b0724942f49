"""A safeguarding act: a volunteer is not asked any more until staff say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.offers import StopReason
from hopecare.domain.timeline import EntryKind
from hopecare.queries.stoppable import plans_asking, tasks_held_by
from hopecare.queries.volunteers import profile_of
from hopecare.services.ask_themselves_again import ask_themselves_again
from hopecare.services.bar_keyholder import bar_keyholder
from hopecare.services.note_timeline import note_timeline
from hopecare.services.stand_down_helper import stand_down_helper
from hopecare.services.stop_task import stop_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import VolunteerProfile


def suspend_volunteer(
    session: Session, *, person_id: UUID, is_suspended: bool, by: Actor, now: datetime
) -> VolunteerProfile:
    """Suspend or reinstate; with a suspension tasks and offers end, and each resident is rung.

    Nor does their word count any more for how somebody is: the resident is asked themself.
    """
    profile = profile_of(session, person_id, alone=True)
    if (profile.suspended_at is not None) == is_suspended:
        return profile
    profile.suspended_at = now if is_suspended else None
    note_timeline(
        session,
        town_id=profile.town_id,
        kind=EntryKind.VOLUNTEER_SUSPENDED if is_suspended else EntryKind.VOLUNTEER_REINSTATED,
        at=now,
        by=by,
        person_id=person_id,
        subject_id=profile.id,
    )
    session.flush()
    if is_suspended:
        _end_helping(session, person_id, by, now)
    return profile


def _end_helping(session: Session, person_id: UUID, by: Actor, now: datetime) -> None:
    """Addresses vanish at once; the profile is held, so no yes of theirs comes in between."""
    stand_down_helper(session, helper_id=person_id, by=by, now=now)
    for task in tasks_held_by(session, person_id):
        stop_task(session, task_id=task.id, reason=StopReason.HELPER_SUSPENDED, by=by, now=now)
    for plan in plans_asking(session, person_id):
        ask_themselves_again(session, plan_id=plan.id, by=by, now=now)
    bar_keyholder(session, person_id=person_id, by=by, now=now)
