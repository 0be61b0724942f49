"""Open the slots of many plain questions at once, as `open_due_slots` does one by one.

The rows are laid out in a temporary table and copied, one statement a table: what a plan says
itself never leaves the database. Of a plan that was changed, or asked by another process, since it
was read, nothing is written; nor of a question whose time is over by now. So the rows are right by
how they are made, and `Database.copying` may leave them unchecked.
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
    func,
    insert,
    literal,
    select,
    true,
    update,
)

from hopecare.domain.care_path import SLOT
from hopecare.domain.check_ins import AnswererKind, QuestionCode
from hopecare.domain.delivery import MessageKind
from hopecare.language.check_in_questions import question_to
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
HELD: Final = Table(
    "held_questions",
    MetaData(),
    Column("town_id", _KEY, nullable=False),
    Column("plan_id", _KEY, nullable=False),
    Column("person_id", _KEY, nullable=False),
    Column("to_person_id", _KEY, nullable=False),
    Column("case_id", _KEY, nullable=True),
    Column("channel", CheckInPlan.channel.type, nullable=False),
    Column("language", String(), nullable=False),
    Column("wording", String(), nullable=False),
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
"""The same of plans that are held, with what those say themselves."""


def open_plain_slots(
    session: Session, *, questions: Sequence[WordedQuestion], now: datetime
) -> int:
    """Open a slot and promise its question for each of these plans; says for how many it did."""
    _follow_keys(session)
    connection = session.connection()
    for table in (STAGED, HELD):
        table.create(connection, checkfirst=False)
    lay_out(session, STAGED, questions)
    _hold(session, now)
    opened = _open_slots(session)
    promise_many(session, HELD, kind=MessageKind.CHECK_IN, now=now)
    _move_on(session)
    for table in (STAGED, HELD):
        table.drop(connection, checkfirst=False)
    return opened


def _follow_keys(session: Session) -> None:
    """Keep PostgreSQL, which cannot know how little is laid out, from reading whole tables."""
    if session.get_bind().dialect.name == "postgresql":
        joins = ("enable_hashjoin", "enable_mergejoin")
        is_local = true()
        session.execute(select(*(func.set_config(each, "off", is_local) for each in joins)))


def _hold(session: Session, now: datetime) -> None:
    """Hold each plan that is as it was read, free and in time; of the others nothing is written."""
    plan, staged = CheckInPlan, STAGED.c
    said = {
        "town_id": plan.town_id,
        "plan_id": plan.id,
        "person_id": plan.person_id,
        "to_person_id": func.coalesce(plan.asked_person_id, plan.person_id),
        "case_id": plan.case_id,
        "channel": plan.channel,
        "language": plan.language,
        "wording": _wording(),
    }
    taken = [staged[each.name] for each in HELD.columns if each.name not in said]
    held = (
        select(*said.values(), *taken)
        .join_from(STAGED, plan, plan.id == staged.plan_id)
        .where(
            plan.version == staged.version,
            plan.next_due_at == staged.due_at,
            staged.valid_until > now,
        )
        .with_for_update(skip_locked=True, of=plan)
    )
    session.execute(insert(HELD).from_select([each.name for each in HELD.columns], held))


def _open_slots(session: Session) -> int:
    """Open a slot for each plan that is held."""
    held = HELD.c
    said = {
        "id": held.slot_id,
        "town_id": held.town_id,
        "plan_id": held.plan_id,
        "person_id": held.person_id,
        "due_at": held.due_at,
        "status": literal(SLOT.start, CheckInSlot.status.type),
        "rungs_climbed": literal(0),
        "version": literal(1),
    }
    rows = insert(CheckInSlot).from_select(list(said), select(*said.values()))
    opened = session.execute(rows, execution_options={"preserve_rowcount": True})
    return cast("CursorResult[Any]", opened).rowcount


def _wording() -> Case[str]:
    """Which wording each plan's question was put in: it and whose answer counts decide it alone."""
    return case({each: _to(each) for each in QuestionCode}, value=CheckInPlan.question)


def _to(question: QuestionCode) -> Case[str]:
    stamps = {each: stamp_of(question_to(each, question)) for each in AnswererKind}
    return case(
        {each: literal(stamp, Message.wording.type) for each, stamp in stamps.items()},
        value=CheckInPlan.answer_of,
    )


def _move_on(session: Session) -> None:
    """Set the next moment of each plan; that is no edit, so its version stays."""
    moves = (
        update(CheckInPlan)
        .where(CheckInPlan.id == HELD.c.plan_id)
        .values(next_due_at=HELD.c.next_due_at)
    )
    session.execute(moves, execution_options={"synchronize_session": False})
