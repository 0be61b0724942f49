"""Long work that people can watch."""

from __future__ import annotations

from enum import StrEnum

from hopecare.domain.states import RunState

__all__ = ["RunKind", "RunState"]


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
