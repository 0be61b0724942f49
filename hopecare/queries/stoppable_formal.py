"""What a death stops of applications, clocks of the law and crises; read before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.queries.applications import UNDECIDED
from models import Application, Crisis, LegalClock

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def undecided_of_cases(session: Session, case_ids: Collection[UUID]) -> Sequence[Application]:
    """Read the applications of these cases that are not decided."""
    return session.scalars(
        select(Application)
        .where(Application.case_id.in_(case_ids), Application.status.in_(UNDECIDED))
        .order_by(Application.made_at, Application.id)
    ).all()


def clocks_of_cases(session: Session, case_ids: Collection[UUID]) -> Sequence[LegalClock]:
    """Read the clocks of these cases that run."""
    return session.scalars(
        select(LegalClock)
        .where(LegalClock.case_id.in_(case_ids), LegalClock.ended_at.is_(None))
        .order_by(LegalClock.due_on, LegalClock.id)
    ).all()


def open_crises_of_cases(session: Session, case_ids: Collection[UUID]) -> Sequence[Crisis]:
    """Read the crises of these cases without an all-clear."""
    return session.scalars(
        select(Crisis)
        .where(Crisis.case_id.in_(case_ids), Crisis.ended_at.is_(None))
        .order_by(Crisis.opened_at, Crisis.id)
    ).all()
