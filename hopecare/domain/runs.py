"""Long work that people can watch."""

from __future__ import annotations

from enum import StrEnum


class RunState(StrEnum):
    """Where a run stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class RunKind(StrEnum):
    """What a run does."""

    IMPORT_RESIDENTS = "import_residents"
    IMPORT_VOLUNTEERS = "import_volunteers"
    IMPORT_AREAS = "import_areas"
    EXPORT = "export"
    LOAD_DEMO = "load_demo"
    RESCREEN = "rescreen"
    MATCHING = "matching"
    BACKUP = "backup"
