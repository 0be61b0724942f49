"""Refuse to plan what would be said in words that nobody of the town has looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import WordingsUnseenError
from hopecare.language.needed_wordings import wordings_of_plan
from hopecare.queries.seen_wordings import unseen_wordings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.domain.ladders import Steps
    from models import CheckInPlan


def refuse_unseen_wordings(session: Session, plan: CheckInPlan, *, steps: Steps) -> None:
    """Raise where this plan with these steps would say something that was not rehearsed."""
    needed = wordings_of_plan(plan.asked_by, plan.answer_of, steps, question=plan.question)
    unseen = unseen_wordings(session, plan.town_id, among=needed)
    if unseen:
        raise WordingsUnseenError(wordings=[each.value for each in unseen])
