"""Copy the laid-out rows of a list into the town in one transaction, or leave nothing behind."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.errors import StaleVersionError
from hopecare.queries.wishes_of_numbers import wishes_of_list
from hopecare.services.keep_no_texts import keep_no_texts
from models import (
    Account,
    Area,
    Centre,
    ConsentEntry,
    ContactPoint,
    Household,
    HouseholdMember,
    Person,
    PersonRole,
    Responsibility,
    SearchTerm,
    TimelineEntry,
    VolunteerProfile,
)
from models.people import TermKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.services.stage_rows import StagedRows

ORDER: Final = (
    Person,
    PersonRole,
    SearchTerm,
    ContactPoint,
    Household,
    HouseholdMember,
    Responsibility,
    ConsentEntry,
    VolunteerProfile,
    Account,
    TimelineEntry,
)
# Machines' clocks differ a little; somebody opened just before the plan is looked at again too.
CLOCKS_DIFFER_BY: Final = timedelta(minutes=5)


def import_people(
    session: Session,
    *,
    staged: StagedRows,
    planned_at: datetime,
    seen: Collection[UUID],
    by: Actor,
) -> None:
    """Write everything that was laid out; refused when somebody of the same name came meanwhile.

    `seen` are the people whom the list was already compared with. Whoever asked for no texts at a
    number of theirs gets none: that holds before anything may leave.
    """
    _refuse_newcomers(session, staged, since=planned_at - CLOCKS_DIFFER_BY, seen=seen)
    _refuse_lost_places(session, staged)
    points = staged.table_of(ContactPoint)
    wishes = wishes_of_list(session, points, now=planned_at) if points is not None else {}
    staged.copy(session, ORDER)
    for point_id, wish in wishes.items():
        point = session.get_one(ContactPoint, point_id)
        keep_no_texts(session, point=point, wish=wish, by=by, now=planned_at)


def _refuse_newcomers(
    session: Session, staged: StagedRows, *, since: datetime, seen: Collection[UUID]
) -> None:
    """Refuse when a name of the list was opened after the list was compared with the town."""
    terms = staged.table_of(SearchTerm)
    if terms is None:
        return
    recent = session.scalars(
        select(Person.id)
        .join(SearchTerm, SearchTerm.person_id == Person.id)
        .where(Person.created_at >= since, SearchTerm.kind == TermKind.NAME)
        .where(SearchTerm.term.in_(select(terms.c.term).where(terms.c.kind == TermKind.NAME)))
    )
    newcomers = set(recent) - set(seen)
    if newcomers:
        raise StaleVersionError(person_id=min(newcomers))


def _refuse_lost_places(session: Session, staged: StagedRows) -> None:
    """Refuse when an area or a centre went away: the copy itself does not look at these keys."""
    people = staged.table_of(Person)
    if people is None:
        return
    for column, known in ((people.c.area_id, Area.id), (people.c.centre_id, Centre.id)):
        used = select(column).where(column.is_not(None)).distinct()
        lost = set(session.scalars(used)) - set(session.scalars(select(known)))
        if lost:
            raise StaleVersionError(place_id=min(lost))
