"""Write down how two people belong together, from both sides."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.people import RelationKind
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from models import Relationship

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person

BACKWARDS: Final = MappingProxyType(
    {
        RelationKind.CHILD: RelationKind.PARENT,
        RelationKind.PARENT: RelationKind.CHILD,
        RelationKind.GRANDCHILD: RelationKind.GRANDPARENT,
        RelationKind.GRANDPARENT: RelationKind.GRANDCHILD,
    }
)
"""What the first is to the second, where it differs from what the second is to the first."""


def record_relationship(
    session: Session,
    person: Person,
    other: Person,
    kind: RelationKind,
    *,
    by: Actor,
    now: datetime,
) -> Relationship:
    """Note that `other` is `kind` to `person`, and the reverse; a repeat changes nothing."""
    if person.id == other.id:
        raise InvalidInputError({"other_person_id": ["somebody_else"]})
    today = local_day(session, person.town_id, now)
    noted = _noted(session, person, other, kind, today)
    _noted(session, other, person, BACKWARDS.get(kind, kind), today)
    note_timeline(
        session,
        town_id=person.town_id,
        kind=EntryKind.HOUSEHOLD_CHANGED,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=noted.id,
        facts={"relation": kind.value},
    )
    session.flush()
    return noted


def _noted(
    session: Session, person: Person, other: Person, kind: RelationKind, today: date
) -> Relationship:
    standing = session.scalar(
        select(Relationship).where(
            Relationship.person_id == person.id,
            Relationship.other_person_id == other.id,
            Relationship.until_on.is_(None),
        )
    )
    if standing is not None and standing.kind is kind:
        return standing
    if standing is not None:
        standing.until_on = today
    row = Relationship(
        town_id=person.town_id,
        person_id=person.id,
        other_person_id=other.id,
        kind=kind,
        from_on=today,
    )
    session.add(row)
    session.flush()
    return row
