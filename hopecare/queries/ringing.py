"""Which numbers of a resident their helper may ring at this moment."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hopecare.domain.ringing import Reachable, ringing_of
from hopecare.domain.send_gate import Bound
from hopecare.queries.residents import contact_points_of, safety_rules_of
from hopecare.queries.town_days import town_by_id

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.ringing import Ringing
    from models import Person


def ringing_of_person(session: Session, person: Person, *, now: datetime) -> Ringing:
    """Read numbers and standing rules, and decide by the town's own day and clock."""
    local = now.astimezone(ZoneInfo(town_by_id(session, person.town_id).zone))
    points = contact_points_of(session, [person.id], on=local.date())
    rules = safety_rules_of(session, person.id, on=local.date())
    return ringing_of(
        [
            Reachable(value=point.value, kind=point.kind, is_shared=point.is_shared)
            for point in points
        ],
        [
            Bound(
                channel=rule.channel,
                forbidden=rule.forbidden,
                safe_from=rule.safe_from,
                safe_until=rule.safe_until,
                neutral_only=rule.neutral_only,
            )
            for rule in rules
        ],
        clock=local.time(),
    )
