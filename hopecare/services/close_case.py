"""Close a case with an outcome: everything that hangs from it ends in the same moment."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import NEED, CaseEvent, NeedStatus
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.retention import KeptFor
from hopecare.domain.timeline import EntryKind
from hopecare.errors import StaleVersionError
from hopecare.queries.case_transfers import find_offer
from hopecare.queries.cases import case_by_id
from hopecare.queries.check_in_plans import live_plans_of_case, unasked_slots_of_plan
from hopecare.queries.keeping import kept_until
from hopecare.queries.needs import live_needs_of_case
from hopecare.queries.town_days import local_day
from hopecare.services.cancel_check_in import cancel_check_in
from hopecare.services.end_applications import end_applications
from hopecare.services.end_case_offer import end_case_offer
from hopecare.services.end_left_calls import end_left_calls
from hopecare.services.end_need import end_need
from hopecare.services.move_case import move_case
from hopecare.services.note_timeline import note_timeline
from hopecare.services.overtake_closing import overtake_closing
from hopecare.services.refuse_open_crisis import refuse_open_crisis

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case

_EVENT: Final = MappingProxyType({CaseOutcome.DIED: CaseEvent.DEATH_RECORDED})


def close_case(
    session: Session,
    *,
    case_id: UUID,
    version: int | None,
    outcome: CaseOutcome,
    by: Actor,
    now: datetime,
) -> Case:
    """End needs, offers, tasks and check-ins of the case, then close it with its outcome."""
    case = case_by_id(session, case_id, alone=True)
    if version is not None and case.version != version:
        raise StaleVersionError(case_id=case_id, version=case.version)
    refuse_open_crisis(session, case, outcome, by=by, now=now)
    _end_formal(session, case, outcome, by, now)
    _end_needs(session, case, outcome, by, now)
    _end_plans(session, case, by, now)
    overtake_closing(session, case_id=case.id, now=now)
    offer = find_offer(session, case.id, alone=True)
    if offer is not None:
        end_case_offer(session, case, offer, by=by, now=now)
    end_left_calls(session, case.id, by=by, now=now)
    _close(session, case, outcome, by, now)
    session.flush()
    return case


def _close(session: Session, case: Case, outcome: CaseOutcome, by: Actor, now: datetime) -> None:
    """Close it with its outcome, and set until when it is kept."""
    event = _EVENT.get(outcome, CaseEvent.CLOSED)
    move_case(case, event=event, now=now, outcome=outcome)
    today = local_day(session, case.town_id, now)
    case.retain_until = kept_until(session, case.town_id, KeptFor.CASE_CLOSED, since=today)
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.CASE_CLOSED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=case.id,
        facts={"outcome": outcome.value},
    )


def _end_formal(
    session: Session, case: Case, outcome: CaseOutcome, by: Actor, now: datetime
) -> None:
    """End what they applied for with a death; else the office still owes its answer."""
    if outcome is CaseOutcome.DIED:
        end_applications(session, case.id, by=by, now=now)


def _end_needs(
    session: Session, case: Case, outcome: CaseOutcome, by: Actor, now: datetime
) -> None:
    """End every need that lives, met only where somebody helped; nobody texts about a death."""
    is_met = outcome is CaseOutcome.NEED_MET
    for need in live_needs_of_case(session, case.id):
        if need.status in NEED.final:
            continue  # it stood in for a missed day, and ended with its weekly need
        was_helped = need.status is NeedStatus.HELPED
        end_need(
            session,
            need_id=need.id,
            is_met=is_met and was_helped,
            by=by,
            now=now,
            tells_helpers=outcome is not CaseOutcome.DIED,
        )


def _end_plans(session: Session, case: Case, by: Actor, now: datetime) -> None:
    """End what would still ask; a question that waits for its answer keeps its ladder."""
    for plan in live_plans_of_case(session, case.id):
        plan.ended_at, plan.next_due_at = now, None
        for slot in unasked_slots_of_plan(session, plan.id):
            cancel_check_in(session, slot, code="case_closed", by=by, now=now)
        note_timeline(
            session,
            town_id=case.town_id,
            kind=EntryKind.CHECK_INS_STOPPED,
            at=now,
            by=by,
            person_id=plan.person_id,
            case_id=case.id,
            subject_id=plan.id,
        )
