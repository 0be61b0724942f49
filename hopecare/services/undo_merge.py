"""Take a merge back: two people after all. Everything goes where it was, as long as it can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import select

from hopecare.domain.check_in_times import missed_today, next_due
from hopecare.domain.merging import UndoObstacle
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MergeRefusedError, NotFoundError
from hopecare.queries.born_since import going_back, moved_ids
from hopecare.queries.check_ins import rhythm_of
from hopecare.queries.merge_rows import MOVED
from hopecare.queries.merge_views import may_undo
from hopecare.queries.residents import contact_points_of, person_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.ask_let_go_again import ask_let_go_again
from hopecare.services.end_calls_about_texts import end_calls_about_texts
from hopecare.services.follow_merged_homes import follow_merged_homes
from hopecare.services.hand_over_responsibility import hand_over_responsibility
from hopecare.services.hold_homes import hold_homes
from hopecare.services.hold_people import hold_people
from hopecare.services.note_person_terms import note_person_terms
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_recalled_questions import owe_recalled_questions
from hopecare.services.point_rows import point_rows
from hopecare.services.put_back import put_back
from hopecare.services.take_up_rested_day import take_up_rested_day
from models import CallTask, CheckInPlan, Merge

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


_PLANS: Final = CheckInPlan.__tablename__
_CENTRE_OF_CALL: Final = (CallTask.__tablename__, CallTask.centre_id.key)


def undo_merge(session: Session, *, merge_id: UUID, by: Actor, now: datetime) -> Merge:
    """Point every row back and put every value back; refused once something was built on it.

    What happened since in a case or a plan that goes back goes with it. A question that was
    recalled stays recalled: whose it was today is rung. Who was not asked today, since their plan
    had ended or rested, is asked yet or rung; then the plan asks at its next moment.
    """
    merge = session.get(Merge, merge_id)
    if merge is None:
        raise NotFoundError(kind="merge", merge_id=merge_id)
    hold_people(session, merge.kept_id, merge.merged_id)
    session.refresh(merge)
    if not may_undo(session, merge):
        raise MergeRefusedError(obstacles=[UndoObstacle.BUILT_ON.value])
    homes = hold_homes(session, merge.kept_id, merge.merged_id, now=now)
    pair = {"source": merge.kept_id, "target": merge.merged_id}
    for column in MOVED:
        ids = moved_ids(merge, column)
        if ids:
            point_rows(session, column, column.class_.id.in_(ids), **pair)
    for column, condition in list(going_back(merge)):
        point_rows(session, column, condition, **pair)
    merge.undone_at = now
    session.flush()
    session.expire_all()
    put_back(session, _noted(merge))
    _come_back(session, merge, now)
    hand_over_responsibility(session, person_by_id(session, merge.kept_id), now=now)
    _ask_from_now(session, merge, by, now)
    # Before others are let go: nobody is looked for in the place of who is asked again.
    ask_let_go_again(session, merge, by=by, now=now)
    follow_merged_homes(session, homes, merge, by=by, now=now)
    owe_recalled_questions(session, merge, by=by, now=now)
    for person_id in (merge.kept_id, merge.merged_id):
        note_person_terms(session, person_by_id(session, person_id))
        _let_texts_come(session, person_id, by, now)
        _note(session, merge, person_id, by, now)
    session.flush()
    return merge


def _note(session: Session, merge: Merge, person_id: UUID, by: Actor, now: datetime) -> None:
    note_timeline(
        session,
        town_id=merge.town_id,
        kind=EntryKind.MERGE_UNDONE,
        at=now,
        by=by,
        person_id=person_id,
        subject_id=merge.id,
    )


def _come_back(session: Session, merge: Merge, now: datetime) -> None:
    """A call that goes back to its centre is owed there anew: nobody there was told of it since."""
    centres = {
        UUID(row_id)
        for table, row_id, name, *_ in _noted(merge)
        if (table, name) == _CENTRE_OF_CALL
    }
    for task in session.scalars(select(CallTask).where(CallTask.id.in_(centres))).all():
        task.came_at = now


def _ask_from_now(session: Session, merge: Merge, by: Actor, now: datetime) -> None:
    """A plan that had ended, or rested for the other record, asks at its next moment.

    What it left out today is asked or rung yet; the days between are over.
    """
    noted = {UUID(row_id) for table, row_id, *_ in _noted(merge) if table == _PLANS}
    for plan in session.scalars(select(CheckInPlan).where(CheckInPlan.id.in_(noted))).all():
        if plan.next_due_at is None or plan.next_due_at > now:
            continue
        missed = missed_today(rhythm_of(plan), plan.next_due_at, now=now)
        plan.next_due_at = next_due(rhythm_of(plan), after=now)
        session.flush()
        if missed is not None:
            take_up_rested_day(session, plan, moment=missed, by=by, now=now)
    session.flush()


def _let_texts_come(session: Session, person_id: UUID, by: Actor, now: datetime) -> None:
    """Only the other one had asked for no texts: nobody has to agree on another way with them."""
    today = local_day(session, person_by_id(session, person_id).town_id, now)
    points = contact_points_of(session, [person_id], on=today)
    if all(point.opted_out_at is None for point in points):
        end_calls_about_texts(session, person_id=person_id, by=by, now=now)


def _noted(merge: Merge) -> list[list[Any]]:
    return merge.replaced if isinstance(merge.replaced, list) else []
