"""What came of undoing a death: what is left for a person to do, and the calls that are owed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from hopecare.domain.undoing import LeftReason, StoppedKind
from hopecare.errors import NotFoundError
from models import Backup, CallTask, DeathRecord, MissedWeek, Need, Offer, Person, Referral, Task

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from hopecare.domain.needs import NeedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOver:
    """One row that did not come back: what it was, why, and by what to know it."""

    kind: StoppedKind
    reason: LeftReason
    need: NeedKind | None = None
    helper: Person | None = None
    code: str = ""
    on: date | None = None
    """Of a missed day, which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoneDeath:
    """The record, what is left, and the calls with whom they go to."""

    record: DeathRecord
    left: Sequence[LeftOver]
    calls: Sequence[tuple[CallTask, Person]]

    @property
    def person_ids(self) -> list[UUID]:
        """Everybody the page shows."""
        helpers = [each.helper.id for each in self.left if each.helper]
        return [self.record.person_id, *helpers, *(person.id for _, person in self.calls)]


def undone_death(session: Session, person_id: UUID) -> UndoneDeath:
    """Read the last death of a person that was undone, or refuse where there is none."""
    record = session.scalars(
        select(DeathRecord)
        .where(DeathRecord.person_id == person_id, DeathRecord.undone_at.is_not(None))
        .order_by(DeathRecord.undone_at.desc())
        .limit(1)
    ).first()
    if record is None:
        raise NotFoundError(kind="undone_death", person_id=person_id)
    call_ids = [UUID(each) for each in record.stopped.get("calls_after_undoing", ())]
    calls = session.execute(
        select(CallTask, Person)
        .join(Person, Person.id == CallTask.person_id)
        .where(CallTask.id.in_(call_ids))
        .order_by(CallTask.due_at, CallTask.id)
    ).all()
    left: dict[str, dict[str, str]] = record.stopped.get("left", {})
    return UndoneDeath(
        record=record,
        left=_left(session, {UUID(key): row for row in left.values() for key in row}, left),
        calls=[(call, person) for call, person in calls],
    )


def _left(
    session: Session, row_ids: Mapping[UUID, object], left: Mapping[str, Mapping[str, str]]
) -> list[LeftOver]:
    helps = _helps(session, list(row_ids))
    named = select(Referral.id, Referral.code).where(Referral.id.in_(list(row_ids)))
    codes = {row.id: row.code for row in session.execute(named)}
    missed = select(MissedWeek.id, MissedWeek.on_date).where(MissedWeek.id.in_(list(row_ids)))
    days = {row.id: row.on_date for row in session.execute(missed)}
    needed = select(Need.id, Need.kind).where(Need.id.in_(list(row_ids)))
    kinds = {row.id: row.kind for row in session.execute(needed)}
    kinds |= {row_id: kind for row_id, (kind, _) in helps.items()}
    return [
        LeftOver(
            kind=StoppedKind(kind),
            reason=LeftReason(reason),
            need=kinds.get(UUID(row_id)),
            helper=helps[UUID(row_id)][1] if UUID(row_id) in helps else None,
            code=codes.get(UUID(row_id), ""),
            on=days.get(UUID(row_id)),
        )
        for kind, rows in left.items()
        for row_id, reason in rows.items()
    ]


def _helps(session: Session, row_ids: Sequence[UUID]) -> dict[UUID, tuple[NeedKind, Person]]:
    """What help a task, an offer, a backup or a missed day was about, and whose."""
    found: dict[UUID, tuple[NeedKind, Person]] = {}
    for table in (Task, Offer, Backup, MissedWeek):
        rows = session.execute(
            select(table.id, Need.kind, Person)
            .join(Need, Need.id == table.need_id)
            .join(Person, Person.id == table.helper_id)
            .where(table.id.in_(row_ids))
        )
        found |= {row_id: (kind, helper) for row_id, kind, helper in rows}
    return found
