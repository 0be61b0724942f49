"""All routes of the machine's door, one file a subject."""

from __future__ import annotations

from blueprints.api import (
    routes_alerts,
    routes_call_tasks,
    routes_case_acts,
    routes_cases,
    routes_check_ins,
    routes_docs,
    routes_eligibility,
    routes_events,
    routes_help_acts,
    routes_messages,
    routes_needs,
    routes_offers,
    routes_report_acts,
    routes_reports,
    routes_resident_acts,
    routes_residents,
    routes_visits,
    routes_volunteers,
    routes_webhooks,
)
from blueprints.api.door import blueprint

__all__ = [
    "blueprint",
    "routes_alerts",
    "routes_call_tasks",
    "routes_case_acts",
    "routes_cases",
    "routes_check_ins",
    "routes_docs",
    "routes_eligibility",
    "routes_events",
    "routes_help_acts",
    "routes_messages",
    "routes_needs",
    "routes_offers",
    "routes_report_acts",
    "routes_reports",
    "routes_resident_acts",
    "routes_residents",
    "routes_visits",
    "routes_volunteers",
    "routes_webhooks",
]
