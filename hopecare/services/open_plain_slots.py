"""Open the slots of many plain questions at once, as `open_due_slots` does one by one.

The rows are laid out in a temporary table and copied, one statement a table: what a plan says
itself never leaves the database. Of a plan that was changed, or asked by another process, since it
was read, nothing is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import (
    Column,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    true,
    update,
)

from hopecare.domain.care_path import SLOT
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.delivery import MessageKind
from hopecare.language.texts import question_to
from hopecare.language.wording_versions import stamp_of
from hopecare.services.lay_out import lay_out
from models import CheckInPlan, CheckInSlot, Message
from models.types import UtcDateTime
from notifications.outbox_many import promise_many

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Case, CursorResult
    from sqlalchemy.orm import Session

    from hopecare.services.word_questions import WordedQuestion

_KEY: Final = String(32).with_variant(Uuid(), "postgresql")
STAGED: Final = Table(
    "staged_questions",
    MetaData(),
    Column("plan_id", _KEY, nullable=False),
    Column("version", Integer(), nullable=False),
    Column("due_at", UtcDateTime(), nullable=False),
    Column("slot_id", _KEY, nullable=False),
    Column("message_id", _KEY, nullable=False),
    Column("event_id", _KEY, nullable=False),
    Column("dedup_key", String(), nullable=False),
    Column("body", LargeBinary(), nullable=False),
    Column("valid_until", UtcDateTime(), nullable=False),
    Column("next_due_at", UtcDateTime(), nullable=True),
    prefixes=["TEMPORARY"],
)


def open_plain_slots(
    session: Session, *, questions: Sequence[WordedQuestion], now: datetime
) -> int:
    """Open a slot and promise its question for each of these plans; says for how many it did."""
    _follow_keys(session)
    STAGED.create(session.connection(), checkfirst=False)
    lay_out(session, STAGED, questions)
    _leave_out_others(session)
    opened = _open_slots(session)
    _promise(session, now=now)
    _move_on(session)
    STAGED.drop(session.connection(), checkfirst=False)
    return opened


def _follow_keys(session: Session) -> None:
    """Keep PostgreSQL, which cannot know how little is laid out, from reading whole tables."""
    if session.get_bind().dialect.name == "postgresql":
        joins = ("enable_hashjoin", "enable_mergejoin")
        is_local = true()
        session.execute(select(*(func.set_config(each, "off", is_local) for each in joins)))


def _leave_out_others(session: Session) -> None:
    """Hold each plan that is as it was read, and free; of the others nothing is written."""
    plan = CheckInPlan
    held = (
        select(plan.id)
        .where(
            plan.id == STAGED.c.plan_id,
            plan.version == STAGED.c.version,
            plan.next_due_at == STAGED.c.due_at,
        )
        .with_for_update(skip_locked=True)
    )
    session.execute(delete(STAGED).where(~held.exists()))


def _open_slots(session: Session) -> int:
    """Open a slot for each plan that is held."""
    plan = CheckInPlan
    rows = select(
        STAGED.c.slot_id,
        plan.town_id,
        plan.id,
        plan.person_id,
        plan.next_due_at,
        literal(SLOT.start, CheckInSlot.status.type),
        literal(0),
        literal(1),
    ).join(plan, plan.id == STAGED.c.plan_id)
    names = (
        "id",
        "town_id",
        "plan_id",
        "person_id",
        "due_at",
        "status",
        "rungs_climbed",
        "version",
    )
    counted = {"preserve_rowcount": True}
    opened = session.execute(
        insert(CheckInSlot).from_select(names, rows), execution_options=counted
    )
    return cast("CursorResult[Any]", opened).rowcount


def _promise(session: Session, *, now: datetime) -> None:
    """Promise the question of each slot that was opened."""
    plan = CheckInPlan
    rows = (
        select(
            STAGED.c.message_id.label("message_id"),
            STAGED.c.event_id.label("event_id"),
            plan.town_id.label("town_id"),
            func.coalesce(plan.asked_person_id, plan.person_id).label("to_person_id"),
            plan.channel.label("channel"),
            plan.language.label("language"),
            STAGED.c.dedup_key.label("dedup_key"),
            STAGED.c.valid_until.label("valid_until"),
            STAGED.c.body.label("body"),
            _wording().label("wording"),
            plan.case_id.label("case_id"),
            STAGED.c.slot_id.label("slot_id"),
        )
        .join(plan, plan.id == STAGED.c.plan_id)
        .subquery()
    )
    promise_many(session, rows, kind=MessageKind.CHECK_IN, now=now)


def _wording() -> Case[str]:
    """Which wording each plan's question was put in: whose answer counts decides it alone."""
    stamps = {each: stamp_of(question_to(each)) for each in AnswererKind}
    return case(
        {each: literal(stamp, Message.wording.type) for each, stamp in stamps.items()},
        value=CheckInPlan.answer_of,
    )


def _move_on(session: Session) -> None:
    """Set the next moment of each plan; that is no edit, so its version stays."""
    moves = (
        update(CheckInPlan)
        .where(CheckInPlan.id == STAGED.c.plan_id)
        .values(next_due_at=STAGED.c.next_due_at)
    )
    session.execute(moves, execution_options={"synchronize_session": False})
