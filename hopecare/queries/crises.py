"""Crises: the open one of a case, one by its key, and everything its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.clocks import ClockKind
from hopecare.errors import NotFoundError
from hopecare.queries.people_at_a_glance import names_of
from hopecare.queries.visibility import visible
from models import Crisis, EmergencyCall, LegalClock, Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisView:
    """One crisis with who was rung, who acted, and the check that follows."""

    crisis: Crisis
    calls: Sequence[EmergencyCall]
    clock: LegalClock | None
    """The last clock of the check after the help."""
    names: Mapping[UUID, str]


def find_open_crisis(session: Session, case_id: UUID) -> Crisis | None:
    """Find the crisis of a case that has no all-clear yet."""
    return session.scalar(
        select(Crisis).where(Crisis.case_id == case_id, Crisis.ended_at.is_(None))
    )


def crisis_by_id(session: Session, crisis_id: UUID, *, alone: bool = False) -> Crisis:
    """Read a crisis of this town; `alone` holds it until the transaction ends."""
    crisis = session.get(Crisis, crisis_id, populate_existing=alone, with_for_update=alone or None)
    if crisis is None:
        raise NotFoundError(kind="crisis", id=crisis_id)
    return crisis


def crisis_view(session: Session, crisis_id: UUID) -> CrisisView:
    """Read a crisis with everything its page shows."""
    crisis = crisis_by_id(session, crisis_id)
    calls = session.scalars(
        select(EmergencyCall)
        .where(EmergencyCall.crisis_id == crisis_id)
        .order_by(EmergencyCall.rung_at, EmergencyCall.id)
    ).all()
    clock = session.scalars(
        select(LegalClock)
        .where(LegalClock.crisis_id == crisis_id, LegalClock.kind == ClockKind.AFTER_CHECK)
        .order_by(LegalClock.started_on.desc(), LegalClock.id.desc())
    ).first()
    acted = (crisis.opened_by_id, crisis.responsible_id, crisis.handed_to_id, crisis.ended_by_id)
    names = names_of(session, [*acted, *(each.written_by_id for each in calls)])
    return CrisisView(crisis=crisis, calls=calls, clock=clock, names=names)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisGlance:
    """An open crisis in a line: since when, and who is responsible."""

    id: UUID
    opened_at: datetime
    responsible: str


def crisis_at_a_glance(
    session: Session, case_id: UUID, *, identity: Identity
) -> CrisisGlance | None:
    """Read the open crisis of a case with who is responsible, as far as this reader may."""
    found = session.execute(
        select(Crisis, Person)
        .join(Person, Person.id == Crisis.responsible_id)
        .where(
            Crisis.case_id == case_id,
            Crisis.ended_at.is_(None),
            visible("crisis.read", identity, Crisis),
        )
    ).one_or_none()
    if found is None:
        return None
    crisis, responsible = found
    return CrisisGlance(id=crisis.id, opened_at=crisis.opened_at, responsible=responsible.full_name)
