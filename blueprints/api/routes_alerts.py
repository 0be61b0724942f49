"""Alerts for other systems: those nobody has taken up first."""

from __future__ import annotations

from typing import Final

from blueprints.api.lists import Noun, serve_list, serve_one
from blueprints.api.views import view_of
from hopecare.web.listings.alerts import ALERTS
from models import Alert

ALERT_VIEW: Final = view_of(
    "AlertView",
    Alert,
    "id version code kind status raised_at centre_id person_id case_id need_id slot_id worry_id "
    "report_id acknowledged_at acknowledged_by_id resolved_at resolved_by_id ended_by",
    "One alert, without names or words.",
)
NOUN: Final = Noun(
    path="alerts",
    singular="alert",
    rows=Alert,
    view=ALERT_VIEW,
    permission="alert.read",
)
serve_list(NOUN, ALERTS, says="List alerts; without a status, those nobody has ended.")
serve_one(NOUN, says="Give one alert.")
