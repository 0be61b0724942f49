"""Write down when and where somebody goes to hand an application in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.care_path import APPLICATION
from hopecare.errors import MoveNotAllowedError, StaleVersionError
from hopecare.queries.applications import application_by_id

if TYPE_CHECKING:
    from datetime import date, time
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Application


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """A day, an hour of the town's clock, and a place; nothing where there is none any more."""

    on: date | None
    at: time | None = None
    place: str | None = None


def set_appointment(
    session: Session, *, application_id: UUID, version: int, appointment: Appointment
) -> Application:
    """Write it over the version that was read, while the application is not decided."""
    application = application_by_id(session, application_id, alone=True)
    if application.version != version:
        raise StaleVersionError(application_id=application_id, version=application.version)
    if application.status in APPLICATION.final:
        raise MoveNotAllowedError(
            machine="application", status=application.status, event="appointment_set"
        )
    application.appointment_on = appointment.on
    application.appointment_at = appointment.at if appointment.on else None
    application.appointment_place = appointment.place if appointment.on else None
    session.flush()
    return application
