"""Say how an alert ended, with what happened; the check-in behind it ends with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import ends_of, is_untold
from hopecare.domain.care_path import AlertStatus
from hopecare.errors import InvalidInputError
from hopecare.queries.alert_pages import alert_by_id
from hopecare.queries.alerts import hold_alert
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.own_words import is_of_writer
from hopecare.services.ask_about_whom import ask_about_whom
from hopecare.services.clear_check_in import clear_check_in
from hopecare.services.follow_alarm_end import follow_alarm_end
from hopecare.services.resolve_alert import resolve_alert

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.alerts import AlertEnd
    from hopecare.domain.identity import Actor
    from models import Alert


def end_alert(
    session: Session,
    *,
    alert_id: UUID,
    ended_by: AlertEnd,
    note: str | None,
    by: Actor,
    now: datetime,
) -> Alert:
    """End it itself first: what happened is written with this alert, not with others of its day.

    Where it was raised by a text that may be about somebody else, staff find out about whom.
    The first end stands, and nothing follows from a second.
    Refused with an end that its kind does not have, and without the words an end needs.
    Its check-in is held before it, as an answer holds them: each would wait for the other's row.
    """
    slot_id = alert_by_id(session, alert_id).slot_id
    slot = slot_by_id(session, slot_id) if slot_id else None
    alert = hold_alert(session, alert_id)
    if ended_by not in ends_of(alert.kind):
        raise InvalidInputError({"ended_by": ["not_a_choice"]})
    if is_untold(ended_by, note):
        raise InvalidInputError({"note": ["who_rang"]})
    if alert.status is AlertStatus.RESOLVED:
        return alert
    ended = resolve_alert(session, alert_id=alert_id, ended_by=ended_by, note=note, by=by, now=now)
    if slot is not None:
        clear_check_in(session, slot=slot, ended_by=ended_by, by=by, now=now)
    elif ended.person_id is not None and is_of_writer(session, ended):
        follow_alarm_end(session, ended.person_id, ended_by=ended_by, by=by, now=now)
    else:
        ask_about_whom(session, ended, ended_by=ended_by, by=by, now=now)
    return ended
