"""Put applications back to where they stood before a death recorded by mistake withdrew them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import ApplicationEvent, ApplicationStatus, CaseStatus
from hopecare.domain.timeline import EntryKind
from hopecare.domain.undoing import LeftReason
from hopecare.queries.applications import hold_application, undecided_of
from hopecare.services.move_application import move_application
from hopecare.services.note_application import note_application

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application, Case

_E = ApplicationEvent
AS_BEFORE: Final = MappingProxyType(
    {
        ApplicationStatus.PREPARING: (_E.REOPENED,),
        ApplicationStatus.WAITING: (_E.REOPENED, _E.SUBMITTED),
        ApplicationStatus.OBJECTED: (_E.REOPENED, _E.SUBMITTED, _E.DECIDED, _E.OBJECTED),
    }
)


def bring_back_applications(
    session: Session,
    *,
    applications: Mapping[UUID, ApplicationStatus],
    ended_cases: Collection[UUID],
    by: Actor,
    now: datetime,
) -> dict[UUID, LeftReason]:
    """Let each go on as it stood; say of the others why not. Their clocks come back after them.

    What belongs to a case that had closed before needs that case no more than it did then.
    """
    left = {}
    for application_id, status in applications.items():
        case, application = hold_application(session, application_id)
        reason = _against(session, case, application, ended_cases)
        if reason is not None:
            left[application_id] = reason
            continue
        for event in AS_BEFORE[status]:
            move_application(application, event=event)
        note_application(session, application, EntryKind.APPLICATION_OPENED, by=by, now=now)
        session.flush()
    return left


def _against(
    session: Session, case: Case, application: Application, ended_cases: Collection[UUID]
) -> LeftReason | None:
    if case.status is CaseStatus.CLOSED and case.id in ended_cases:
        return LeftReason.CASE_OVER
    others = undecided_of(session, case_id=case.id)
    has_other = any(_is_for_the_same(application, each) for each in others)
    is_withdrawn = application.status is ApplicationStatus.WITHDRAWN
    return LeftReason.OTHER_IN_PLACE if has_other or not is_withdrawn else None


def _is_for_the_same(application: Application, other: Application) -> bool:
    """Whether one would stand beside it that was begun anew: for its programme, by its referral."""
    if application.programme is not None and other.programme == application.programme:
        return True
    return application.referral_id is not None and other.referral_id == application.referral_id
