"""Each permission as a filter of rows: the same table as `domain.permissions`, in SQL.

`subject_columns` says, for every kind of row, where its centre, person and helper are found. Lists
filter by `visible`; a single row is asked about with `subject_of` and `domain.permissions.may`.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, and_, false, literal, null, or_, select, true

from hopecare.domain import predicates
from hopecare.domain.permissions import PERMISSIONS, may
from hopecare.domain.predicates import Subject
from hopecare.domain.roles import STAFF, Role
from hopecare.errors import MergedRecordError, NotFoundError, NotPermittedError
from hopecare.queries.merged import find_kept
from hopecare.queries.subject_columns import Column, columns_of
from models import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.domain.predicates import Predicate
    from models.base import Owned


def visible(permission: str, identity: Identity, rows: type[Owned]) -> ColumnElement[bool]:
    """Make the condition for the rows of one kind that this person may do this to."""
    alternatives = [
        and_(true(), *(_CONDITIONS[predicate](identity, rows) for predicate in alternative))
        for alternative in PERMISSIONS[permission]
    ]
    return or_(false(), *alternatives)


def subject_of(session: Session, rows: type[Owned], row_id: UUID) -> Subject:
    """Say what one row is to those who ask, read by the same columns as the filter."""
    columns = columns_of(rows)
    found = session.execute(
        select(
            rows.town_id,
            _or_null(columns.centre_id).label("centre_id"),
            _or_null(columns.person_id).label("person_id"),
            _or_null(columns.asked_id).label("asked_id"),
            _or_null(columns.helper_id).label("helper_id"),
            (literal(value=True) if columns.is_active is None else columns.is_active).label("live"),
            (find_kept(Person.id) if rows is Person else null()).label("kept_id"),
        ).where(rows.id == row_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError(kind=rows.__name__, id=row_id)
    town_id, centre_id, person_id, asked_id, helper_id, is_active, kept_id = found
    if kept_id is not None:
        raise MergedRecordError(kept_id=kept_id)
    return Subject(
        town_id=town_id,
        centre_id=centre_id,
        person_id=person_id,
        asked_id=asked_id,
        helper_id=helper_id,
        is_active=bool(is_active),
        told_ids=_told_of(session, rows, row_id),
    )


def refuse_unless(
    session: Session, permission: str, identity: Identity | None, rows: type[Owned], row_id: UUID
) -> None:
    """Refuse to go on where this person may not do this to this row."""
    permit = may(identity, permission, subject_of(session, rows, row_id))
    if not permit.allowed:
        raise NotPermittedError(permission=permission, kind=rows.__name__, id=row_id)


def _told_of(session: Session, rows: type[Owned], row_id: UUID) -> frozenset[UUID]:
    told = columns_of(rows).told
    if told is None:
        return frozenset()
    return frozenset(session.scalars(select(told.c.person_id).where(told.c.row_id == row_id)))


def _or_null(column: Column) -> Column:
    return null() if column is None else column


def _equals(column: Column, value: UUID) -> ColumnElement[bool]:
    """Compare, where "is not the same" covers "is not there"."""
    return false() if column is None else and_(column.is_not(None), column == value)


def _has(*roles: Role) -> Callable[[Identity, type[Owned]], ColumnElement[bool]]:
    wanted = frozenset(roles)
    return lambda identity, _rows: true() if identity.roles & wanted else false()


def _in_town(identity: Identity, rows: type[Owned]) -> ColumnElement[bool]:
    return rows.town_id == identity.town_id


def _in_centre(identity: Identity, rows: type[Owned]) -> ColumnElement[bool]:
    column = columns_of(rows).centre_id
    if identity.centre_id is None or column is None:
        return true()
    return or_(column.is_(None), column == identity.centre_id)


def _in_own_centre(identity: Identity, rows: type[Owned]) -> ColumnElement[bool]:
    column = columns_of(rows).centre_id
    return true() if identity.centre_id is None else _equals(column, identity.centre_id)


def _is_asked(identity: Identity, rows: type[Owned]) -> ColumnElement[bool]:
    return _equals(columns_of(rows).asked_id, identity.person_id)


def _is_told(identity: Identity, rows: type[Owned]) -> ColumnElement[bool]:
    told = columns_of(rows).told
    if told is None:
        return false()
    return rows.id.in_(select(told.c.row_id).where(told.c.person_id == identity.person_id))


def _is_helper(identity: Identity, rows: type[Owned]) -> ColumnElement[bool]:
    return _equals(columns_of(rows).helper_id, identity.person_id)


def _is_active_helper(identity: Identity, rows: type[Owned]) -> ColumnElement[bool]:
    is_active = columns_of(rows).is_active
    return and_(true() if is_active is None else is_active, _is_helper(identity, rows))


def _is_self(identity: Identity, rows: type[Owned]) -> ColumnElement[bool]:
    return _equals(columns_of(rows).person_id, identity.person_id)


_CONDITIONS: Final[Mapping[Predicate, Callable[[Identity, type[Owned]], ColumnElement[bool]]]] = (
    MappingProxyType(
        {
            predicates.is_volunteer: _has(Role.VOLUNTEER),
            predicates.is_staff: _has(*STAFF),
            predicates.is_coordinator: _has(Role.COORDINATOR),
            predicates.is_social_worker: _has(Role.SOCIAL_WORKER),
            predicates.is_administrator: _has(Role.ADMINISTRATOR),
            predicates.in_town: _in_town,
            predicates.in_centre: _in_centre,
            predicates.in_own_centre: _in_own_centre,
            predicates.is_asked: _is_asked,
            predicates.is_told: _is_told,
            predicates.is_helper: _is_helper,
            predicates.is_active_helper: _is_active_helper,
            predicates.is_self: _is_self,
        }
    )
)
