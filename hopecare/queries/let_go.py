"""Whose yes holds no place any more, since what came of it has ended; and by whose doing.

An accepted offer stays accepted for ever. Here is what it still says of them: nothing, where others
ended it; that they are not to be asked by a machine, where it was their own doing, or a wish.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, exists, select

from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.domain.offers import WISHED_APART, StopReason, TaskEnd
from hopecare.domain.timeline import EntryKind
from hopecare.queries.needs import fills_place
from models import Asking, Need, Offer, Task, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedYes:
    """Somebody said yes to a need once or oftener, and holds it no more."""

    need_id: UUID
    helper_id: UUID
    offer_ids: frozenset[UUID]
    is_let_go: bool
    """Others ended it last, and nobody wished these two apart: waves may ask them again."""


def ended_yeses(session: Session, needs: Select[Any] | Sequence[UUID]) -> list[EndedYes]:
    """Read who held these needs and holds them no more; whoever has done their place is not there.

    Of somebody who held one several times the last end decides.
    """
    rows = session.execute(
        select(
            Task.need_id, Task.helper_id, Task.offer_id, Task.ended_by, _reason().label("reason"),
            fills_place().label("fills"), _follower_is_sought().label("is_sought"),
        )
        .join(Need, Need.id == Task.need_id)
        .where(Task.need_id.in_(needs), Task.offer_id.is_not(None))
        .order_by(Task.status == TaskStatus.ACTIVE, Task.ended_at, Task.id)
    )  # fmt: skip
    held: dict[tuple[UUID, UUID], list[Any]] = defaultdict(list)
    for row in rows:
        held[row.need_id, row.helper_id].append(row)
    return [
        EndedYes(
            need_id=need_id,
            helper_id=helper_id,
            offer_ids=frozenset(each.offer_id for each in tasks),
            is_let_go=_is_let_go(tasks[-1]),
        )
        for (need_id, helper_id), tasks in held.items()
        if not any(each.fills for each in tasks)
    ]


def let_go_offers(session: Session, needs: Select[Any] | Sequence[UUID]) -> frozenset[UUID]:
    """Name the accepted offers of these needs that neither hold a place nor refuse anything."""
    ended = [each for each in ended_yeses(session, needs) if each.is_let_go]
    return frozenset(offer_id for each in ended for offer_id in each.offer_ids)


def left_by(session: Session, need_id: UUID) -> frozenset[UUID]:
    """Name who held this until they left it, or somebody wished it: only a person asks them."""
    ended = ended_yeses(session, [need_id])
    return frozenset(each.helper_id for each in ended if not each.is_let_go)


def askable_by_hand(session: Session, need_id: UUID) -> frozenset[UUID]:
    """Name who left this help, and neither waits for an answer to it nor said no to it since."""
    since = select(Offer.helper_id).where(
        Offer.need_id == need_id, Offer.status.in_((OfferStatus.STANDING, OfferStatus.DECLINED))
    )
    return left_by(session, need_id) - frozenset(session.scalars(since))


def _is_let_go(task: Row[Any]) -> bool:
    if task.ended_by is not TaskEnd.STOPPED or task.reason in WISHED_APART:
        return False
    # Staff ended it for a reason of their own: the others are asked first, not the same person.
    return not (task.reason == StopReason.OTHER and task.is_sought)


def _follower_is_sought() -> ColumnElement[bool]:
    """Whether the asking runs that looks for somebody in their place."""
    return exists().where(
        Asking.need_id == Task.need_id,
        Asking.ended_at.is_(None),
        Asking.opened_at <= Task.ended_at,
    )


def _reason() -> ColumnElement[str | None]:
    """Why it was stopped, as the timeline keeps it; looked up for what was stopped alone."""
    said = (
        select(TimelineEntry.facts["reason"].as_string())
        .where(
            TimelineEntry.case_id == Task.case_id,
            TimelineEntry.kind == EntryKind.TASK_STOPPED,
            TimelineEntry.subject_id == Task.id,
        )
        .order_by(TimelineEntry.at.desc(), TimelineEntry.id.desc())
        .limit(1)
        .correlate(Task)
    )
    return case((Task.ended_by == TaskEnd.STOPPED, said.scalar_subquery()))
