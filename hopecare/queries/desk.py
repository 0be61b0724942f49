"""A desk: the open cases somebody steers, each with the next thing that is due in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BigInteger,
    Integer,
    exists,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.due import LATEST, SILENT_DAYS, DueWhen, Place, Whose
from hopecare.domain.timeline import EntryKind
from hopecare.queries.case_transfers import is_nobodys
from hopecare.queries.due_rows import DueScope
from hopecare.queries.due_sources import every_due
from hopecare.queries.hand_in_days import hand_in_days
from hopecare.queries.last_contacts import last_contacts
from hopecare.queries.town_days import town_by_id
from hopecare.queries.visibility import visible
from hopecare.town_values import value_here
from models import (
    Area,
    Case,
    Crisis,
    Person,
    TimelineEntry,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import CTE, ColumnElement, Row, Select, Subquery
    from sqlalchemy.orm import Session

    from hopecare.domain.due import DeskClock, DueKind
    from hopecare.domain.identity import Identity
    from hopecare.domain.urgency import Urgency

LAST_RANK: Final = 9
MOST_OF_A_CASE: Final = 4
"""So many things stand on the page of a case."""
DATED: Final = (DueWhen.OVERDUE, DueWhen.TODAY, DueWhen.WEEK)
Steerer = aliased(Person, name="Steerer")
_DUE: Final = literal_column("next_due.due", BigInteger())
_RANK: Final = literal_column("next_due.rank", Integer())
PRESSING_FIRST: Final = func.coalesce(_RANK, LAST_RANK)
DUE_FIRST: Final = func.coalesce(_DUE, LATEST)
"""As its place says, then what is due first; where nothing is due, last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWish:
    """Which cases a desk shows."""

    whose: Whose = Whose.MINE
    owner_id: UUID | None = None
    """A colleague's desk."""
    due: DueWhen | None = None
    kind: DueKind | None = None
    """Of each case the first thing of this kind, and only where there is one."""
    urgency: Urgency | None = None
    area_id: UUID | None = None
    silent_days: int | None = None
    """Only where nobody had contact for so many days."""

    @property
    def asks_for_things(self) -> bool:
        """Say whether only cases are shown in which some such thing is due."""
        return self.kind is not None or self.due in DATED


def silent_days(session: Session, identity: Identity, clock: DeskClock) -> int:
    """Give after how many days without contact a case is called silent here."""
    town = town_by_id(session, identity.town_id)
    said = value_here(session, town, SILENT_DAYS, on=clock.today, centre_id=identity.centre_id)
    return int(said["silent_after"])


def desk_of(session: Session, identity: Identity, wish: DeskWish, clock: DeskClock) -> Select[Any]:
    """Select the cases of a desk with what is due next in each, and the last contact."""
    cases = _cases_of(identity, wish)
    coming = _next_due(_scope(session, identity, cases, clock), wish)
    contact = last_contacts(cases)
    asked = (
        select(
            Case, Person, Area, Steerer,
            coming.c.kind, coming.c.row_id, coming.c.due, coming.c.detail, coming.c.rank,
            contact.c.last_at,
        )
        .join(cases, cases.c.case_id == Case.id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(Steerer, Steerer.id == Case.owner_id)
        .join(
            coming,
            (coming.c.case_id == Case.id) & (coming.c.place == 1),
            isouter=not wish.asks_for_things,
        )
        .outerjoin(contact, contact.c.person_id == Case.resident_id)
    )  # fmt: skip
    return asked.where(*_narrowed(wish, clock, coming, contact))


def due_in_case(
    session: Session, identity: Identity, case_id: UUID, clock: DeskClock
) -> Sequence[Row[Any]]:
    """Read what is due first in one open case, the most pressing first; nothing once it is shut."""
    cases = (
        select(Case.id.label("case_id"), Case.resident_id.label("person_id"))
        .where(Case.id == case_id, Case.status != CaseStatus.CLOSED)
        .cte("own_cases")
    )
    coming = _next_due(_scope(session, identity, cases, clock), DeskWish())
    first = select(coming).where(coming.c.place <= MOST_OF_A_CASE).order_by(coming.c.place)
    return session.execute(first).all()


def colleagues_with_cases(session: Session, identity: Identity) -> Sequence[Person]:
    """Name who steers open cases that this reader may see, by name."""
    owners = select(Case.owner_id).where(
        visible("case.read", identity, Case), Case.status != CaseStatus.CLOSED
    )
    found = session.scalars(select(Person).where(Person.id.in_(owners))).all()
    return sorted(found, key=lambda person: (person.full_name, person.id))


def _scope(session: Session, identity: Identity, cases: CTE, clock: DeskClock) -> DueScope:
    days = hand_in_days(session, identity.town_id, on=clock.today)
    return DueScope(identity=identity, cases=cases, clock=clock, hand_in_days=days)


def _cases_of(identity: Identity, wish: DeskWish) -> CTE:
    asked = select(Case.id.label("case_id"), Case.resident_id.label("person_id")).where(
        visible("case.read", identity, Case), Case.status != CaseStatus.CLOSED
    )
    if wish.owner_id is not None:
        asked = asked.where(_is_theirs(wish.owner_id))
    elif wish.whose is Whose.MINE:
        asked = asked.where(_is_theirs(identity.person_id))
    elif wish.whose is Whose.NOBODY:
        asked = asked.where(is_nobodys())
    return asked.cte("own_cases")


def _is_theirs(person_id: UUID | None) -> ColumnElement[bool]:
    """They steer it, or somebody there is in a crisis for which they are responsible."""
    crisis = select(Crisis.id).where(
        Crisis.case_id == Case.id, Crisis.ended_at.is_(None), Crisis.responsible_id == person_id
    )
    return or_(Case.owner_id == person_id, crisis.exists())


def _next_due(scope: DueScope, wish: DeskWish) -> Subquery:
    """Put what is due in each case and was asked for in order; place 1 is what comes next."""
    due = every_due(scope).subquery("every_due")
    place = func.row_number().over(
        partition_by=due.c.case_id, order_by=(due.c.rank, due.c.due, due.c.kind, due.c.row_id)
    )
    asked = select(due, place.label("place")).where(*_asked_for(due, wish, scope.clock))
    return asked.subquery("next_due")


def _asked_for(due: Subquery, wish: DeskWish, clock: DeskClock) -> list[ColumnElement[bool]]:
    """Whatever a number counts is what its rows name, though something else is due before it."""
    found: list[ColumnElement[bool]] = []
    if wish.kind is not None:
        found.append(due.c.kind == wish.kind.value)
    if wish.due in DATED:
        begins, ends = clock.span(wish.due)
        found += [due.c.due >= begins, due.c.due < ends, due.c.rank < int(Place.LOW)]
    return found


def _narrowed(
    wish: DeskWish, clock: DeskClock, coming: Subquery, contact: Subquery
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wish.due is DueWhen.NOTHING:
        found.append(coming.c.case_id.is_(None))
    if wish.urgency is not None:
        found.append(Case.urgency == wish.urgency)
    if wish.area_id is not None:
        found.append(Person.area_id == wish.area_id)
    if wish.silent_days is not None:
        found.extend(_silent(clock.now - timedelta(days=wish.silent_days), contact))
    return found


def _silent(since: datetime, contact: Subquery) -> list[ColumnElement[bool]]:
    """Nothing was heard, nor was the case opened, or opened again, so lately."""
    reopened = exists().where(
        TimelineEntry.case_id == Case.id,
        TimelineEntry.kind == EntryKind.CASE_REOPENED,
        TimelineEntry.at >= since,
    )
    is_older = or_(contact.c.last_at.is_(None), contact.c.last_at < since)
    return [Case.opened_at < since, is_older, ~reopened]
