"""Keep the decision an objection is against, before another is written in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import ApplicationStatus

if TYPE_CHECKING:
    from models import Application


def keep_contested(application: Application) -> None:
    """As it stands, with its words and what was read on its notice: it may have to stand again."""
    if application.status is not ApplicationStatus.OBJECTED or application.decision is None:
        return
    days = {"on": application.decided_on, "told_on": application.notice_on}
    application.contested = {
        "decision": application.decision.value,
        "refusal": application.refusal_reason.value if application.refusal_reason else None,
        "words": application.decision_words,
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }
