"""Give a free place of a need to the helper who said yes, and tell everybody who waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.care_path import TASK, CaseEvent, NeedEvent
from hopecare.domain.delivery import MessageKind
from hopecare.domain.offers import StandDownCause
from hopecare.language.wordings import Text
from hopecare.queries.needs import taken_places
from hopecare.queries.residents import person_by_id
from hopecare.services.end_calls_of_need import end_calls_of_need
from hopecare.services.follow_started import follow_started
from hopecare.services.look_for_second import look_for_second
from hopecare.services.look_where_they_cannot import look_where_they_cannot
from hopecare.services.move_case import move_case
from hopecare.services.move_need import move_need
from hopecare.services.note_task_started import note_task_started
from hopecare.services.stand_down_offers import stand_down_offers
from hopecare.services.tell_helper import tell_helper
from hopecare.services.tell_of_second import tell_of_second
from hopecare.services.tell_resident import tell_resident
from models import Task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Offer


def start_task(
    session: Session, case: Case, need: Need, offer: Offer, *, by: Actor, now: datetime
) -> Task:
    """Start the task in the first free place; the caller holds case and need."""
    taken = taken_places(session, need.id)
    places = [place for place in range(1, need.people_needed + 1) if place not in taken]
    task = _task(offer, places[0], now)
    session.add(task)
    move_need(need, event=NeedEvent.OFFER_ACCEPTED, now=now)
    move_case(case, event=CaseEvent.OFFER_ACCEPTED, now=now)
    session.flush()
    note_task_started(session, case, task, by=by, now=now)
    _tell(session, case, offer, now)
    tell_resident(session, case, task, now=now)
    follow_started(session, case, need, task, by=by, now=now)
    if len(places) == 1:
        way, ended_by = offer.answered_by_way, AlertEnd.HELPED
        end_calls_of_need(session, need, way=way, ended_by=ended_by, by=by, now=now)
        stand_down_offers(session, case, need, cause=StandDownCause.FILLED, by=by, now=now)
    else:
        look_for_second(session, case, need, task, by=by, now=now)
        tell_of_second(session, need, offer=offer, now=now)
    look_where_they_cannot(session, task, now=now)
    return task


def _task(offer: Offer, place: int, now: datetime) -> Task:
    return Task(
        town_id=offer.town_id,
        need_id=offer.need_id,
        case_id=offer.case_id,
        helper_id=offer.helper_id,
        offer_id=offer.id,
        status=TASK.start,
        place=place,
        started_at=now,
    )


def _tell(session: Session, case: Case, offer: Offer, now: datetime) -> None:
    resident = person_by_id(session, case.resident_id)
    tell_helper(
        session,
        offer,
        kind=MessageKind.TASK_DETAILS,
        text=Text.TASK_DETAILS,
        values={"name": resident.called},
        now=now,
    )
