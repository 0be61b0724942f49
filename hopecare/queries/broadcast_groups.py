"""Reads the group of a broadcast: whom of the reader's own people its filters name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import or_, select, true

from hopecare.domain.broadcasts import Audience
from hopecare.domain.care_path import TaskStatus
from hopecare.domain.roles import Role
from hopecare.queries.residents import has_role
from hopecare.queries.visibility import visible
from models import Case, Person, Task, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Broadcast


class Member(NamedTuple):
    """One person of a group."""

    person_id: UUID
    language: str


def group_of(
    session: Session, broadcast: Broadcast, *, identity: Identity, on: date
) -> Sequence[Member]:
    """Give everybody the filters name, of those this reader may write to, in a fixed order."""
    is_to_volunteers = broadcast.audience is Audience.VOLUNTEERS
    asked = _volunteers(identity) if is_to_volunteers else _residents(identity, on)
    narrowed = asked.where(*_conditions(broadcast)).order_by(Person.id)
    return [Member(*row) for row in session.execute(narrowed)]


def _conditions(broadcast: Broadcast) -> Iterator[ColumnElement[bool]]:
    """What its filters ask of a person."""
    if broadcast.centre_id is not None:
        yield or_(Person.centre_id.is_(None), Person.centre_id == broadcast.centre_id)
    if broadcast.area_id is not None:
        yield Person.area_id == broadcast.area_id
    if broadcast.language is not None:
        yield Person.language == broadcast.language
    if broadcast.has_helper and broadcast.audience is Audience.RESIDENTS:
        yield _is_helped()


def _residents(identity: Identity, on: date) -> Select[UUID, str]:
    return select(Person.id, Person.language).where(
        visible("resident.read", identity, Person), has_role(Role.RESIDENT, on=on)
    )


def _volunteers(identity: Identity) -> Select[UUID, str]:
    """Everybody registered and not suspended; who rests may still read the news."""
    return (
        select(Person.id, Person.language)
        .join(VolunteerProfile, VolunteerProfile.person_id == Person.id)
        .where(
            visible("volunteer.read", identity, VolunteerProfile),
            VolunteerProfile.suspended_at.is_(None),
        )
    )


def _is_helped() -> ColumnElement[bool]:
    held = (
        select(true())
        .select_from(Task)
        .join(Case, Case.id == Task.case_id)
        .where(Case.resident_id == Person.id, Task.status == TaskStatus.ACTIVE)
    )
    return held.exists()
