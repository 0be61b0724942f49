"""Needs for other systems: which help is needed, and where it stands."""

from __future__ import annotations

from typing import Final

from blueprints.api.lists import Noun, serve_list, serve_one
from blueprints.api.views import view_of
from hopecare.web.listings.needs import NEEDS
from models import Need

NEED_VIEW: Final = view_of(
    "NeedView",
    Need,
    "id version case_id kind rhythm status from_on created_at until_on weekdays starts_at minutes "
    "people_needed language language_required gender_wish check_level flags",
    "One help that is needed, without words.",
)
NOUN: Final = Noun(
    path="needs",
    singular="need",
    rows=Need,
    view=NEED_VIEW,
    permission="case.read",
)
serve_list(NOUN, NEEDS, says="List needs; without a status, those that still ask for somebody.")
serve_one(NOUN, says="Give one need.")
