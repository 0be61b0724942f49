"""Volunteers for other systems: what they offer and whether they may be asked."""

from __future__ import annotations

from typing import Final

from blueprints.api.lists import Noun, serve_list, serve_one
from blueprints.api.views import view_of
from hopecare.web.listings.volunteers import VOLUNTEERS
from models import VolunteerProfile

VOLUNTEER_VIEW: Final = view_of(
    "VolunteerView",
    VolunteerProfile,
    "id version person_id joined_on centre_id skills languages avoids radius_m max_active "
    "check_level check_expires_on is_on_duty away_until suspended_at answers_by",
    "One volunteer, without name or place.",
)
NOUN: Final = Noun(
    path="volunteers",
    singular="volunteer",
    rows=VolunteerProfile,
    view=VOLUNTEER_VIEW,
    permission="volunteer.read",
)
serve_list(NOUN, VOLUNTEERS, says="List volunteers, the newest first.")
serve_one(NOUN, says="Give one volunteer.")
