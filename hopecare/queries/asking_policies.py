"""The dated numbers of asking, as they hold here today."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from hopecare.domain.asking import AskingPolicy, QuietHours
from hopecare.domain.town_settings import QUIET_HOURS
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.town_values import shipped_policy, value_here

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Case


def asking_policy(session: Session, case: Case, *, now: datetime) -> AskingPolicy:
    """Say how a need of this case is asked today, at the centre that looks after it."""
    town = town_by_id(session, case.town_id)
    today = local_day(session, town.id, now)
    key = f"offers.{case.urgency.value}"
    values = value_here(session, town, key, on=today, centre_id=case.centre_id)
    return AskingPolicy(
        version=str(shipped_policy("offers")["version"]),
        asked_at_once=values["asked_at_once"],
        answer_within=timedelta(minutes=values["answer_within_minutes"]),
        waits_for_morning=values["waits_for_morning"],
    )


def quiet_hours(session: Session, town_id: UUID, *, now: datetime) -> QuietHours:
    """Say when nobody is disturbed in the town."""
    town = town_by_id(session, town_id)
    hours = value_here(session, town, QUIET_HOURS, on=local_day(session, town_id, now))
    starts, ends = (time.fromisoformat(hours[name]) for name in ("from", "until"))
    return QuietHours(zone=town.zone, starts=starts, ends=ends)
