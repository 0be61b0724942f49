"""Calls nobody has made in time, where no machine could ask or tell: of one centre, and how many.

Three kinds: a check-in that could not be asked, an alarm that could not be told, and a crisis
whose responsible person has left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, or_, select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.domain.overdue_calls import ALARM_GRACE, FRESH
from hopecare.queries.fragile import FRAGILE_FIRST, OLDEST_FIRST
from hopecare.queries.untold import UNTOLD
from models import Alert, CallTask, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

_ABOUT: Final = func.coalesce(CallTask.about_person_id, CallTask.person_id)
_IS_ALARM: Final = and_(
    CallTask.kind == CallTaskKind.CALL_BACK,
    CallTask.dedup_key.startswith(UNTOLD, autoescape=True),
    # Of all words that did not arrive, only those of an alarm are rung for at once.
    CallTask.due_at <= CallTask.created_at,
)
_IS_CRISIS_OF_NOBODY: Final = and_(
    CallTask.kind == CallTaskKind.CRISIS_HANDED, CallTask.owner_id.is_(None)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueCalls:
    """What is overdue in one centre: how many calls, and whom the most fragile is about."""

    count: int
    first_about_id: UUID | None


def centres_with_overdue_calls(
    session: Session, *, town_id: UUID, now: datetime
) -> Sequence[UUID | None]:
    """Give the centres of a town where such a call is overdue; None stands for every centre's."""
    mine = select(CallTask.centre_id).where(CallTask.town_id == town_id, *_overdue(now))
    return session.scalars(mine.distinct()).all()


def overdue_calls(
    session: Session,
    *,
    town_id: UUID,
    centre_id: UUID | None,
    now: datetime,
    after: datetime | None = None,
) -> OverdueCalls:
    """Give what is overdue in a centre now; `after`, only what fell overdue since that moment."""
    here = (CallTask.town_id == town_id, _of(CallTask.centre_id, centre_id), *_overdue(now))
    if after is not None:
        here = (*here, _since(after))
    count = session.scalar(select(func.count(CallTask.id)).where(*here)) or 0
    if not count:
        return OverdueCalls(count=0, first_about_id=None)
    first = (
        select(_ABOUT)
        .outerjoin(Person, Person.id == _ABOUT)
        .where(*here)
        .order_by(FRAGILE_FIRST, OLDEST_FIRST, CallTask.due_at, CallTask.id)
        .limit(1)
    )
    return OverdueCalls(count=count, first_about_id=session.scalar(first))


def find_last_overdue_alert(
    session: Session, *, town_id: UUID, centre_id: UUID | None
) -> Alert | None:
    """Find the newest alert about a centre's overdue calls, ended or not."""
    return session.scalars(
        select(Alert)
        .where(
            Alert.town_id == town_id,
            Alert.kind == AlertKind.CALL_OVERDUE,
            _of(Alert.centre_id, centre_id),
        )
        .order_by(Alert.raised_at.desc(), Alert.id.desc())
        .limit(1)
    ).first()


def open_overdue_alerts(session: Session, *, town_id: UUID) -> Sequence[Alert]:
    """Give a town's alerts about overdue calls that have not ended."""
    return session.scalars(
        select(Alert).where(
            Alert.town_id == town_id,
            Alert.status != AlertStatus.RESOLVED,
            Alert.kind == AlertKind.CALL_OVERDUE,
        )
    ).all()


def _overdue(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Still owed, and past its hour; not so long ago that words about it would be stale."""
    return (
        CallTask.status == CallTaskStatus.OPEN,
        CallTask.due_at > now - FRESH,
        CallTask.due_at <= now,
        or_(
            CallTask.kind == CallTaskKind.NOT_ASKED,
            _IS_CRISIS_OF_NOBODY,
            and_(_IS_ALARM, CallTask.due_at <= now - ALARM_GRACE),
        ),
    )


def _since(moment: datetime) -> ColumnElement[bool]:
    """Fell overdue after a moment: by its hour, or since it was owed only then."""
    return or_(
        CallTask.created_at > moment,
        and_(CallTask.kind == CallTaskKind.NOT_ASKED, CallTask.due_at > moment),
        and_(_IS_ALARM, CallTask.due_at > moment - ALARM_GRACE),
    )


def _of(column: InstrumentedAttribute[UUID | None], centre_id: UUID | None) -> ColumnElement[bool]:
    return column.is_(None) if centre_id is None else column == centre_id
