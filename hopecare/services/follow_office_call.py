"""An office was rung and what was asked is not known: the same call is owed again, by its cause."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.recurring import cause_of
from hopecare.domain.roles import STAFF
from hopecare.domain.unreached import OFFICE_AGAIN, again_within
from hopecare.queries.number_works import (
    desk_key,
    desk_number,
    number_works,
    office_key,
    office_number,
)
from hopecare.queries.office_calls import office_to_ask
from hopecare.queries.office_hours import reached_from
from hopecare.queries.offices_rung import (
    clock_behind,
    office_with_number_of,
    referral_behind,
    rings_office,
    service_rung,
)
from hopecare.queries.town_days import local_day
from hopecare.queries.urgent_referrals import is_at_once
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import CallTask

ASKS: Final = frozenset({CallTaskKind.DEADLINE_NEAR, CallTaskKind.REFERRAL_SILENT})
"""Calls by which an office is asked about somebody."""


def follow_office_call(
    session: Session,
    *,
    task: CallTask,
    is_unknown: bool,
    again_at: datetime | None,
    by: Identity,
    now: datetime,
) -> CallTask | None:
    """Owe it again under the cause it has, so that what is found by its cause finds this one.

    A wrong number is wrong in the directory: somebody corrects the entry, and nobody seeks
    the resident for it.
    """
    within = again_within(task.outcome, is_urgent=is_at_once(task.dedup_key))
    if within is None or (task.outcome is CallOutcome.SPOKE and not is_unknown):
        return None
    if task.outcome is CallOutcome.WRONG_NUMBER and rings_office(task):
        _owe_number(session, task, by=by, now=now)
    person_id, words = _whom(session, task, now)
    owed = OwedCall(
        kind=task.kind,
        dedup_key=cause_of(task.dedup_key),
        due_at=again_at or _when_open(session, task, now + within),
        person_id=person_id,
        about_person_id=task.about_person_id,
        case_id=task.case_id,
        owner_id=by.person_id if by.roles & STAFF else None,
        centre_id=task.centre_id,
        words=words,
        recurs=True,
    )
    return open_call_task(session, town_id=task.town_id, owed=owed, by=by, now=now)


def _whom(session: Session, task: CallTask, now: datetime) -> tuple[UUID | None, str | None]:
    """The same as before; an office that may not be asked any more is not: the person is."""
    asks = task.kind in ASKS and rings_office(task)
    referral = referral_behind(session, task) if asks else None
    today = local_day(session, task.town_id, now)
    if referral is None or office_to_ask(session, referral.id, on=today) is not None:
        return task.person_id, task.words
    clock = clock_behind(session, task)
    return referral.person_id, clock.due_on.isoformat() if clock else None


def _when_open(session: Session, task: CallTask, moment: datetime) -> datetime:
    """Not before somebody is there, where the hours of whoever is rung are known."""
    service = service_rung(session, task)
    return moment if service is None else reached_from(session, service.id, moment)


def _owe_number(session: Session, task: CallTask, *, by: Identity, now: datetime) -> None:
    """One piece of work for each number, where it stands in the directory; it names nobody."""
    office, service = office_with_number_of(session, task), service_rung(session, task)
    if office is None:
        return
    desk = desk_number(session, service.id) if service else None
    key = desk_key(service.id) if service and desk else office_key(office.id)
    if number_works(session, key):
        return
    rung = desk or office_number(session, office.id)
    named = (office.name, service.name if service and desk else None, rung)
    owed = OwedCall(
        kind=CallTaskKind.RENEW_NUMBER,
        dedup_key=key,
        due_at=now + OFFICE_AGAIN[CallOutcome.WRONG_NUMBER],
        owner_id=by.person_id,
        centre_id=task.centre_id,
        words=" ".join(part for part in named if part),
        recurs=True,
    )
    open_call_task(session, town_id=task.town_id, owed=owed, by=by, now=now)
