"""Where each kind of row keeps its centre, its person and its helper: what permissions look at."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, case, select
from sqlalchemy.orm import aliased

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, TaskStatus
from hopecare.domain.case_transfers import TransferStatus
from hopecare.queries.merged import leads_to
from hopecare.queries.told_staff import TOLD_OF_ALERTS
from models import (
    AidGiven,
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
    CaseGoal,
    CaseTransfer,
    CheckInPlan,
    CheckInSlot,
    ClosingProposal,
    ConsentEntry,
    Crisis,
    DutyPeriod,
    GapNote,
    InboundMessage,
    MatchAppeal,
    Message,
    MissedWeek,
    Need,
    Offer,
    OpenPlace,
    OtherHelp,
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
    from collections.abc import Mapping

    from sqlalchemy import Subquery

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
    told: Subquery | None = None
    """Rows of `row_id` and `person_id`: who was told of which."""


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
    AidGiven,
    Application,
    CaseGoal,
    ClosingProposal,
    Crisis,
    MatchAppeal,
    MissedWeek,
    Need,
    OpenPlace,
    OtherHelp,
    Proposal,
    Referral,
    SharingOverride,
    Worry,
)
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
        CaseTransfer: SubjectColumns(
            centre_id=_of_case(CaseTransfer.case_id, Case.centre_id),
            person_id=_of_case(CaseTransfer.case_id, Case.resident_id),
            # Whoever is asked, and as long as they are: at another centre they see nothing else.
            asked_id=case((CaseTransfer.status == TransferStatus.OFFERED, CaseTransfer.to_id)),
        ),
        ProposalList: SubjectColumns(centre_id=ProposalList.centre_id),
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
        Alert: SubjectColumns(
            centre_id=Alert.centre_id,
            person_id=Alert.person_id,
            helper_id=Alert.acknowledged_by_id,
            told=TOLD_OF_ALERTS,
        ),
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


def columns_of(rows: type[Owned]) -> SubjectColumns:
    """Give where this kind of row keeps what the predicates look at."""
    return COLUMNS.get(rows, SubjectColumns())
