"""Let a plan that replaces another begin: its pause goes on, and nobody is asked twice a day.

Nor is anybody left out: a question that was due, and that nobody has turned to yet, is asked by the
new plan.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.check_in_times import next_due, still_owed
from hopecare.queries.check_ins import has_not_left, rhythm_of
from hopecare.queries.stoppable import open_slots_of
from hopecare.services.cancel_check_in import cancel_check_in
from hopecare.services.carry_pause import carry_pause

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInPlan

CODE: Final = "check_ins_changed"
ASKED: Final = frozenset(
    {SlotStatus.DUE, SlotStatus.WAITING, SlotStatus.HELP_ASKED, SlotStatus.SILENT}
)
"""Their question is out, or about to leave; where they could not be asked, it never was."""


class Replaced(NamedTuple):
    """A plan that has ended because another takes its place."""

    plan: CheckInPlan
    was_due_at: datetime | None
    """The moment it waited for."""


def begin_changed_plan(
    session: Session, plan: CheckInPlan, *, replaced: Replaced, by: Actor, now: datetime
) -> None:
    """Set the pause that stands and the first moment; an unsent question of that day is cancelled.

    What left already is that day's check-in, and is followed to its end. One that was answered
    keeps nobody from a later hour of the same day: whoever chose it sees the answer beside it.
    """
    carry_pause(plan, replaced.plan, _day_of(plan, now))
    first = next_due(rhythm_of(plan), after=now)
    owed = still_owed(rhythm_of(plan), replaced.was_due_at, now=now)
    if owed is not None and (first is None or _day_of(plan, owed) != _day_of(plan, first)):
        plan.next_due_at = owed
        return
    if first is not None and _was_asked(session, plan, _day_of(plan, first), by=by, now=now):
        first = next_due(rhythm_of(plan), after=_end_of(plan, _day_of(plan, first)))
    plan.next_due_at = first


def _was_asked(session: Session, plan: CheckInPlan, day: date, *, by: Actor, now: datetime) -> bool:
    """Whether a check-in of this day is out; those that have not left are cancelled first."""
    theirs = [
        slot
        for slot in open_slots_of(session, plan.person_id)
        if slot.status in ASKED and _day_of(plan, slot.due_at) == day
    ]
    unasked = [slot for slot in theirs if has_not_left(session, slot)]
    for slot in unasked:
        cancel_check_in(session, slot, code=CODE, by=by, now=now)
    return len(unasked) < len(theirs)


def _day_of(plan: CheckInPlan, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(plan.zone)).date()


def _end_of(plan: CheckInPlan, day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=ZoneInfo(plan.zone))
