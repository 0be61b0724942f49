"""Write down when and where somebody goes to hand an application in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.care_path import APPLICATION
from hopecare.domain.consent import ConsentPurpose
from hopecare.errors import MoveNotAllowedError, StaleVersionError
from hopecare.queries.applications import hold_application
from hopecare.queries.town_days import local_day
from hopecare.services.ask_companion import ask_companion
from hopecare.services.end_companion import end_companion
from hopecare.standing_consents import agrees_to

if TYPE_CHECKING:
    from datetime import date, datetime, time
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A day, an hour of the town's clock, and a place; nothing where there is none any more."""

    on: date | None
    at: time | None = None
    place: str | None = None


def set_appointment(
    session: Session,
    *,
    application_id: UUID,
    version: int,
    appointment: Appointment,
    by: Actor,
    now: datetime,
) -> Application:
    """Write it over the version that was read, while the application is not decided.

    Whoever was to go along goes with it: told at once, and neighbours are asked for the new one.
    """
    _, application = hold_application(session, application_id)
    if application.version != version:
        raise StaleVersionError(application_id=application_id, version=application.version)
    if application.status in APPLICATION.final:
        raise MoveNotAllowedError(
            machine="application", status=application.status, event="appointment_set"
        )
    before = _of(application)
    application.appointment_on = appointment.on
    application.appointment_at = appointment.at if appointment.on else None
    application.appointment_place = appointment.place if appointment.on else None
    session.flush()
    was_wanted = _of(application) != before and end_companion(session, application, by=by, now=now)
    if was_wanted and _may_go_along(session, application, now):
        ask_companion(session, application_id=application.id, by=by, now=now)
    return application


def _of(application: Application) -> Appointment:
    return Appointment(
        on=application.appointment_on,
        at=application.appointment_at,
        place=application.appointment_place,
    )


def _may_go_along(session: Session, application: Application, now: datetime) -> bool:
    """A day that comes, and they agree to a neighbour still."""
    today = local_day(session, application.town_id, now)
    on = application.appointment_on
    agreed = agrees_to(session, application.person_id, today)
    return on is not None and on >= today and ConsentPurpose.PEER_HELP in agreed
