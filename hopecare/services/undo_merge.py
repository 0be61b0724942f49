"""Take a merge back: two people after all. Everything goes where it was, as long as it can."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import or_, select

from hopecare.domain.merging import UndoObstacle
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MergeRefusedError, NotFoundError
from hopecare.queries.merge_rows import MOVED, called
from hopecare.queries.merge_views import may_undo
from hopecare.queries.residents import person_by_id
from hopecare.services.note_person_terms import note_person_terms
from hopecare.services.note_timeline import note_timeline
from hopecare.services.point_rows import point_rows
from hopecare.services.put_back import put_back
from models import Alert, CallTask, CheckInSlot, Merge, Message, Offer, Task, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Any

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def undo_merge(session: Session, *, merge_id: UUID, by: Actor, now: datetime) -> Merge:
    """Point every row back and put every value back; refused once something was built on it.

    What happened since in a case or a plan that goes back goes with it. A question that was
    recalled so that nobody is asked twice stays recalled: the plan asks at its next moment.
    """
    merge = session.get(Merge, merge_id)
    if merge is None:
        raise NotFoundError(kind="merge", merge_id=merge_id)
    if not may_undo(session, merge):
        raise MergeRefusedError(obstacles=[UndoObstacle.BUILT_ON.value])
    pair = {"source": merge.kept_id, "target": merge.merged_id}
    for column in MOVED:
        ids = _ids(merge, called(column))
        if ids:
            point_rows(session, column, column.class_.id.in_(ids), **pair)
    for column, condition in _born_since(merge):
        point_rows(session, column, condition, **pair)
    merge.undone_at = now
    session.flush()
    session.expire_all()
    put_back(session, _noted(merge))
    for person_id in (merge.kept_id, merge.merged_id):
        note_person_terms(session, person_by_id(session, person_id))
        note_timeline(
            session,
            town_id=merge.town_id,
            kind=EntryKind.MERGE_UNDONE,
            at=now,
            by=by,
            person_id=person_id,
            subject_id=merge.id,
        )
    session.flush()
    return merge


def _noted(merge: Merge) -> list[list[Any]]:
    return merge.replaced if isinstance(merge.replaced, list) else []


def _born_since(merge: Merge) -> Iterator[tuple[Any, ColumnElement[bool]]]:
    """Rows that came after the merge and hang from a case, a plan or a helper that goes back."""
    cases = _ids(merge, "cases.resident_id")
    plans = _ids(merge, "check_in_plans.person_id")
    yield CheckInSlot.person_id, CheckInSlot.plan_id.in_(plans)
    slots = select(CheckInSlot.id).where(CheckInSlot.person_id == merge.merged_id)
    for rows, column in (
        (Alert, Alert.person_id),
        (CallTask, CallTask.person_id),
        (Message, Message.to_person_id),
    ):
        yield column, or_(rows.case_id.in_(cases), rows.slot_id.in_(slots))
    if _ids(merge, "volunteer_profiles.person_id"):
        for column in (Offer.helper_id, Task.helper_id, Visit.helper_id):
            yield column, column == merge.kept_id
        yield Message.to_person_id, Message.offer_id.is_not(None)


def _ids(merge: Merge, name: str) -> list[UUID]:
    return [UUID(each) for each in merge.moved.get(name, ())]
