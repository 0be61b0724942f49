"""End what a person did as a helper: their tasks, the offers they have, whom they look in on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferEvent
from hopecare.domain.timeline import EntryKind
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.stoppable import looks_in_on, offers_waiting_for, tasks_held_by
from hopecare.queries.town_days import local_day
from hopecare.services.end_asking import end_asking
from hopecare.services.end_other_contact import end_other_contact
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.move_offer import move_offer
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Offer


def end_helping(
    session: Session, *, person_id: UUID, by: Actor, now: datetime
) -> dict[str, list[str]]:
    """End all of it, asking others at once for what they held; say which rows were ended."""
    offers = offers_waiting_for(session, person_id)
    for offer in offers:
        _stand_down(session, offer, by, now)
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


def _stand_down(session: Session, offer: Offer, by: Actor, now: datetime) -> None:
    case = case_by_id(session, offer.case_id, alone=True)
    need = need_by_id(session, offer.need_id, alone=True)
    move_offer(offer, event=OfferEvent.STOOD_DOWN)
    note_timeline(
        session,
        town_id=offer.town_id,
        kind=EntryKind.OFFER_STOOD_DOWN,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=offer.id,
        facts={"helper_id": str(offer.helper_id)},
    )
    end_asking(session, case, need, now=now)
