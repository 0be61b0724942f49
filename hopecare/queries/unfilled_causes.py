"""Under which keys a call is owed because nobody was found for a need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Asking

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Need


def passed_cause(need: Need) -> str:
    """The key of the call that is owed once its day has passed with nobody."""
    return f"passed:{need.id}"


def unfilled_causes(session: Session, need: Need) -> list[str]:
    """Every key: of each asking, of waves without one, and of a day that has passed."""
    askings = session.scalars(select(Asking.id).where(Asking.need_id == need.id)).all()
    of_askings = [f"{why}:{asking_id}" for asking_id in askings for why in ("unfilled", "expired")]
    return [*of_askings, f"unfilled:{need.id}", passed_cause(need)]
