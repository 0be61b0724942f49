"""Crises: the open one of a case, one by its key, and everything its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from hopecare.domain.clocks import ClockKind
from hopecare.errors import NotFoundError
from hopecare.queries.people_at_a_glance import names_of
from hopecare.queries.rota import staff_choices
from hopecare.queries.visibility import visible
from hopecare.queries.who_has_left import has_left
from models import Crisis, EmergencyCall, LegalClock, Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisView:
    """One crisis with who was rung, who acted, and the check that follows."""

    crisis: Crisis
    calls: Sequence[EmergencyCall]
    clock: LegalClock | None
    """The last clock of the check after the help."""
    names: Mapping[UUID, str]
    is_nobodys: bool
    """Whoever is responsible has left."""


def find_open_crisis(session: Session, case_id: UUID) -> Crisis | None:
    """Find the crisis of a case that has no all-clear yet."""
    return session.scalar(
        select(Crisis).where(Crisis.case_id == case_id, Crisis.ended_at.is_(None))
    )


def crises_in_hands_of(session: Session, person_id: UUID) -> Sequence[Crisis]:
    """Read the open crises for which somebody is responsible, or which they are asked to take."""
    return session.scalars(
        select(Crisis)
        .where(
            Crisis.ended_at.is_(None),
            or_(Crisis.responsible_id == person_id, Crisis.handed_to_id == person_id),
        )
        .order_by(Crisis.opened_at, Crisis.id)
    ).all()


def is_nobodys_crisis() -> ColumnElement[bool]:
    """Make the condition that a crisis goes on and whoever is responsible for it has left."""
    return and_(Crisis.ended_at.is_(None), has_left(Crisis.responsible_id))


def is_crisis_of_nobody(session: Session, crisis_id: UUID) -> bool:
    """Say whether nobody is responsible for a crisis that goes on."""
    found = select(Crisis.id).where(Crisis.id == crisis_id, is_nobodys_crisis())
    return session.scalar(found) is not None


def may_be_responsible(session: Session, case: Case, *, on: date) -> list[tuple[UUID, str]]:
    """Name who may be responsible: staff there or of the whole town who have not left."""
    staff = staff_choices(session, centre_id=case.centre_id, on=on)
    left = select(Person.id).where(Person.id.in_([each for each, _ in staff]), has_left(Person.id))
    gone = set(session.scalars(left))
    return [each for each in staff if each[0] not in gone]


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
    return CrisisView(
        crisis=crisis,
        calls=calls,
        clock=clock,
        names=names,
        is_nobodys=is_crisis_of_nobody(session, crisis_id),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CrisisGlance:
    """An open crisis in a line: since when, and who is responsible."""

    id: UUID
    opened_at: datetime
    responsible: str
    is_nobodys: bool
    """Whoever is responsible has left."""


def crisis_at_a_glance(
    session: Session, case_id: UUID, *, identity: Identity
) -> CrisisGlance | None:
    """Read the open crisis of a case with who is responsible, as far as this reader may."""
    found = session.execute(
        select(Crisis, Person, has_left(Crisis.responsible_id))
        .join(Person, Person.id == Crisis.responsible_id)
        .where(
            Crisis.case_id == case_id,
            Crisis.ended_at.is_(None),
            visible("crisis.read", identity, Crisis),
        )
    ).one_or_none()
    if found is None:
        return None
    crisis, responsible, is_gone = found
    return CrisisGlance(
        id=crisis.id,
        opened_at=crisis.opened_at,
        responsible=responsible.full_name,
        is_nobodys=bool(is_gone),
    )
