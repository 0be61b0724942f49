"""Applications for other systems: what is applied for, and where it stands."""

from __future__ import annotations

from typing import Final

from blueprints.api.lists import Noun, serve_list, serve_one
from blueprints.api.views import view_of
from hopecare.web.listings.applications import APPLICATIONS
from models import Application

APPLICATION_VIEW: Final = view_of(
    "ApplicationView",
    Application,
    "id version case_id person_id status made_at made_by_id programme referral_id appointment_on "
    "appointment_at companion_need_id bridge_need_id no_bridge submitted_on decision decided_on "
    "notice_on refusal_reason objected_on",
    "One application for one programme, without words.",
)
NOUN: Final = Noun(
    path="applications",
    singular="application",
    rows=Application,
    view=APPLICATION_VIEW,
    permission="application.read",
)
serve_list(NOUN, APPLICATIONS, says="List applications; without a filter, those not decided yet.")
serve_one(NOUN, says="Give one application.")
