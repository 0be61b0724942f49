"""Whether a call rings one person about another, so that its end may be true of either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Person

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import CallTask


def is_about_another(session: Session, task: CallTask) -> bool:
    """Say whether it is about somebody who lives and is not the one who is rung."""
    if task.about_person_id in {None, task.person_id}:
        return False
    died_on = select(Person.died_on).where(Person.id == task.about_person_id)
    return session.scalar(died_on) is None
