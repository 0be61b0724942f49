"""Raise an alert for what cannot wait, and text whoever is on duty; once for each cause."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hopecare.domain.alerts import ABOUT_PEOPLE
from hopecare.domain.care_path import ALERT, AlertStatus
from hopecare.domain.codes import CODE_LENGTH, make_code
from hopecare.domain.recurring import keys_of
from hopecare.domain.timeline import EntryKind
from hopecare.queries.alerts import is_help_owed
from hopecare.queries.duty import on_duty
from hopecare.services.note_timeline import note_timeline
from hopecare.services.tell_apart import tell_apart
from hopecare.services.tell_staff import tell_staff
from hopecare.services.time_alert import time_alert
from models import Alert, Person

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.alerts import AlertKind
    from hopecare.domain.identity import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What an alert is about; `dedup_key` names the cause, so that nobody is alerted twice."""

    dedup_key: str
    centre_id: UUID | None = None
    person_id: UUID | None = None
    case_id: UUID | None = None
    need_id: UUID | None = None
    slot_id: UUID | None = None
    worry_id: UUID | None = None
    report_id: UUID | None = None
    recurs: bool = False
    """Whether it is a new cause once the alert before has ended, or its call is over: a second call
    for help is."""


def raise_alert(
    session: Session,
    *,
    town_id: UUID,
    kind: AlertKind,
    cause: Cause,
    by: Actor,
    now: datetime,
) -> Alert:
    """Raise it and promise a text to everybody on duty, or give back the one that stands.

    When each is told, the centre's rule says; it is whoever is on duty at that moment.
    """
    known, key = _standing(session, town_id, cause)
    if known is not None:
        return known
    alert = _alert(session, town_id, kind, replace(cause, dedup_key=key), now)
    if (first := _kept(session, alert)) is not alert:
        return first
    note_timeline(
        session,
        town_id=town_id,
        kind=EntryKind.ALERT_RAISED,
        at=now,
        by=by,
        person_id=cause.person_id,
        case_id=cause.case_id,
        report_id=cause.report_id,
        subject_id=alert.id,
        facts={"kind": kind.value},
    )
    _tell_all(session, alert, now)
    return alert


def _tell_all(session: Session, alert: Alert, now: datetime) -> None:
    """Tell everybody on duty when the words leave; of any rota, about people without a centre.

    Where that fails with one, the alert stands all the same and is passed on in its time.
    """
    readers = on_duty(
        session,
        town_id=alert.town_id,
        centre_id=alert.centre_id,
        at=time_alert(session, alert, now=now).at,
        anywhere=alert.kind in ABOUT_PEOPLE,
    )
    for reader in readers:
        tell = partial(tell_staff, session, alert, to_person_id=reader, now=now)
        tell_apart(session, reader, tell)


def _standing(session: Session, town_id: UUID, cause: Cause) -> tuple[Alert | None, str]:
    """The alert that stands for this cause, or None and the key a new one takes.

    Of a cause that recurs the newest alert decides: an older one may still be open beside it.
    """
    keys = keys_of(cause.dedup_key)
    key = next(keys)
    known = _known(session, town_id, key, held=cause.recurs)
    if not cause.recurs:
        return known, key
    newest = None
    while known is not None:
        newest, key = known, next(keys)
        known = _known(session, town_id, key, held=True)
    return (None if newest is None or _has_ended(session, newest) else newest), key


def _has_ended(session: Session, alert: Alert) -> bool:
    """Whether nobody acts on it any more: ended, or its call is over, whoever took it up."""
    if alert.status is AlertStatus.RESOLVED or alert.slot_id is None:
        return alert.status is AlertStatus.RESOLVED
    return not is_help_owed(session, alert.slot_id)


def _known(session: Session, town_id: UUID, dedup_key: str, *, held: bool = False) -> Alert | None:
    """The alert raised under this key already; held, nobody ends it while we look."""
    same = select(Alert).where(Alert.town_id == town_id, Alert.dedup_key == dedup_key)
    if held:
        same = same.with_for_update(key_share=True).execution_options(populate_existing=True)
    return session.scalars(same).one_or_none()


def _kept(session: Session, alert: Alert) -> Alert:
    """Write the alert; when another process was first, its alert stands and has told everybody."""
    try:
        with session.begin_nested():
            session.add(alert)
    except IntegrityError:
        first = _known(session, alert.town_id, alert.dedup_key)
        if first is None:
            raise
        return first
    return alert


def _alert(session: Session, town_id: UUID, kind: AlertKind, cause: Cause, now: datetime) -> Alert:
    """The row itself; without a named centre it goes to the person's own.

    That is read alone: an alert stands as well where a name or a number cannot be read.
    """
    theirs = select(Person.centre_id).where(Person.id == cause.person_id)
    return Alert(
        town_id=town_id,
        kind=kind,
        status=ALERT.start,
        raised_at=now,
        dedup_key=cause.dedup_key,
        code=make_code(secrets.token_bytes(CODE_LENGTH)),
        centre_id=cause.centre_id or session.scalar(theirs),
        person_id=cause.person_id,
        case_id=cause.case_id,
        need_id=cause.need_id,
        slot_id=cause.slot_id,
        worry_id=cause.worry_id,
        report_id=cause.report_id,
    )
