"""A desk: the open cases somebody steers, each with the next thing that is due in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BigInteger,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from hopecare.domain.calls import REACHED
from hopecare.domain.care_path import REFERRAL, CaseStatus
from hopecare.domain.due import LATEST, SILENT_DAYS, DueWhen, Whose
from hopecare.domain.offers import VisitResult
from hopecare.queries.case_transfers import is_nobodys
from hopecare.queries.due_sources import UNHELPED, DueScope, every_due
from hopecare.queries.town_days import town_by_id
from hopecare.queries.visibility import visible
from hopecare.town_values import value_here
from models import (
    Area,
    Call,
    Case,
    CheckInSlot,
    InboundMessage,
    Need,
    Person,
    Referral,
    Visit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import CTE, ColumnElement, Row, Select, Subquery
    from sqlalchemy.orm import Session

    from hopecare.domain.due import DeskClock, DueKind
    from hopecare.domain.identity import Identity
    from hopecare.domain.urgency import Urgency

Steerer = aliased(Person, name="Steerer")
_DUE: Final = literal_column("next_due.due", BigInteger())
DUE_FIRST: Final = func.coalesce(_DUE, LATEST)
"""What is due first stands first; where nothing is due, last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWish:
    """Which cases a desk shows."""

    whose: Whose = Whose.MINE
    owner_id: UUID | None = None
    """A colleague's desk."""
    due: DueWhen | None = None
    kind: DueKind | None = None
    urgency: Urgency | None = None
    area_id: UUID | None = None
    silent_days: int | None = None
    """Only where nobody had contact for so many days."""
    awaits_office: bool = False
    has_unhelped: bool = False


def silent_days(session: Session, identity: Identity, clock: DeskClock) -> int:
    """Give after how many days without contact a case is called silent here."""
    town = town_by_id(session, identity.town_id)
    said = value_here(session, town, SILENT_DAYS, on=clock.today, centre_id=identity.centre_id)
    return int(said["silent_after"])


def desk_of(identity: Identity, wish: DeskWish, clock: DeskClock) -> Select[Any]:
    """Select the cases of a desk with what is due next in each, and the last contact."""
    cases = _cases_of(identity, wish)
    coming = _next_due(DueScope(identity=identity, cases=cases, clock=clock))
    contact = _last_contact(cases)
    asked = (
        select(
            Case, Person, Area, Steerer,
            coming.c.kind, coming.c.row_id, coming.c.due, contact.c.last_at,
        )
        .join(cases, cases.c.case_id == Case.id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(Steerer, Steerer.id == Case.owner_id)
        .outerjoin(coming, (coming.c.case_id == Case.id) & (coming.c.place == 1))
        .outerjoin(contact, contact.c.person_id == Case.resident_id)
    )  # fmt: skip
    return asked.where(*_narrowed(wish, clock, coming, contact))


def next_of_case(
    session: Session, identity: Identity, case_id: UUID, clock: DeskClock
) -> Row[Any] | None:
    """Read what is due next in one open case: `kind`, `row_id`, `due`; nothing where it is shut."""
    cases = (
        select(Case.id.label("case_id"), Case.resident_id.label("person_id"))
        .where(Case.id == case_id, Case.status != CaseStatus.CLOSED)
        .cte("own_cases")
    )
    coming = _next_due(DueScope(identity=identity, cases=cases, clock=clock))
    return session.execute(select(coming).where(coming.c.place == 1)).one_or_none()


def colleagues_with_cases(session: Session, identity: Identity) -> Sequence[Person]:
    """Name who steers open cases that this reader may see, by name."""
    owners = select(Case.owner_id).where(
        visible("case.read", identity, Case), Case.status != CaseStatus.CLOSED
    )
    found = session.scalars(select(Person).where(Person.id.in_(owners))).all()
    return sorted(found, key=lambda person: (person.full_name, person.id))


def _cases_of(identity: Identity, wish: DeskWish) -> CTE:
    asked = select(Case.id.label("case_id"), Case.resident_id.label("person_id")).where(
        visible("case.read", identity, Case), Case.status != CaseStatus.CLOSED
    )
    if wish.owner_id is not None:
        asked = asked.where(Case.owner_id == wish.owner_id)
    elif wish.whose is Whose.MINE:
        asked = asked.where(Case.owner_id == identity.person_id)
    elif wish.whose is Whose.NOBODY:
        asked = asked.where(is_nobodys())
    return asked.cte("own_cases")


def _next_due(scope: DueScope) -> Subquery:
    """Put what is due in each case in order; place 1 is what comes next."""
    due = every_due(scope).subquery("every_due")
    place = func.row_number().over(
        partition_by=due.c.case_id, order_by=(due.c.due, due.c.kind, due.c.row_id)
    )
    return select(due, place.label("place")).subquery("next_due")


def _last_contact(cases: CTE) -> Subquery:
    """When somebody last met them, spoke with them, or had a word from them."""
    people = select(cases.c.person_id)
    reached = [each.value for each in REACHED]
    met = (
        select(Case.resident_id.label("person_id"), Visit.visited_at.label("at"))
        .join(Visit, Visit.case_id == Case.id)
        .where(Case.resident_id.in_(people), Visit.result == VisitResult.MET)
    )
    spoken = select(Call.person_id, Call.at).where(
        Call.person_id.in_(people), Call.outcome.in_(reached)
    )
    answered = select(CheckInSlot.person_id, CheckInSlot.answered_at).where(
        CheckInSlot.person_id.in_(people), CheckInSlot.answered_at.is_not(None)
    )
    wrote = select(InboundMessage.person_id, InboundMessage.received_at).where(
        InboundMessage.person_id.in_(people)
    )
    every = union_all(met, spoken, answered, wrote).subquery("contacts")
    return (
        select(every.c.person_id, func.max(every.c.at).label("last_at"))
        .group_by(every.c.person_id)
        .subquery("last_contact")
    )


def _narrowed(
    wish: DeskWish, clock: DeskClock, coming: Subquery, contact: Subquery
) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wish.due is not None:
        begins, ends = clock.span(wish.due)
        due = func.coalesce(coming.c.due, LATEST)
        found += [due >= begins, due < ends]
    if wish.kind is not None:
        found.append(coming.c.kind == wish.kind.value)
    if wish.urgency is not None:
        found.append(Case.urgency == wish.urgency)
    if wish.area_id is not None:
        found.append(Person.area_id == wish.area_id)
    if wish.silent_days is not None:
        since = clock.now - timedelta(days=wish.silent_days)
        found.append(func.coalesce(contact.c.last_at, Case.opened_at) < since)
    return found + _waiting(wish)


def _waiting(wish: DeskWish) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wish.awaits_office:
        open_ones = select(Referral.id).where(
            Referral.case_id == Case.id, Referral.status.not_in(REFERRAL.final)
        )
        found.append(open_ones.exists())
    if wish.has_unhelped:
        unhelped = select(Need.id).where(Need.case_id == Case.id, Need.status.in_(UNHELPED))
        found.append(unhelped.exists())
    return found
