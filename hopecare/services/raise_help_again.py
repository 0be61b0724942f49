"""A death was a mistake: a call for help that it ended is heard anew, and its call is owed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, SlotStatus
from hopecare.domain.recurring import cause_of, row_caused_by
from hopecare.domain.undoing import StoppedKind
from hopecare.queries.alerts import CALLS_FOR_HELP
from hopecare.queries.check_ins import hold_slots
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.raise_alert import Cause, raise_alert
from hopecare.services.reopen_slot import reopen_slot
from models import Alert, CheckInSlot

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, DeathRecord

SOON: Final = timedelta(minutes=30)


def raise_help_again(
    session: Session, record: DeathRecord, *, by: Actor, now: datetime
) -> list[CallTask]:
    """Alert whoever is on duty for each such alert about a check-in; give the calls owed for it.

    The check-in it stood on calls for help again; one that nobody asked any more stays as it was.
    """
    ended = (
        select(Alert)
        .where(
            Alert.id.in_([UUID(each) for each in record.stopped.get(StoppedKind.ALERTS, ())]),
            Alert.kind.in_(CALLS_FOR_HELP),
            Alert.slot_id.is_not(None),
            Alert.status == AlertStatus.RESOLVED,
        )
        .order_by(Alert.id)
    )
    alerts = [each for each in session.scalars(ended).all() if _is_of_check_in(each)]
    stopped = set(record.stopped.get(StoppedKind.SLOTS, ()))
    for slot in hold_slots(session, [each.slot_id for each in alerts if each.slot_id]):
        if str(slot.id) in stopped:
            reopen_slot(slot, stood=SlotStatus.HELP_ASKED)
    return [_raise(session, alert, by, now) for alert in alerts]


def _is_of_check_in(alert: Alert) -> bool:
    """Whether an answer raised it; that a neighbour told of the death is over with the death."""
    return row_caused_by(alert.kind.value, alert.dedup_key) == alert.slot_id


def _raise(session: Session, ended: Alert, by: Actor, now: datetime) -> CallTask:
    cause = Cause(
        dedup_key=cause_of(ended.dedup_key),
        person_id=ended.person_id,
        case_id=ended.case_id,
        slot_id=ended.slot_id,
        recurs=True,
    )
    raise_alert(session, town_id=ended.town_id, kind=ended.kind, cause=cause, by=by, now=now)
    slot = session.get_one(CheckInSlot, ended.slot_id)
    # The one that was owed has come back already, and is given.
    owed = OwedCall(
        kind=CallTaskKind.HELP_ASKED,
        dedup_key=f"help_asked:{slot.id}",
        due_at=now + SOON,
        person_id=slot.answered_by_id or slot.person_id,
        about_person_id=slot.person_id,
        case_id=ended.case_id,
        slot_id=slot.id,
        recurs=True,
    )
    return open_call_task(session, town_id=ended.town_id, owed=owed, by=by, now=now)
