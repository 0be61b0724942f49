"""Pause a plan of check-ins: hospital, a holiday, a wish. It goes on by itself on its day.

From today, it holds for what waits to leave and for what is out: nobody climbs to the neighbours of
somebody who lies in hospital. What was due before it, and not asked yet, stays owed; so is today,
where a pause that took it is taken back the same day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hopecare.domain.check_in_times import next_due, rested_through, rests_at, still_owed
from hopecare.domain.delivery import RecallReason
from hopecare.domain.pauses import Pause, pauses_read, pauses_written, still_named
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.check_ins import hold_plan, rhythm_of
from hopecare.queries.rested_days import began_to_rest_today, was_to_be_asked
from hopecare.services.ask_no_more import ask_no_more
from hopecare.services.note_timeline import note_timeline
from hopecare.services.take_up_rested_day import take_up_rested_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.check_in_times import Rhythm
    from hopecare.domain.identity import Actor
    from models import CheckInPlan


def pause_check_ins(  # noqa: PLR0913  a pause has two days, why it is, and what gave way to it
    session: Session,
    *,
    plan_id: UUID,
    paused_from: date | None,
    paused_until: date | None,
    gave_way: Iterable[Pause] | None = None,
    for_death: bool = False,
    by: Actor,
    now: datetime,
) -> CheckInPlan:
    """Set the pause, or end it by naming no first day; the next moment follows at once.

    Who was asked and has not answered is rung once. `gave_way`: what holds again after this one, or
    is named to staff; where nobody says, what was named already and lies farther ahead. Only a
    pause `for_death` ends with the word of their death.
    """
    if paused_from and paused_until and paused_until <= paused_from:
        raise InvalidInputError({"paused_until": ["ends_before_start"]})
    plan = hold_plan(session, plan_id)
    before, takes_today = rhythm_of(plan), began_to_rest_today(session, plan, now=now)
    if gave_way is None:
        gave_way = _left_named(plan, paused_from, paused_until, now=now)
    plan.gave_way = pauses_written(gave_way)
    plan.paused_from = paused_from
    plan.paused_until = paused_until if paused_from else None
    plan.rests_for_death = for_death
    if plan.ended_at is None:
        owed = still_owed(rhythm_of(plan), plan.next_due_at, now=now)
        plan.next_due_at = owed or next_due(rhythm_of(plan), after=now)
    if rests_at(rhythm_of(plan), now):
        ask_no_more(session, person_id=plan.person_id, by=by, now=now, code=RecallReason.PAUSED)
    _write(session, plan, paused_until, by, now)
    session.flush()
    if takes_today:
        _take_up_today(session, plan, before, by=by, now=now)
    return plan


def _left_named(
    plan: CheckInPlan, first: date | None, until: date | None, *, now: datetime
) -> tuple[Pause, ...]:
    today = now.astimezone(ZoneInfo(plan.zone)).date()
    pause = Pause(first, until) if first else None
    return still_named(pauses_read(plan.gave_way), pause, today)


def _write(
    session: Session, plan: CheckInPlan, until: date | None, by: Actor, now: datetime
) -> None:
    kind = EntryKind.CHECK_INS_PAUSED if plan.paused_from else EntryKind.CHECK_INS_RESUMED
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
            "from": plan.paused_from.isoformat() if plan.paused_from else None,
            "until": until.isoformat() if until else None,
        },
    )


def _take_up_today(
    session: Session, plan: CheckInPlan, before: Rhythm, *, by: Actor, now: datetime
) -> None:
    moment = rested_through(before, rhythm_of(plan), now=now)
    if plan.ended_at is None and moment and was_to_be_asked(session, plan, moment):
        take_up_rested_day(session, plan, moment=moment, by=by, now=now)
