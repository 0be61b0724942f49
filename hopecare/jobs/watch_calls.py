"""Watch the calls owed that cannot wait; one town never stops the rest."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.identity import SystemActor
from hopecare.queries.overdue_calls import (
    centres_with_overdue_calls,
    find_last_overdue_alert,
    open_overdue_alerts,
    overdue_calls,
    silences_left_lying,
)
from hopecare.services.alert_overdue_calls import alert_overdue_calls
from hopecare.services.end_overdue_alerts import end_overdue_alerts
from hopecare.services.follow_taken_silence import follow_taken_silence
from models import Town

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="watch_calls")


def watch_calls(tools: Tools) -> int:
    """Alert whoever is on duty to overdue calls, end the alerts whose calls were made; how many."""
    _follow_silences(tools)
    now = tools.clock()
    with tools.database.reading(AllTowns()) as session:
        towns = [
            (town_id, _news(session, town_id, now))
            for town_id in session.scalars(select(Town.id)).all()
            if _is_worth_a_look(session, town_id, now)
        ]
    return sum(_follow(tools, town_id, centres) for town_id, centres in towns)


def _follow_silences(tools: Tools) -> None:
    """Owe a call where somebody took a silence up and left it lying."""
    now = tools.clock()
    with tools.database.reading(AllTowns()) as session:
        lying = silences_left_lying(session, now=now)
    for alert_id in lying:
        try:
            with tools.database.writing(AllTowns()) as session:
                follow_taken_silence(session, alert_id=alert_id, by=BY, now=now)
        except Exception:  # whatever is wrong with one, the others are followed
            log.exception("silence not followed", extra={"alert_id": str(alert_id)})


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
