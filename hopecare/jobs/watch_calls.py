"""Watch the calls owed that cannot wait and what was left lying; one town never stops the rest."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.identity import SystemActor
from hopecare.queries.overdue_calls import (
    alerts_left_lying,
    centres_with_overdue_calls,
    find_last_overdue_alert,
    open_overdue_alerts,
    overdue_calls,
)
from hopecare.services.alert_overdue_calls import alert_overdue_calls
from hopecare.services.end_overdue_alerts import end_overdue_alerts
from hopecare.services.follow_left_lying import follow_left_lying
from models import Town

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="watch_calls")


def watch_calls(tools: Tools) -> int:
    """Take back what was left lying; tell of overdue calls, and end the alerts whose were made."""
    taken_back = _follow_left_lying(tools)
    now = tools.clock()
    with tools.database.reading(AllTowns()) as session:
        towns = [
            (town_id, _news(session, town_id, now))
            for town_id in session.scalars(select(Town.id)).all()
            if _is_worth_a_look(session, town_id, now)
        ]
    return taken_back + sum(_follow(tools, town_id, centres) for town_id, centres in towns)


def _follow_left_lying(tools: Tools) -> int:
    """Take back what somebody took up and left lying."""
    now = tools.clock()
    with tools.database.reading(AllTowns()) as session:
        lying = alerts_left_lying(session, now=now)
    return sum(_take_back(tools, alert_id) for alert_id in lying)


def _take_back(tools: Tools, alert_id: UUID) -> bool:
    """One alert in one transaction."""
    try:
        with tools.database.writing(AllTowns()) as session:
            return follow_left_lying(session, alert_id=alert_id, by=BY, now=tools.clock())
    except Exception:  # whatever is wrong with one, the others are followed
        log.exception("alert not taken back", extra={"alert_id": str(alert_id)})
        return False


def _is_worth_a_look(session: Session, town_id: UUID, now: datetime) -> bool:
    return bool(
        open_overdue_alerts(session, town_id=town_id)
        or centres_with_overdue_calls(session, town_id=town_id, now=now)
    )


def _news(session: Session, town_id: UUID, now: datetime) -> list[UUID | None]:
    """The centres where something fell overdue that nobody was told of."""
    news = []
    for centre_id in centres_with_overdue_calls(session, town_id=town_id, now=now):
        last = find_last_overdue_alert(session, town_id=town_id, centre_id=centre_id)
        since = last.raised_at if last else None
        if overdue_calls(session, town_id=town_id, centre_id=centre_id, now=now, after=since).count:
            news.append(centre_id)
    return news


def _follow(tools: Tools, town_id: UUID, centres: list[UUID | None]) -> int:
    """One town in one transaction."""
    now = tools.clock()
    try:
        with tools.database.writing(AllTowns()) as session:
            ended = end_overdue_alerts(session, town_id=town_id, by=BY, now=now)
            raised = [
                alert_overdue_calls(session, town_id=town_id, centre_id=each, by=BY, now=now)
                for each in centres
            ]
    except Exception:  # whatever is wrong with one town, the others are watched
        log.exception("overdue calls not watched", extra={"town_id": str(town_id)})
        return 0
    return len(ended) + sum(each is not None for each in raised)
