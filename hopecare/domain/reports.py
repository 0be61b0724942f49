"""The doors through which a report comes in."""

from __future__ import annotations

from enum import StrEnum


class ReportDoor(StrEnum):
    """Where somebody told us."""

    PAGE = "page"
    PHONE = "phone"
    TEXT = "text"
    """A text to our number, of which somebody made a report."""
    DESK = "desk"
    IMPORT = "import"
    API = "api"
