"""Which office a call rings, and whether what it was rung for is known by now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from sqlalchemy import select

from hopecare.domain.calls import RINGS_OFFICES, CallOutcome, CallTaskKind, outcomes_of
from hopecare.domain.care_path import ApplicationStatus, CallTaskStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.recurring import row_caused_by, row_of
from hopecare.domain.referral_moves import OWES
from hopecare.queries.answer_day_calls import (
    LAST_DAY,
    application_asked_about,
    find_last_day,
    may_be_objected_to,
    referral_asked_about,
)
from hopecare.queries.capacity_calls import service_of_call
from hopecare.queries.clocks import CAUSE as CLOCK
from hopecare.queries.number_works import is_desk_work, is_number_work
from hopecare.queries.silent_referrals import ANSWERS
from models import Application, CallTask, LegalClock, Organisation, Referral, Service

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

T = TypeVar("T")

_FOUND_BY_CAUSE: Final = RINGS_OFFICES | {CallTaskKind.BRIDGE_SHORT}
_OF_REFERRALS: Final = frozenset({"silent", "asks", "withdrawn", LAST_DAY})
_AWAITED: Final = frozenset({ApplicationStatus.WAITING, ApplicationStatus.OBJECTED})


def rings_office(task: CallTask) -> bool:
    """Say whether a call rings an office, or is about its number."""
    if task.person_id is not None:
        return False
    return task.kind in RINGS_OFFICES or is_number_work(task)


def keeps_cause(task: CallTask) -> bool:
    """Say whether the next call is owed under the cause of this one, by which others find it."""
    is_again = task.outcome in (CallOutcome.NO_ANSWER, CallOutcome.CALL_LATER, CallOutcome.SPOKE)
    return rings_office(task) or (task.kind in _FOUND_BY_CAUSE and is_again)


def outcomes_open_to(task: CallTask) -> tuple[CallOutcome, ...]:
    """Say what this call can come to."""
    kind = CallTaskKind.ASK_CAPACITY if rings_office(task) else task.kind
    return outcomes_of(kind, rings_person=task.person_id is not None)


def office_with_number_of(session: Session, task: CallTask) -> Organisation | None:
    """Find the office that is rung, or whose number is sought; None for every other call."""
    if is_number_work(task) and not is_desk_work(task):
        return _row(session, Organisation, row_of(task.dedup_key))
    service = service_rung(session, task)
    return session.get(Organisation, service.organisation_id) if service else None


def service_rung(session: Session, task: CallTask) -> Service | None:
    """Find the service for which an office is rung, or whose own desk's number is sought."""
    if is_desk_work(task):
        return _row(session, Service, row_of(task.dedup_key))
    service_id = service_of_call(task) or _referred_to(session, task)
    return _row(session, Service, service_id)


def clock_behind(session: Session, task: CallTask) -> LegalClock | None:
    """Find the clock because of whose day a call is owed; None for every other call."""
    return _row(session, LegalClock, row_caused_by(CLOCK, task.dedup_key))


def referral_behind(session: Session, task: CallTask) -> Referral | None:
    """Find the referral a call is about, or that went with what was applied for."""
    if _cause(task) in _OF_REFERRALS:
        return _row(session, Referral, row_of(task.dedup_key))
    application_id, clock = application_asked_about(task), clock_behind(session, task)
    if clock is not None and clock.referral_id is not None:
        return session.get(Referral, clock.referral_id)
    if clock is not None:
        application_id = clock.application_id
    application = _row(session, Application, application_id)
    return _row(session, Referral, application.referral_id if application else None)


def is_unknown_still(session: Session, task: CallTask) -> bool:
    """Say whether nobody has written down yet what this call was to find out."""
    if service_of_call(task) is not None:
        return task.status is CallTaskStatus.OPEN  # a word about places, or a referral, ends it
    application_id = application_asked_about(task)
    if application_id is not None:
        application = session.get(Application, application_id)
        status = application.status if application else None
        is_asked = status in _AWAITED or status is ApplicationStatus.DECIDED
        return is_asked and not _runs(session, application_id)
    referral_id = referral_asked_about(task)
    if referral_id is not None:
        referral = session.get(Referral, referral_id)
        is_less = referral is not None and may_be_objected_to(referral)
        return is_less and find_last_day(session, referral_id) is None
    if task.kind is not CallTaskKind.REFERRAL_SILENT:
        return False
    if _cause(task) == CLOCK:
        clock = clock_behind(session, task)
        return clock is not None and clock.ended_at is None
    owes = referral_behind(session, task)
    return owes is not None and owes.status in OWES


def _runs(session: Session, application_id: UUID) -> bool:
    running = select(LegalClock.id).where(
        LegalClock.application_id == application_id,
        LegalClock.ended_at.is_(None),
        LegalClock.kind.in_((*ANSWERS, ClockKind.OBJECTION)),
    )
    return session.scalars(running.limit(1)).first() is not None


def _referred_to(session: Session, task: CallTask) -> UUID | None:
    """The service of the referral behind a call about it, or behind its application."""
    referral = referral_behind(session, task)
    return referral.service_id if referral else None


def _cause(task: CallTask) -> str:
    return task.dedup_key.partition(":")[0]


def _row(session: Session, kind: type[T], key: UUID | None) -> T | None:
    """The row a key names, if there is one."""
    return session.get(kind, key) if key else None
