"""What about a case's people is not settled yet, on the day somebody wishes to close it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import Uuid, and_, literal, or_, select, union
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import AlertStatus, CaseStatus, SlotStatus
from hopecare.queries.people_at_a_glance import names_of
from hopecare.queries.visibility import visible
from models import Alert, Case, CheckInPlan, CheckInSlot, HouseholdMember, Report

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

_OtherCase = aliased(Case, name="other_case")
UNSAFE: Final = (SlotStatus.SILENT, SlotStatus.HELP_ASKED)
"""Somebody has to be looked for first."""
WAITS: Final = (SlotStatus.DUE, SlotStatus.WAITING, SlotStatus.NOT_ASKED)
"""An answer is not missed yet."""
UNANSWERED: Final = (SlotStatus.WAITING, SlotStatus.NOT_ASKED)
"""Its ladder climbs now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What has to be looked at before a case is closed."""

    resident_id: UUID
    unsafe: Sequence[CheckInSlot]
    alerts: Sequence[Alert]
    names: Mapping[UUID, str]
    """Of those whom the alerts are about."""
    waiting: Sequence[CheckInSlot]
    """Check-ins without an answer right now, whichever plan they come from."""
    ending_plans: frozenset[UUID]
    """Plans of the case itself: whatever of theirs waits is taken back."""
    has_check_ins: bool
    """A plan of the case still runs and will end."""
    plans_that_go_on: Sequence[CheckInPlan]
    """Made on the resident's page or in another case."""


def closing_of(session: Session, case: Case, *, identity: Identity) -> Closing:
    """Read whoever did not answer, and the alerts this reader may end."""
    unsafe = select(CheckInSlot).where(
        CheckInSlot.person_id == case.resident_id, CheckInSlot.status.in_(UNSAFE)
    )
    alerts = select(Alert).where(
        _is_of(case),
        Alert.status != AlertStatus.RESOLVED,
        visible("alert.resolve", identity, Alert),
    )
    found = session.scalars(alerts.order_by(Alert.raised_at, Alert.id)).all()
    plans = _plans_about(session, case)
    live = [each for each in plans if each.ended_at is None]
    return Closing(
        waiting=_waiting_in(session, plans),
        ending_plans=frozenset(each.id for each in plans if each.case_id == case.id),
        has_check_ins=any(each.case_id == case.id for each in live),
        plans_that_go_on=[each for each in live if each.case_id != case.id],
        resident_id=case.resident_id,
        unsafe=session.scalars(unsafe.order_by(CheckInSlot.due_at, CheckInSlot.id)).all(),
        alerts=found,
        names=names_of(session, [each.person_id for each in found]),
    )


def open_alerts_of_case(session: Session, case: Case) -> Sequence[UUID]:
    """Read the keys of every alert about the case, its people or their reports."""
    open_ones = select(Alert.id).where(_is_of(case), Alert.status != AlertStatus.RESOLVED)
    return session.scalars(open_ones).all()


def waiting_slots_of_case(session: Session, case_id: UUID) -> Sequence[CheckInSlot]:
    """Read the check-ins of a case whose answer is not missed yet, and hold them.

    As they are held one by one: an alert's holder writes words that name one of them.
    """
    plans = select(CheckInPlan.id).where(CheckInPlan.case_id == case_id)
    return session.scalars(
        select(CheckInSlot)
        .where(CheckInSlot.plan_id.in_(plans), CheckInSlot.status.in_(WAITS))
        .order_by(CheckInSlot.due_at.desc())
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def _plans_about(session: Session, case: Case) -> Sequence[CheckInPlan]:
    """Read every plan by which the resident was ever asked, ended ones too."""
    is_about = or_(CheckInPlan.case_id == case.id, CheckInPlan.person_id == case.resident_id)
    return session.scalars(select(CheckInPlan).where(is_about).order_by(CheckInPlan.id)).all()


def _waiting_in(session: Session, plans: Sequence[CheckInPlan]) -> Sequence[CheckInSlot]:
    """Read the check-ins of these plans that nobody has answered yet."""
    return session.scalars(
        select(CheckInSlot)
        .where(
            CheckInSlot.plan_id.in_([each.id for each in plans]),
            CheckInSlot.status.in_(UNANSWERED),
        )
        .order_by(CheckInSlot.due_at, CheckInSlot.id)
    ).all()


def _is_of(case: Case) -> ColumnElement[bool]:
    """About the case, its resident, or somebody of their household whom no other case cares for."""
    people = union(select(literal(case.resident_id, Uuid())), _household_without_a_case(case))
    reports = select(Report.id).where(Report.resident_id.in_(people))
    return or_(
        Alert.case_id == case.id,
        and_(Alert.case_id.is_(None), Alert.person_id.in_(people)),
        Alert.person_id == case.resident_id,
        Alert.report_id.in_(reports),
    )


def _household_without_a_case(case: Case) -> Select[UUID]:
    """Who lives with the resident now and has no live case of their own."""
    own = select(HouseholdMember.household_id).where(
        HouseholdMember.person_id == case.resident_id, HouseholdMember.until_on.is_(None)
    )
    cared_for = select(_OtherCase.resident_id).where(
        _OtherCase.id != case.id, _OtherCase.status != CaseStatus.CLOSED
    )
    return select(HouseholdMember.person_id).where(
        HouseholdMember.household_id.in_(own),
        HouseholdMember.until_on.is_(None),
        HouseholdMember.person_id.not_in(cared_for),
    )
