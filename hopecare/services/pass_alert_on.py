"""Nobody has taken an alert up yet: the next who may is told as well, each once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hopecare.domain.alert_rules import Telling
from hopecare.domain.alerts import ABOUT_PEOPLE
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.escalation import PASS_ON_UNTIL
from hopecare.domain.timeline import EntryKind
from hopecare.queries.alerts import hold_alert
from hopecare.queries.alerts_told import LOST, told_of
from hopecare.queries.closed_accounts import has_closed_account
from hopecare.queries.duty import all_who_take_alerts
from hopecare.services.note_timeline import note_timeline
from hopecare.services.tell_apart import tell_apart
from hopecare.services.tell_staff import tell_staff
from hopecare.services.time_alert import time_alert

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Alert, Message


def pass_alert_on(
    session: Session, *, alert_id: UUID, by: Actor, now: datetime, asked_by_id: UUID | None = None
) -> UUID | None:
    """Tell the next one; None where it was taken up, is still fresh, or everybody knows.

    Whoever was told may ask for it at once, by `asked_by_id`.
    """
    alert = hold_alert(session, alert_id)
    when = time_alert(session, alert, now=now)
    if alert.status is not AlertStatus.RAISED or when.telling is Telling.IN_DIGEST:
        return None
    told = told_of(session, alert)
    is_time = asked_by_id is not None or (
        when.telling is Telling.AT_ONCE and _is_ripe(session, alert, told.values(), now=now)
    )
    next_id = _tell_next(session, alert, told, at=when.at, now=now) if is_time else None
    if next_id is None:
        return None
    _note(session, alert, next_id, asked_by_id, by, now)
    return next_id


def _is_ripe(session: Session, alert: Alert, told: Collection[Message], *, now: datetime) -> bool:
    """Whether the last has had their time, and the words are not stale yet.

    Whom the words did not reach, or who works here no more, is given no time: it goes on at once.
    """
    rule = time_alert(session, alert, now=now).rule
    moments = [
        (
            time_alert(session, alert, now=each.created_at).at,
            each.status not in LOST and not has_closed_account(session, each.to_person_id),
        )
        for each in told
    ] or [(alert.raised_at, True)]
    is_fresh = now < min(left_at for left_at, _is_heard in moments) + PASS_ON_UNTIL
    heard = [left_at for left_at, is_heard in moments if is_heard]
    return is_fresh and all(left_at + rule.pass_on_after <= now for left_at in heard)


def _tell_next(
    session: Session, alert: Alert, told: Collection[UUID], *, at: datetime, now: datetime
) -> UUID | None:
    """Tell the first who has not been told and takes alerts when the words leave.

    Whoever cannot be told, since a row of theirs is broken, is passed over.
    """
    everybody = all_who_take_alerts(
        session,
        town_id=alert.town_id,
        centre_id=alert.centre_id,
        at=at,
        anywhere=alert.kind in ABOUT_PEOPLE,
    )
    for person_id in (each for each in everybody if each not in told):
        tell = partial(tell_staff, session, alert, to_person_id=person_id, now=now)
        if tell_apart(session, person_id, tell):
            return person_id
    return None


def _note(
    session: Session,
    alert: Alert,
    next_id: UUID,
    asked_by_id: UUID | None,
    by: Actor,
    now: datetime,
) -> None:
    note_timeline(
        session,
        town_id=alert.town_id,
        kind=EntryKind.ALERT_RAISED,
        at=now,
        by=by,
        person_id=alert.person_id,
        case_id=alert.case_id,
        report_id=alert.report_id,
        subject_id=alert.id,
        facts={
            "kind": alert.kind.value,
            "passed_on_to": str(next_id),
            "asked_by": str(asked_by_id) if asked_by_id else None,
        },
    )
