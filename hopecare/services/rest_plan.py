"""Nobody asks somebody for a while, of whom it is known why they do not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.delivery import RecallReason
from hopecare.domain.pauses import Pause, not_over, pauses_read, still_named
from hopecare.queries.check_in_board import find_live_plan
from hopecare.services.ask_no_more import ask_no_more
from hopecare.services.pause_check_ins import pause_check_ins

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.alerts import Learnt
    from hopecare.domain.identity import Actor
    from models import CheckInPlan


def rest_plan(
    session: Session,
    person_id: UUID,
    *,
    until: datetime | None,
    learnt: Learnt,
    by: Actor,
    now: datetime,
) -> None:
    """Pause their plan from today; it goes on by itself on its day, without one by hand.

    A pause that is as long already stays; one that lies farther ahead gives way to it, and any does
    to a death that is told: what gave way is kept, to hold again or to be named to staff. What was
    learnt ends the check-ins that are open, also where no plan stands or nobody would be asked now:
    it is known where they are. After a death it goes on only by hand.
    """
    code = RecallReason.PAUSED
    ask_no_more(session, person_id=person_id, by=by, now=now, code=code, learnt=learnt)
    plan = find_live_plan(session, person_id)
    if plan is None:
        return
    zone = ZoneInfo(plan.zone)
    today = now.astimezone(zone).date()
    is_death = learnt.ended_by is AlertEnd.HAS_DIED
    until_on = until.astimezone(zone).date() if until and not is_death else None
    if until_on is not None and until_on <= today:
        return
    last = _rests_on(plan, until_on)
    if plan.paused_from is not None and plan.paused_from <= today and last == plan.paused_until:
        return
    pause_check_ins(
        session,
        plan_id=plan.id,
        paused_from=today,
        paused_until=last,
        gave_way=_given_way(plan, Pause(today, last), today, keeps_all=is_death),
        for_death=is_death,
        by=by,
        now=now,
    )


def _given_way(
    plan: CheckInPlan, pause: Pause, today: date, *, keeps_all: bool
) -> tuple[Pause, ...]:
    """What this pause does not take in; a death may be denied, and then all of it holds again."""
    standing = [Pause(plan.paused_from, plan.paused_until)] if plan.paused_from else []
    given = not_over([*pauses_read(plan.gave_way), *standing], today)
    return given if keeps_all else still_named(given, pause, today)


def _rests_on(plan: CheckInPlan, until_on: date | None) -> date | None:
    """Until when they rest: a pause that stands, or follows at once, keeps its later end."""
    if until_on is None or plan.paused_from is None or plan.paused_from > until_on:
        return until_on
    return None if plan.paused_until is None else max(until_on, plan.paused_until)
