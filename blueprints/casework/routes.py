"""All routes of the social workers' door, one file a subject."""

from __future__ import annotations

from blueprints.casework import (
    routes_assessments,
    routes_case_lists,
    routes_cases,
    routes_closing,
    routes_consents,
    routes_death,
    routes_drafts,
    routes_gaps,
    routes_merge,
    routes_needs,
    routes_papers,
    routes_questions,
    routes_reach,
    routes_referral_answers,
    routes_referrals,
    routes_refused_helpers,
    routes_resident_sheet,
    routes_residents,
    routes_screening,
    routes_tasks,
    routes_texts_wish,
)
from blueprints.casework.door import blueprint

__all__ = [
    "blueprint",
    "routes_assessments",
    "routes_case_lists",
    "routes_cases",
    "routes_closing",
    "routes_consents",
    "routes_death",
    "routes_drafts",
    "routes_gaps",
    "routes_merge",
    "routes_needs",
    "routes_papers",
    "routes_questions",
    "routes_reach",
    "routes_referral_answers",
    "routes_referrals",
    "routes_refused_helpers",
    "routes_resident_sheet",
    "routes_residents",
    "routes_screening",
    "routes_tasks",
    "routes_texts_wish",
]
