"""A decision was taken back: nothing is decided, or what was objected to stands again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hopecare.domain.applications import Decision
from hopecare.domain.outcomes import RefusalReason
from hopecare.queries.application_moments import find_contested_entry

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Application


def stand_contested(session: Session, application: Application) -> None:
    """As it was kept; of one from before that was kept, by the codes and days of its entry."""
    facts = _facts(session, application)
    decision, refusal, words = facts.get("decision"), facts.get("refusal"), facts.get("words")
    on, told_on = facts.get("on"), facts.get("told_on")
    application.decision = Decision(decision) if decision else None
    application.decided_on = date.fromisoformat(on) if on else None
    application.notice_on = date.fromisoformat(told_on) if told_on else None
    application.refusal_reason = RefusalReason(refusal) if refusal else None
    application.decision_words, application.contested = words, None


def _facts(session: Session, application: Application) -> dict[str, str]:
    if application.objected_on is None:
        return {}
    kept = application.contested
    if not isinstance(kept, dict):
        entry = find_contested_entry(session, application)
        kept = dict(entry.facts) if entry else {}
    return {name: str(value) for name, value in kept.items() if value is not None}
