"""When somebody was last met, spoken with, or heard of; of many people at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, union_all

from hopecare.domain.alerts import ASKED_AFTER, FOUND
from hopecare.domain.calls import REACHED
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.offers import VisitResult
from models import Alert, Call, Case, CheckInSlot, InboundMessage, Visit

if TYPE_CHECKING:
    from sqlalchemy import CTE, Subquery


def last_contacts(cases: CTE) -> Subquery:
    """Give for each person of these cases when somebody last had to do with them.

    They were met or spoken with, a word came from them, or staff wrote at the end of an alarm that
    they are safe or helped.
    """
    people = select(cases.c.person_id)
    reached = [each.value for each in REACHED]
    met = (
        select(Case.resident_id.label("person_id"), Visit.visited_at.label("at"))
        .join(Visit, Visit.case_id == Case.id)
        .where(Case.resident_id.in_(people), Visit.result == VisitResult.MET)
    )
    spoken = select(Call.person_id, Call.at).where(
        Call.person_id.in_(people), Call.outcome.in_(reached)
    )
    answered = select(CheckInSlot.person_id, CheckInSlot.answered_at).where(
        CheckInSlot.person_id.in_(people), CheckInSlot.answered_at.is_not(None)
    )
    wrote = select(InboundMessage.person_id, InboundMessage.received_at).where(
        InboundMessage.person_id.in_(people)
    )
    safe = select(CheckInSlot.person_id, CheckInSlot.cleared_at).where(
        CheckInSlot.person_id.in_(people), CheckInSlot.status == SlotStatus.CLEARED
    )
    found = select(Alert.person_id, Alert.resolved_at).where(
        Alert.person_id.in_(people), Alert.kind.in_(ASKED_AFTER), Alert.ended_by.in_(FOUND)
    )
    every = union_all(met, spoken, answered, wrote, safe, found).subquery("contacts")
    return (
        select(every.c.person_id, func.max(every.c.at).label("last_at"))
        .group_by(every.c.person_id)
        .subquery("last_contact")
    )
