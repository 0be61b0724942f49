"""All routes of the coordinators' door, one file a subject."""

from __future__ import annotations

from blueprints.coordination import (
    routes_reports,
    routes_take_report,
    routes_telephone,
    routes_today,
    routes_volunteers,
)
from blueprints.coordination.door import blueprint

__all__ = [
    "blueprint",
    "routes_reports",
    "routes_take_report",
    "routes_telephone",
    "routes_today",
    "routes_volunteers",
]
