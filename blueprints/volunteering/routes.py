"""All routes of the volunteers' door, one file a subject."""

from __future__ import annotations

from blueprints.volunteering import (
    routes_appeals,
    routes_home,
    routes_knocks,
    routes_offers,
    routes_profile,
    routes_tasks,
    routes_weekly,
)
from blueprints.volunteering.door import blueprint

__all__ = [
    "blueprint",
    "routes_appeals",
    "routes_home",
    "routes_knocks",
    "routes_offers",
    "routes_profile",
    "routes_tasks",
    "routes_weekly",
]
