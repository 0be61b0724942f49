"""Each permission as a filter of rows: the same table as `domain.permissions`, in SQL.

`COLUMNS` says, for every kind of row, where its centre, its person and its helper are found. Lists
filter by `visible`; a single row is asked about with `subject_of` and `domain.permissions.may`.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, and_, false, literal, null, or_, select, true
from sqlalchemy.orm import aliased

from hopecare.domain import predicates
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, TaskStatus
from hopecare.domain.permissions import PERMISSIONS, may
from hopecare.domain.predicates import Subject
from hopecare.domain.roles import STAFF, Role
from hopecare.errors import MergedRecordError, NotFoundError, NotPermittedError
from hopecare.queries.merged import find_kept, leads_to
from models import (
    Alert,
    Application,
    Assessment,
    AssessmentDraft,
    Attachment,
    Backup,
    Broadcast,
    Call,
    CallTask,
    Case,
    CheckInPlan,
    CheckInSlot,
    ConsentEntry,
    Crisis,
    DutyPeriod,
    GapNote,
    InboundMessage,
    MatchAppeal,
    Message,
    Need,
    Offer,
    OpenPlace,
    Person,
    ProgrammeAnswer,
    Proposal,
    ProposalList,
    Referral,
    Report,
    ScreeningTurn,
    SharingOverride,
    StaffLeave,
    Task,
    TimelineEntry,
    Visit,
    VolunteerProfile,
    Worry,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.domain.predicates import Predicate
    from models.base import Owned

Column = Any
"""A mapped column or a scalar subquery; SQLAlchemy's own types differ between the two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectColumns:
    """Where a kind of row keeps what the predicates look at; None where it has no such thing."""

    centre_id: Column = None
    person_id: Column = None
    asked_id: Column = None
    helper_id: Column = None
    is_active: Column = None


# Under names of their own: a list that joins cases or people itself must not capture these.
_OneCase = aliased(Case, name="one_case")
_OnePerson = aliased(Person, name="one_person")


def _of_case(case_id: Column, column: Column) -> Column:
    asked = getattr(_OneCase, column.key)
    return select(asked).where(_OneCase.id == case_id).scalar_subquery()


def _centre_of_person(person_id: Column) -> Column:
    return select(_OnePerson.centre_id).where(_OnePerson.id == person_id).scalar_subquery()


def _of_one_person(person_id: Column) -> SubjectColumns:
    return SubjectColumns(centre_id=_centre_of_person(person_id), person_id=person_id)


def _of_records(person_id: Column) -> SubjectColumns:
    """For what a merge does not rewrite: the centre is that of the person it leads to."""
    return SubjectColumns(centre_id=_centre_of_person(leads_to(person_id)), person_id=person_id)


def _of_one_case(case_id: Column) -> SubjectColumns:
    return SubjectColumns(
        centre_id=_of_case(case_id, Case.centre_id), person_id=_of_case(case_id, Case.resident_id)
    )


_OF_A_CASE: Final[tuple[Any, ...]] = (
    Application, Crisis, MatchAppeal, Need, OpenPlace, Proposal, Referral, Worry,
)  # fmt: skip
"""What belongs to a case, and to nobody else."""
COLUMNS: Final[Mapping[type[Owned], SubjectColumns]] = MappingProxyType(
    {
        Report: SubjectColumns(centre_id=Report.centre_id, person_id=Report.resident_id),
        Person: SubjectColumns(centre_id=Person.centre_id, person_id=Person.id),
        ConsentEntry: _of_records(ConsentEntry.person_id),
        TimelineEntry: _of_records(TimelineEntry.person_id),
        Attachment: _of_one_person(Attachment.person_id),
        Assessment: _of_one_person(Assessment.person_id),
        AssessmentDraft: _of_one_person(AssessmentDraft.person_id),
        ProgrammeAnswer: _of_one_person(ProgrammeAnswer.person_id),
        GapNote: _of_one_person(GapNote.person_id),
        ScreeningTurn: _of_one_person(ScreeningTurn.person_id),
        Case: SubjectColumns(centre_id=Case.centre_id, person_id=Case.resident_id),
        **{rows: _of_one_case(rows.case_id) for rows in _OF_A_CASE},
        ProposalList: SubjectColumns(centre_id=ProposalList.centre_id),
        OpenPlace: _of_one_case(OpenPlace.case_id),
        MatchAppeal: _of_one_case(MatchAppeal.case_id),
        Referral: _of_one_case(Referral.case_id),
        SharingOverride: _of_one_case(SharingOverride.case_id),
        Worry: _of_one_case(Worry.case_id),
        Offer: SubjectColumns(
            centre_id=_of_case(Offer.case_id, Case.centre_id),
            person_id=_of_case(Offer.case_id, Case.resident_id),
            asked_id=Offer.helper_id,
        ),
        Task: SubjectColumns(
            centre_id=_of_case(Task.case_id, Case.centre_id),
            person_id=_of_case(Task.case_id, Case.resident_id),
            helper_id=Task.helper_id,
            is_active=Task.status == TaskStatus.ACTIVE,
        ),
        Backup: SubjectColumns(
            centre_id=_of_case(Backup.case_id, Case.centre_id),
            helper_id=Backup.helper_id,
            is_active=Backup.until.is_(None),
        ),
        Visit: SubjectColumns(
            centre_id=_of_case(Visit.case_id, Case.centre_id),
            person_id=_of_case(Visit.case_id, Case.resident_id),
            helper_id=Visit.helper_id,
        ),
        CheckInPlan: _of_one_person(CheckInPlan.person_id),
        CheckInSlot: _of_one_person(CheckInSlot.person_id),
        Alert: SubjectColumns(centre_id=Alert.centre_id, person_id=Alert.person_id),
        DutyPeriod: SubjectColumns(centre_id=DutyPeriod.centre_id, person_id=DutyPeriod.person_id),
        StaffLeave: _of_one_person(StaffLeave.person_id),
        Call: _of_one_person(Call.person_id),
        CallTask: SubjectColumns(
            centre_id=CallTask.centre_id,
            person_id=CallTask.person_id,
            helper_id=CallTask.owner_id,
            is_active=and_(
                CallTask.kind == CallTaskKind.KNOCK, CallTask.status == CallTaskStatus.OPEN
            ),
        ),
        Message: _of_one_person(Message.to_person_id),
        Broadcast: SubjectColumns(centre_id=Broadcast.centre_id),
        InboundMessage: _of_one_person(InboundMessage.person_id),
        VolunteerProfile: SubjectColumns(
            centre_id=VolunteerProfile.centre_id, person_id=VolunteerProfile.person_id
        ),
    }
)
"""Rows that are not named here have no centre and no person: the town alone decides."""


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
    )


def refuse_unless(
    session: Session, permission: str, identity: Identity | None, rows: type[Owned], row_id: UUID
) -> None:
    """Refuse to go on where this person may not do this to this row."""
    permit = may(identity, permission, subject_of(session, rows, row_id))
    if not permit.allowed:
        raise NotPermittedError(permission=permission, kind=rows.__name__, id=row_id)


def columns_of(rows: type[Owned]) -> SubjectColumns:
    """Give where this kind of row keeps what the predicates look at."""
    return COLUMNS.get(rows, SubjectColumns())


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
            predicates.is_helper: _is_helper,
            predicates.is_active_helper: _is_active_helper,
            predicates.is_self: _is_self,
        }
    )
)
