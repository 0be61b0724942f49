"""All routes of the coordinators' door, one file a subject."""

from __future__ import annotations

from blueprints.coordination import (
    routes_alerts,
    routes_areas,
    routes_call_tasks,
    routes_check_in_plans,
    routes_check_ins,
    routes_duty,
    routes_ladder,
    routes_leave,
    routes_messages,
    routes_new_volunteer,
    routes_organisations,
    routes_replies,
    routes_reports,
    routes_runs,
    routes_settings,
    routes_switch,
    routes_take_report,
    routes_telephone,
    routes_today,
    routes_unreached,
    routes_volunteers,
)
from blueprints.coordination.door import blueprint

__all__ = [
    "blueprint",
    "routes_alerts",
    "routes_areas",
    "routes_call_tasks",
    "routes_check_in_plans",
    "routes_check_ins",
    "routes_duty",
    "routes_ladder",
    "routes_leave",
    "routes_messages",
    "routes_new_volunteer",
    "routes_organisations",
    "routes_replies",
    "routes_reports",
    "routes_runs",
    "routes_settings",
    "routes_switch",
    "routes_take_report",
    "routes_telephone",
    "routes_today",
    "routes_unreached",
    "routes_volunteers",
]
