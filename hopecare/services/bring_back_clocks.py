"""Let the clocks of the law run again that a death recorded by mistake has ended."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import ApplicationStatus, CallTaskEvent, CaseStatus, ReferralStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.undoing import LeftReason
from hopecare.queries.answer_day_calls import may_be_objected_to
from hopecare.queries.applications import application_by_id
from hopecare.queries.cases import case_by_id
from hopecare.queries.clocks import cancelled_calls_of_clock, clock_by_id, running_clocks
from hopecare.queries.crises import crisis_by_id
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.reading.legal_clocks import country_clocks
from hopecare.services.move_call_task import move_call_task

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import LegalClock

_UNDECIDED: Final = frozenset({ApplicationStatus.WAITING, ApplicationStatus.OBJECTED})
_WAITED_FOR: Final[Mapping[ClockKind, frozenset[ApplicationStatus]]] = MappingProxyType(
    {
        ClockKind.OBJECTION: frozenset({ApplicationStatus.DECIDED}),
        ClockKind.AFTER_CHECK: frozenset({ApplicationStatus.DECIDED, ApplicationStatus.OBJECTED}),
    }
)
"""While an application stands so, this day of it is waited for; an objection ends no check."""


def bring_back_clocks(
    session: Session,
    *,
    clock_ids: Iterable[UUID],
    ended_cases: Collection[UUID],
    now: datetime,
) -> dict[UUID, LeftReason]:
    """After what they belong to has come back; their calls are owed again, none is owed twice.

    Those of a case that had closed before run on in it as they did.
    """
    left = {}
    for clock_id in clock_ids:
        case_by_id(session, clock_by_id(session, clock_id).case_id, alone=True)
        clock = clock_by_id(session, clock_id, alone=True)
        reason = _against(session, clock, ended_cases)
        if reason is not None:
            left[clock_id] = reason
        else:
            _go_on(session, clock, now)
    return left


def _against(
    session: Session, clock: LegalClock, ended_cases: Collection[UUID]
) -> LeftReason | None:
    is_closed = case_by_id(session, clock.case_id).status is CaseStatus.CLOSED
    if (is_closed and clock.case_id in ended_cases) or _is_over(session, clock):
        return LeftReason.CASE_OVER
    running = running_clocks(
        session,
        clock.kind,
        application_id=clock.application_id,
        referral_id=clock.referral_id,
        crisis_id=clock.crisis_id,
    )
    return LeftReason.OTHER_IN_PLACE if running else None


def _is_over(session: Session, clock: LegalClock) -> bool:
    """Whether nobody waits for this day any more: another was decided, or checked, meanwhile."""
    if clock.crisis_id is not None:
        return crisis_by_id(session, clock.crisis_id).checked_on is not None
    if clock.referral_id is not None:
        referral = referral_by_id(session, clock.referral_id)
        if clock.kind is ClockKind.OBJECTION:
            return not may_be_objected_to(referral)
        return referral.status is ReferralStatus.WITHDRAWN
    if clock.application_id is None:
        return True
    application = application_by_id(session, clock.application_id)
    return application.status not in _WAITED_FOR.get(clock.kind, _UNDECIDED)


def _go_on(session: Session, clock: LegalClock, now: datetime) -> None:
    """A call that was made before stays made; one that was taken back is owed again."""
    clocks = country_clocks(town_by_id(session, clock.town_id).country)
    today = local_day(session, clock.town_id, now)
    clock.ended_at = None
    clock.look_on = clocks.first_look(clock.due_on, today=today)
    for call in cancelled_calls_of_clock(session, clock):
        move_call_task(call, event=CallTaskEvent.REOPENED, now=now)
    session.flush()
