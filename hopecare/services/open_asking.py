"""Take up the asking for a need; one that runs already goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ASKING
from hopecare.queries.asking_policies import asks_until
from hopecare.queries.askings import find_live_asking
from hopecare.queries.candidate_facts import last_helper_of
from hopecare.queries.may_help import refuses
from hopecare.queries.need_times import first_day_of, within_day
from hopecare.queries.set_aside import set_aside_of
from hopecare.services.plan_asking import plan_asking
from hopecare.town_values import shipped_policy
from models import Asking

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need


def open_asking(session: Session, case: Case, need: Need, *, by: Actor, now: datetime) -> Asking:
    """Give the live asking, or begin one that is due at once; the caller holds case and need."""
    live = find_live_asking(session, need.id, alone=True)
    if live is not None:
        return live
    until = asks_until(session, case, since=now, now=now)
    need.waits_for_consent = False
    asking = Asking(
        town_id=need.town_id,
        need_id=need.id,
        case_id=case.id,
        status=ASKING.start,
        opened_at=now,
        deadline=within_day(session, need, until, now=now),
        next_wave_at=now,
        due_at=now,
        policy_version=str(shipped_policy("offers")["version"]),
        opened_by_id=by.person_id,
        known_helper_id=_known_helper(session, case.resident_id, need, now),
    )
    plan_asking(session, asking, need, case.urgency, next_wave_at=now)
    session.add(asking)
    session.flush()
    return asking


def _known_helper(session: Session, resident_id: UUID, need: Need, now: datetime) -> UUID | None:
    """Who helped last is asked first, unless the resident or staff would rather not have them."""
    last = last_helper_of(session, resident_id, need)
    if last is None or last in set_aside_of(session, [resident_id], now=now).get(resident_id, ()):
        return None
    on = first_day_of(session, need, now=now)
    return None if refuses(session, resident_id, last, on=on) else last
