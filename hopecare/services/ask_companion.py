"""Ask neighbours to go along to the appointment of an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.need_wishes import NeedWish
from hopecare.domain.needs import NeedKind
from hopecare.errors import AlreadyTakenError, InvalidInputError
from hopecare.queries.applications import hold_application
from hopecare.queries.needs import LIVE, need_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.add_need import add_need
from hopecare.services.begin_asking import begin_asking

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application, Need

MINUTES = 120
"""There, the wait, and back."""


def ask_companion(
    session: Session,
    *,
    application_id: UUID,
    by: Actor,
    now: datetime,
    not_before: datetime | None = None,
) -> Need:
    """Open the need for that day and ask the first neighbours at once; once an appointment.

    With `not_before` nobody is asked until then.
    """
    case, application = hold_application(session, application_id)
    _refuse_faults(session, application, now)
    wish = NeedWish(
        kind=NeedKind.ESCORT,
        from_on=application.appointment_on,  # type: ignore[arg-type]  # refused without one
        until_on=application.appointment_on,
        starts_at=application.appointment_at,
        minutes=MINUTES,
        words=application.appointment_place,
    )
    need = add_need(session, case, wish, by=by, now=now)
    application.companion_need_id = need.id
    session.flush()
    begin_asking(session, need_id=need.id, by=by, now=now, not_before=not_before)
    return need


def _refuse_faults(session: Session, application: Application, now: datetime) -> None:
    on = application.appointment_on
    if on is None or on < local_day(session, application.town_id, now):
        raise InvalidInputError({"appointment_on": ["appointment_missing"]})
    if application.companion_need_id is None:
        return
    need = need_by_id(session, application.companion_need_id)
    if need.status in LIVE and need.from_on == on:
        raise AlreadyTakenError(kind="need", id=need.id)
