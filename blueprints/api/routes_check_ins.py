"""Check-ins for other systems: a board of one day, one slot."""

from __future__ import annotations

from typing import Final

from blueprints.api.lists import Noun, serve_list, serve_one
from blueprints.api.views import view_of
from hopecare.web.listings.check_ins import CHECK_INS
from models import CheckInSlot

CHECK_IN_VIEW: Final = view_of(
    "CheckInView",
    CheckInSlot,
    "id version plan_id person_id due_at status asked_at answered_at answer rungs_climbed "
    "next_rung_at cleared_at",
    "One check-in of one person.",
)
NOUN: Final = Noun(
    path="check_ins",
    singular="check_in",
    rows=CheckInSlot,
    view=CHECK_IN_VIEW,
    permission="check_in.read",
)
serve_list(
    NOUN,
    CHECK_INS,
    says="List the check-ins of a day; without a day, today and what is still open.",
)
serve_one(NOUN, says="Give one check-in.")
