"""What a death, or a no to any record, stops of applications, clocks of the law and crises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.consent import A_NO, ConsentPurpose
from hopecare.queries.applications import UNDECIDED
from hopecare.queries.stoppable import has_died
from hopecare.standing_consents import states_of
from models import Application, Crisis, LegalClock

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


def is_chased_no_more(session: Session, person_id: UUID, *, on: date) -> bool:
    """Whether nothing is chased for somebody: they have died, or said no to any record."""
    if has_died(session, person_id):
        return True
    states = states_of(session, person_id, on=on)
    return any(
        each.purpose is ConsentPurpose.KEEP_RECORD and each.state.reason in A_NO for each in states
    )


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
