"""Write down, dated, which centre is responsible for a person from now on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Responsibility

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Person


def hand_over_responsibility(session: Session, person: Person, *, now: datetime) -> None:
    """Let the person's own centre stand as the one responsible; nothing where it does already.

    The old responsibility ends before the new one begins: at most one stands.
    """
    standing = session.scalars(
        select(Responsibility).where(
            Responsibility.person_id == person.id, Responsibility.until_at.is_(None)
        )
    ).first()
    if standing is not None and standing.centre_id == person.centre_id:
        return
    if standing is not None:
        standing.until_at = now
        session.flush()
    if person.centre_id is not None:
        session.add(
            Responsibility(
                town_id=person.town_id,
                person_id=person.id,
                centre_id=person.centre_id,
                from_at=now,
            )
        )
