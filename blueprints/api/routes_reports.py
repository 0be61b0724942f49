"""Reports for other systems: the triage list, one report."""

from __future__ import annotations

from typing import Final

from blueprints.api.lists import Noun, serve_list, serve_one
from blueprints.api.views import view_of
from hopecare.web.listings.reports import REPORTS
from models import Report

REPORT_VIEW: Final = view_of(
    "ReportView",
    Report,
    "id version code status urgency door about_self language received_at area_id centre_id "
    "resident_id owner_id next_try_on ask_again_on settled_at",
    "One report, without names: who told us is nowhere in the API.",
)
NOUN: Final = Noun(
    path="reports",
    singular="report",
    rows=Report,
    view=REPORT_VIEW,
    permission="report.read",
)
serve_list(
    NOUN,
    REPORTS,
    says="List reports, the most urgent first, then who waits longest.",
    without=("q",),
)
serve_one(NOUN, says="Give one report.")
