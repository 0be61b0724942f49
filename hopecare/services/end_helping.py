"""End what a person did as a helper: their tasks, the offers they have, whom they look in on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.residents import person_by_id
from hopecare.queries.stoppable import looks_in_on, tasks_held_by
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import find_profile
from hopecare.services.end_other_contact import end_other_contact
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.stand_down_helper import stand_down_helper

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def end_helping(
    session: Session, *, person_id: UUID, by: Actor, now: datetime
) -> dict[str, list[str]]:
    """End all of it, asking others at once for what they held; say which rows were ended."""
    # Held against their own yes: whoever answers an offer holds the helper first.
    find_profile(session, person_id, alone=True)
    offers = stand_down_helper(session, helper_id=person_id, by=by, now=now)
    tasks = tasks_held_by(session, person_id)
    for task in tasks:
        hand_back_task(session, task_id=task.id, reason=None, by=by, now=now)
    today = local_day(session, person_by_id(session, person_id).town_id, now)
    contacts = looks_in_on(session, person_id, on=today)
    for contact in contacts:
        resident = person_by_id(session, contact.resident_id)
        end_other_contact(session, resident, contact.id, by=by, now=now)
    return {
        "offers_had": [str(offer.id) for offer in offers],
        "tasks_held": [str(task.id) for task in tasks],
        "looked_in_on": [str(contact.id) for contact in contacts],
    }
