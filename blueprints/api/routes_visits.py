"""Visits for other systems: what came of each."""

from __future__ import annotations

from typing import Final

from blueprints.api.lists import Noun, serve_list, serve_one
from blueprints.api.views import view_of
from hopecare.web.listings.visits import VISITS
from models import Visit

VISIT_VIEW: Final = view_of(
    "VisitView",
    Visit,
    "id task_id case_id helper_id visited_at logged_at minutes result",
    "One visit, without words.",
)
NOUN: Final = Noun(
    path="visits",
    singular="visit",
    rows=Visit,
    view=VISIT_VIEW,
    permission="visit.read",
)
serve_list(NOUN, VISITS, says="List visits, the latest first.")
serve_one(NOUN, says="Give one visit.")
