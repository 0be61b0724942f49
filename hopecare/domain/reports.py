"""The doors through which a report comes in."""

from __future__ import annotations

from enum import StrEnum


class ReportDoor(StrEnum):
    """Where somebody told us."""

    PAGE = "page"
    PHONE = "phone"
    DESK = "desk"
    IMPORT = "import"
    API = "api"
