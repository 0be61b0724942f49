"""What makes a case due: one source a kind. A new one is one function and one line of `SOURCES`.

Every source gives rows of the same shape: the case, the kind, the row to go to, and the second by
which it is due, so that days and hours of many tables stand in one order on both databases.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    Select,
    and_,
    case,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from hopecare.domain.alerts import IN_DANGER
from hopecare.domain.care_path import (
    AlertStatus,
    CallTaskStatus,
    NeedStatus,
)
from hopecare.domain.case_transfers import ANSWER_WITHIN, DECLINE_STANDS, TransferStatus
from hopecare.domain.closing_proposals import DECIDE_WITHIN
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.due import OF_EMERGENCY, PLAN_WITHIN, DueKind, Place, places_of
from hopecare.domain.goals import GoalStatus
from hopecare.queries.case_transfers import is_nobodys, was_declined
from hopecare.queries.closing_proposals import came_back_to, waits_for
from hopecare.queries.due_of_offices import (
    due_after_refusals,
    due_bridges,
    due_clocks,
    due_follow_ups,
    due_referrals,
    due_to_hand_in,
)
from hopecare.queries.due_rows import DueScope, due_rows, last_second_of, place_at, seconds_of
from hopecare.queries.later_calls import is_later, rung_at
from hopecare.queries.urgent_referrals import AT_ONCE
from hopecare.queries.visibility import visible
from models import (
    Alert,
    CallTask,
    Case,
    CaseGoal,
    CaseTransfer,
    CheckInPlan,
    ClosingProposal,
    ConsentEntry,
    Crisis,
    Need,
    Worry,
)

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, CompoundSelect


UNHELPED: Final = (NeedStatus.OPEN, NeedStatus.ASKING)
_Later = aliased(ConsentEntry, name="later_word")


Source = Callable[[DueScope], Select[Any]]


def every_due(scope: DueScope) -> CompoundSelect[Any]:
    """Give everything that is due in these cases, of every source."""
    return union_all(*(source(scope) for source in SOURCES))


def _crises(scope: DueScope) -> Select[Any]:
    """Overdue from the moment it begins until its all-clear."""
    found = due_rows(scope, DueKind.CRISIS, Crisis.id, seconds_of(Crisis.opened_at))
    return found.join(Crisis, Crisis.case_id == scope.cases.c.case_id).where(
        Crisis.ended_at.is_(None), visible("crisis.read", scope.identity, Crisis)
    )


def _alerts(scope: DueScope) -> Select[Any]:
    """Overdue from the moment they are raised; who may be in danger stands beside a crisis."""
    due = seconds_of(Alert.raised_at)
    rank = case(
        (
            and_(Alert.status == AlertStatus.RAISED, Alert.kind.in_(IN_DANGER)),
            int(Place.FIRST),
        ),
        else_=int(Place.LATE),
    )
    found = due_rows(scope, DueKind.ALERT, Alert.id, due, rank=rank)
    return found.join(Alert, _is_of(scope, Alert)).where(
        Alert.status != AlertStatus.RESOLVED, visible("alert.read", scope.identity, Alert)
    )


def _worries(scope: DueScope) -> Select[Any]:
    found = due_rows(scope, DueKind.WORRY, Worry.id, seconds_of(Worry.raised_at))
    return found.join(Worry, Worry.case_id == scope.cases.c.case_id).where(
        Worry.settled_at.is_(None)
    )


def _calls(scope: DueScope) -> Select[Any]:
    """Late ones first, an emergency's before others; one put off leaves the numbers meanwhile."""
    due = seconds_of(rung_at(scope.clock.now))
    rank = case(
        (is_later(scope.clock.now), int(Place.LOW)),
        (CallTask.dedup_key.like(AT_ONCE), place_at(due, OF_EMERGENCY, scope)),
        else_=place_at(due, places_of(DueKind.CALL), scope),
    )
    found = due_rows(scope, DueKind.CALL, CallTask.id, due, detail=CallTask.kind, rank=rank)
    return found.join(CallTask, _is_of(scope, CallTask)).where(
        CallTask.status == CallTaskStatus.OPEN,
        visible("call_task.read", scope.identity, CallTask),
    )


def _needs(scope: DueScope) -> Select[Any]:
    found = due_rows(scope, DueKind.NEED, Need.id, last_second_of(Need.from_on, scope))
    return found.join(Need, Need.case_id == scope.cases.c.case_id).where(Need.status.in_(UNHELPED))


def _goals(scope: DueScope) -> Select[Any]:
    found = due_rows(scope, DueKind.GOAL, CaseGoal.id, last_second_of(CaseGoal.target_on, scope))
    return found.join(CaseGoal, CaseGoal.case_id == scope.cases.c.case_id).where(
        CaseGoal.status == GoalStatus.OPEN
    )


def _check_ins(scope: DueScope) -> Select[Any]:
    """They agreed to be asked, and no plan asks them."""
    due = seconds_of(Case.opened_at) + int(PLAN_WITHIN.total_seconds())
    asked = select(CheckInPlan.id).where(
        CheckInPlan.person_id == Case.resident_id, CheckInPlan.ended_at.is_(None)
    )
    found = due_rows(scope, DueKind.CHECK_INS, Case.resident_id, due)
    return found.join(Case, Case.id == scope.cases.c.case_id).where(
        ~asked.exists(), _agrees_to_check_ins(scope)
    )


def _reviews(scope: DueScope) -> Select[Any]:
    found = due_rows(scope, DueKind.REVIEW, Case.id, last_second_of(Case.review_on, scope))
    return found.join(Case, Case.id == scope.cases.c.case_id).where(Case.review_on.is_not(None))


def _closings(scope: DueScope) -> Select[Any]:
    """Somebody else's proposal waits for a decision."""
    due = seconds_of(ClosingProposal.made_at) + int(DECIDE_WITHIN.total_seconds())
    found = due_rows(scope, DueKind.CLOSING, ClosingProposal.id, due)
    return found.join(ClosingProposal, ClosingProposal.case_id == scope.cases.c.case_id).where(
        waits_for(scope.identity)
    )


def _sent_back(scope: DueScope) -> Select[Any]:
    """A proposal of the reader's own came back with words."""
    due = seconds_of(ClosingProposal.ended_at) + int(DECIDE_WITHIN.total_seconds())
    found = due_rows(scope, DueKind.CLOSING_SENT_BACK, ClosingProposal.id, due)
    return found.join(ClosingProposal, ClosingProposal.case_id == scope.cases.c.case_id).where(
        came_back_to(scope.identity)
    )


def _ownerless(scope: DueScope) -> Select[Any]:
    """Overdue from the first moment, on the desk of its centre."""
    found = due_rows(scope, DueKind.OWNERLESS, Case.id, seconds_of(Case.opened_at))
    return found.join(Case, Case.id == scope.cases.c.case_id).where(is_nobodys())


def _transfers(scope: DueScope) -> Select[Any]:
    """An offer that waits too long comes back to whoever steers the case."""
    due = seconds_of(CaseTransfer.offered_at) + int(ANSWER_WITHIN.total_seconds())
    found = due_rows(scope, DueKind.TRANSFER, CaseTransfer.id, due)
    return found.join(CaseTransfer, CaseTransfer.case_id == scope.cases.c.case_id).where(
        CaseTransfer.status == TransferStatus.OFFERED
    )


def _declined(scope: DueScope) -> Select[Any]:
    """A no is work for a week, or until the case is offered anew."""
    ended, stands = seconds_of(CaseTransfer.ended_at), int(DECLINE_STANDS.total_seconds())
    found = due_rows(scope, DueKind.TRANSFER_DECLINED, CaseTransfer.id, ended)
    return found.join(CaseTransfer, CaseTransfer.case_id == scope.cases.c.case_id).where(
        was_declined(), ended > scope.clock.seconds - stands
    )


SOURCES: Final[tuple[Source, ...]] = (
    _crises,
    _alerts,
    _worries,
    _calls,
    due_referrals,
    _needs,
    _goals,
    due_clocks,
    due_to_hand_in,
    due_bridges,
    due_follow_ups,
    due_after_refusals,
    _check_ins,
    _closings,
    _sent_back,
    _ownerless,
    _transfers,
    _declined,
    _reviews,
)


def _is_of(scope: DueScope, rows: Any) -> ColumnElement[bool]:  # noqa: ANN401  a table
    """About the case, or about its resident and no other case of theirs."""
    cases = scope.cases
    of_nobodys_case = and_(rows.case_id.is_(None), rows.person_id == cases.c.person_id)
    return or_(rows.case_id == cases.c.case_id, of_nobodys_case)


def _agrees_to_check_ins(scope: DueScope) -> ColumnElement[bool]:
    """The last word of the resident's own record on check-ins is a yes that has not ended."""
    later = select(_Later.id).where(
        _Later.person_id == ConsentEntry.person_id,
        _Later.purpose == ConsentEntry.purpose,
        or_(
            _Later.at > ConsentEntry.at,
            and_(_Later.at == ConsentEntry.at, _Later.id > ConsentEntry.id),
        ),
    )
    given = select(ConsentEntry.id).where(
        ConsentEntry.person_id == Case.resident_id,
        ConsentEntry.purpose == ConsentPurpose.CHECK_INS,
        ConsentEntry.act == ConsentAct.GIVEN,
        or_(ConsentEntry.expires_on.is_(None), ConsentEntry.expires_on >= scope.clock.today),
        ~later.exists(),
    )
    return given.exists()
