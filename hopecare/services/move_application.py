"""The only writer of an application's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import APPLICATION, next_status

if TYPE_CHECKING:
    from hopecare.domain.care_path import ApplicationEvent
    from models import Application


def move_application(application: Application, *, event: ApplicationEvent) -> Application:
    """Ask the care path what follows from `event`, and set it; refuse any other move."""
    status = next_status(APPLICATION, application.status, event)
    application.status = status
    return application
