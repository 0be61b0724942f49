"""Two plans of one person become one: the pause of either holds for the one that stands."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hopecare.domain.check_in_times import joined_pause, next_due, rests_at, still_owed
from hopecare.domain.delivery import RecallReason
from hopecare.domain.pauses import Pause, not_over, pauses_read, pauses_written, still_named
from hopecare.domain.timeline import EntryKind
from hopecare.queries.check_ins import rhythm_of
from hopecare.services.ask_no_more import ask_no_more
from hopecare.services.note_timeline import note_timeline
from hopecare.services.set_noted import Noted, set_noted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CheckInPlan


def join_pauses(  # noqa: PLR0913  which stands, which ended, whose, and the notes by which it is undone
    session: Session,
    plan: CheckInPlan,
    *,
    ended: Sequence[CheckInPlan],
    people: Sequence[UUID],
    noted: Noted,
    by: Actor,
    now: datetime,
) -> None:
    """Give it the pauses that hang together as one, and note it.

    One from today holds for what is out as well. What lies outside of it, and what gave way by
    either plan, is named to staff. A pause of a told death stays as it is, so that it is known as
    one, and all others wait beneath it.
    """
    today = now.astimezone(ZoneInfo(plan.zone)).date()
    kept, others = _kept_and_others((plan, *ended), today)
    for_death = any(each.rests_for_death for each in (plan, *ended))
    set_noted(noted, plan, gave_way=pauses_written(others), rests_for_death=for_death)
    if kept is None or (kept.first, kept.until) == (plan.paused_from, plan.paused_until):
        return
    first, until = kept.first, kept.until
    set_noted(noted, plan, paused_from=first, paused_until=until)
    owed = still_owed(rhythm_of(plan), plan.next_due_at, now=now)
    set_noted(noted, plan, next_due_at=owed or next_due(rhythm_of(plan), after=now))
    note_timeline(
        session,
        town_id=plan.town_id,
        kind=EntryKind.CHECK_INS_PAUSED,
        at=now,
        by=by,
        person_id=plan.person_id,
        case_id=plan.case_id,
        subject_id=plan.id,
        facts={"from": first.isoformat(), "until": until.isoformat() if until else None},
    )
    if rests_at(rhythm_of(plan), now):
        for person_id in people:
            ask_no_more(session, person_id=person_id, by=by, now=now, code=RecallReason.PAUSED)


def _kept_and_others(
    plans: Sequence[CheckInPlan], today: date
) -> tuple[Pause | None, Iterable[Pause]]:
    """Give the pause that stands for all of them, and those that are kept beside it."""
    given = [pause for each in plans for pause in pauses_read(each.gave_way)]
    for_death = [each for each in plans if each.rests_for_death]
    own = [
        Pause(each.paused_from, each.paused_until)
        for each in plans
        if each.paused_from and each not in for_death
    ]
    # If they live, what hangs together beneath the pause of the death holds again.
    joined = _joined([*given, *own] if for_death else own, today)
    others = dict.fromkeys(still_named(not_over([*given, *own], today), joined, today))
    if for_death and for_death[0].paused_from:
        beneath = [*others, joined] if joined else others
        return Pause(for_death[0].paused_from), beneath
    return joined, others


def _joined(pauses: Iterable[Pause], today: date) -> Pause | None:
    first, until = joined_pause([(each.first, each.until) for each in pauses], today=today)
    return Pause(first, until) if first else None
