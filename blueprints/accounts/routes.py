"""All routes of the accounts' door, one file a subject."""

from __future__ import annotations

from blueprints.accounts import (
    routes_access_log,
    routes_calendar,
    routes_listeners,
    routes_password,
    routes_sign_in,
    routes_staff,
    routes_systems,
    routes_week_wish,
)
from blueprints.accounts.door import blueprint

__all__ = [
    "blueprint",
    "routes_access_log",
    "routes_calendar",
    "routes_listeners",
    "routes_password",
    "routes_sign_in",
    "routes_staff",
    "routes_systems",
    "routes_week_wish",
]
