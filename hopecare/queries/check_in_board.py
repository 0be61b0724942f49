"""The board of check-ins: what counts as not clear, which comes first, and what is next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import and_, case, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import SLOT, SlotStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.ladders import step_at
from hopecare.domain.look_ins import LookInAnswer
from hopecare.domain.people import TELEPHONES
from hopecare.queries.check_ins import AWAITED
from models import CheckInPlan, CheckInSlot, ContactPoint, Message, Person, RungClimbed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, ScalarSelect
    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from hopecare.domain.escalation import Rung
    from hopecare.domain.ladders import Steps

NOT_CLEAR: Final = (SlotStatus.HELP_ASKED, SlotStatus.SILENT, SlotStatus.NOT_ASKED)
"""Nobody knows yet that they are safe."""
URGENT_FIRST: Final = case(
    (CheckInSlot.status == SlotStatus.HELP_ASKED, 0),
    (CheckInSlot.status == SlotStatus.SILENT, 1),
    (CheckInSlot.status == SlotStatus.NOT_ASKED, 2),
    (CheckInSlot.status == SlotStatus.WAITING, 3),
    (CheckInSlot.status == SlotStatus.DUE, 4),
    else_=5,
)


Seen = aliased(RungClimbed, name="Seen")
"""The step by which somebody was asked to look in who found them well."""
SeenBy = aliased(Person, name="SeenBy")


def seen_last() -> ColumnElement[bool]:
    """Make the condition that a step is the last at which somebody found them well."""
    found = aliased(RungClimbed)
    last = (
        select(found.id)
        .where(found.slot_id == CheckInSlot.id, found.answer == LookInAnswer.FOUND_WELL)
        .order_by(found.answered_at.desc(), found.id)
        .limit(1)
        .correlate(CheckInSlot)
    )
    return Seen.id == last.scalar_subquery()


def way_used() -> ScalarSelect[Channel]:
    """Give by which channel a check-in was asked, which may be another than the plan's."""
    asked = select(Message.channel).where(
        Message.slot_id == CheckInSlot.id, Message.kind == MessageKind.CHECK_IN
    )
    return asked.limit(1).correlate(CheckInSlot).scalar_subquery()


def has_telephone(today: date) -> ColumnElement[bool]:
    """Make the condition that the resident, or who is asked in their place, can be rung."""
    return (
        select(ContactPoint.id)
        .where(
            or_(
                ContactPoint.person_id == CheckInSlot.person_id,
                ContactPoint.person_id == CheckInPlan.asked_person_id,
            ),
            ContactPoint.kind.in_(TELEPHONES),
            or_(ContactPoint.valid_until.is_(None), ContactPoint.valid_until > today),
        )
        .correlate(CheckInSlot, CheckInPlan)
        .exists()
    )


def can_be_rung(session: Session, slot: CheckInSlot, *, on: date) -> bool:
    """Whether anybody can be rung to hear how they are; else somebody has to go there."""
    asked = (
        select(has_telephone(on))
        .select_from(CheckInSlot)
        .join(CheckInPlan, CheckInPlan.id == CheckInSlot.plan_id)
        .where(CheckInSlot.id == slot.id)
    )
    return bool(session.scalar(asked))


def day_in(zone: str, on: date) -> tuple[datetime, datetime]:
    """Give the first moment of a local day and the first one of the next."""
    place = ZoneInfo(zone)
    return (
        datetime.combine(on, time.min, place),
        datetime.combine(on + timedelta(days=1), time.min, place),
    )


def due_on(day: tuple[datetime, datetime]) -> ColumnElement[bool]:
    """Make the condition that a check-in belongs to a day."""
    return and_(CheckInSlot.due_at >= day[0], CheckInSlot.due_at < day[1])


def on_board(day: tuple[datetime, datetime], *, is_today: bool) -> ColumnElement[bool]:
    """Make the condition of a day's board; today's has what is still open from before as well."""
    if not is_today:
        return due_on(day)
    is_open = CheckInSlot.status.in_([each for each in SlotStatus if each not in SLOT.final])
    return or_(due_on(day), and_(is_open, CheckInSlot.due_at < day[0]))


def not_clear(day: tuple[datetime, datetime]) -> ColumnElement[bool]:
    """Make the condition that nobody knows they are safe: silence does not end at midnight."""
    return and_(CheckInSlot.status.in_(NOT_CLEAR), CheckInSlot.due_at < day[1])


@dataclass(frozen=True, slots=True)
class NextRung:
    """What happens by itself when nobody acts, and when."""

    rung: Rung
    at: datetime


def next_rung(slot: CheckInSlot, steps: Steps) -> NextRung | None:
    """Say which rung of the ladder comes next; None where nothing happens by itself."""
    if slot.next_rung_at is None:
        return None
    step = step_at(steps, slot.rungs_climbed)
    return NextRung(step.rung, slot.next_rung_at) if step else None


def awaited_with(session: Session, slot: CheckInSlot) -> Sequence[CheckInSlot]:
    """Give this check-in and the older ones about the same person that an answer settles as well.

    Those of a plan that was changed since are among them.
    """
    return session.scalars(
        select(CheckInSlot)
        .where(
            CheckInSlot.person_id == slot.person_id,
            CheckInSlot.due_at <= slot.due_at,
            (CheckInSlot.id == slot.id) | CheckInSlot.status.in_(AWAITED),
        )
        .order_by(CheckInSlot.due_at.desc())
        # As slots are held one by one: words that name one may be written meanwhile.
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def slots_of_person(session: Session, person_id: UUID, *, limit: int = 20) -> Sequence[CheckInSlot]:
    """Read the newest check-ins of a person."""
    return session.scalars(
        select(CheckInSlot)
        .where(CheckInSlot.person_id == person_id)
        .order_by(CheckInSlot.due_at.desc(), CheckInSlot.id.desc())
        .limit(limit)
    ).all()


def find_live_plan(session: Session, person_id: UUID) -> CheckInPlan | None:
    """Find the plan by which a person is asked now; a paused one counts."""
    return session.scalars(
        select(CheckInPlan)
        .where(CheckInPlan.person_id == person_id, CheckInPlan.ended_at.is_(None))
        .order_by(CheckInPlan.created_at.desc(), CheckInPlan.id.desc())
    ).first()
