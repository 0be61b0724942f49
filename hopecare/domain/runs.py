"""Long work that people can watch."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

from hopecare.domain.states import RunState
from hopecare.errors import HopecareError

__all__ = [
    "BEGUN",
    "LIST_IMPORTS",
    "MOST_BEGUN",
    "SILENT_FOR",
    "STOPPED_BY",
    "RunKind",
    "RunState",
    "RunStop",
]


class RunKind(StrEnum):
    """What a run does."""

    IMPORT_RESIDENTS = "import_residents"
    IMPORT_VOLUNTEERS = "import_volunteers"
    IMPORT_AREAS = "import_areas"
    IMPORT_DIRECTORY = "import_directory"
    EXPORT = "export"
    LOAD_DEMO = "load_demo"
    RESCREEN = "rescreen"
    MATCHING = "matching"
    BACKUP = "backup"
    BROADCAST = "broadcast"
    RING_FOR_HELD = "ring_for_held"


class RunStop(StrEnum):
    """What stopped a run before its end, where nothing was refused."""

    HAND = "stopped"
    FAULT = "fault"
    SILENCE = "silence"
    NOT_ALLOWED = "not_allowed"
    """Whoever began it may not do it any more."""


def code_of_stop(stopped: BaseException) -> str:
    """Say what stopped a run; what a fault was stands in the log alone."""
    if isinstance(stopped, HopecareError):
        return stopped.reason
    return RunStop.HAND if isinstance(stopped, KeyboardInterrupt) else RunStop.FAULT


STOPPED_BY: Final = "stopped_by"
"""Where a run's result says what stopped it: a `RunStop`, or the reason of a refusal."""
LIST_IMPORTS: Final = frozenset(
    {RunKind.IMPORT_RESIDENTS, RunKind.IMPORT_VOLUNTEERS, RunKind.IMPORT_DIRECTORY}
)
"""Runs of a command, which nobody goes on with when it is gone."""
SILENT_FOR: Final = timedelta(minutes=15)
"""A run that told nothing for so long has stopped; if it has not, its own end says so."""
BEGUN: Final = "begun"
"""Where a run's result counts how often it was begun, while it goes on."""
MOST_BEGUN: Final = 3
"""What ends its worker each time is not begun for ever."""
