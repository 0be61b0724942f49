"""What was objected to at its referral before decision 61 is contested at its application too."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from sqlalchemy.engine import Row

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

ID, AT = sa.Uuid(), sa.DateTime(timezone=True)
BY: Final = "system:migration"
APPLIED: Final = sa.table(
    "applications",
    sa.column("id", ID),
    sa.column("version"),
    sa.column("status"),
    sa.column("objected_on", sa.Date),
    sa.column("bridge_need_id", ID),
    sa.column("no_bridge"),
)
STEPS: Final = sa.table(
    "application_steps",
    sa.column("application_id", ID),
    sa.column("step"),
    sa.column("stands"),
    sa.column("settled_on", sa.Date),
)
CLOCKS: Final = sa.table(
    "legal_clocks",
    sa.column("id", ID),
    sa.column("application_id", ID),
    sa.column("kind"),
    sa.column("look_on", sa.Date),
    sa.column("ended_at", AT),
)
CALLS: Final = sa.table(
    "call_tasks",
    sa.column("id", ID),
    sa.column("kind"),
    sa.column("dedup_key"),
    sa.column("status"),
    sa.column("done_at", AT),
)
ENTRIES: Final = sa.table(
    "timeline_entries",
    sa.column("id", ID),
    sa.column("town_id", ID),
    sa.column("at", AT),
    sa.column("kind"),
    sa.column("by"),
    sa.column("person_id", ID),
    sa.column("case_id", ID),
    sa.column("subject_id", ID),
    sa.column("facts", sa.JSON),
)
FOUND: Final = sa.text(
    """
    SELECT a.id, a.town_id, a.case_id, a.person_id, a.programme, a.decided_on, a.notice_on,
           t.zone, MAX(o.at) AS objected_at
    FROM applications a
    JOIN referrals r ON r.id = a.referral_id
    JOIN towns t ON t.id = a.town_id
    JOIN timeline_entries o
      ON o.case_id = a.case_id AND o.subject_id = r.id AND o.kind = 'referral_objected'
    WHERE a.status = 'decided' AND a.decision <> 'granted'
      AND r.status IN ('sent', 'seen', 'accepted', 'no_answer')
      AND NOT EXISTS (
        SELECT 1 FROM applications n
        WHERE n.referral_id = r.id AND n.status <> 'withdrawn'
          AND (n.made_at > a.made_at OR (n.made_at = a.made_at AND n.id > a.id)))
      AND NOT EXISTS (
        SELECT 1 FROM timeline_entries d
        WHERE d.case_id = a.case_id AND d.subject_id = a.id
          AND d.kind = 'application_decided' AND d.at >= o.at)
    GROUP BY a.id, a.town_id, a.case_id, a.person_id, a.programme, a.decided_on, a.notice_on,
             t.zone
    ORDER BY a.id
    """
)
"""Decided before its referral, which lies at the office again, was objected to last."""


def upgrade() -> None:
    """Let both wait for the office; whoever asked for the last day asks for its answer's day.

    The other way round nothing is done: what goes to an office again, somebody sends.
    """
    now = _aware(op.get_bind().execute(sa.select(sa.func.current_timestamp(type_=AT))).scalar_one())
    rows = FOUND.columns(
        id=ID, town_id=ID, case_id=ID, person_id=ID, objected_at=AT,
        decided_on=sa.Date(), notice_on=sa.Date(),
    )  # fmt: skip
    for row in op.get_bind().execute(rows).all():
        _contest(row, now)


def downgrade() -> None:
    """Leave it: an application that is objected to was known before, at its own door."""


def _contest(row: Row[*tuple[Any, ...]], now: datetime) -> None:
    at = _aware(row.objected_at)
    told_on = row.notice_on or row.decided_on
    on = max(at.astimezone(ZoneInfo(row.zone)).date(), told_on)
    op.execute(
        APPLIED.update()
        .where(APPLIED.c.id == row.id)
        .values(
            status="objected",
            objected_on=on,
            bridge_need_id=None,
            no_bridge=None,
            version=APPLIED.c.version + 1,
        )
    )
    op.execute(
        STEPS.update()
        .where(STEPS.c.application_id == row.id, STEPS.c.step == "object", STEPS.c.stands == "open")
        .values(stands="done", settled_on=on)
    )
    _end_last_day(row, now)
    facts = {"programme": row.programme, "on": on.isoformat()}
    _note(row, row.id, "application_objected", at, facts)


def _end_last_day(row: Row[*tuple[Any, ...]], now: datetime) -> None:
    """The day until when one may object is over with the objection; its calls go on or end."""
    of_it = (CLOCKS.c.application_id == row.id, CLOCKS.c.kind == "objection")
    running = sa.select(CLOCKS.c.id).where(*of_it, CLOCKS.c.ended_at.is_(None))
    for (clock_id,) in op.get_bind().execute(running).all():
        op.execute(
            CLOCKS.update().where(CLOCKS.c.id == clock_id).values(ended_at=now, look_on=None)
        )
        for call in _open_calls(f"clock:{clock_id}:"):
            _cancel(row, call, now)
    asked, asks = f"answer_day:{row.id}:objection", f"answer_day:{row.id}:objection_answer"
    goes_on = not _calls(asks)
    for call in _open_calls(asked):
        if call.dedup_key.startswith(asks):
            continue
        if goes_on:
            op.execute(CALLS.update().where(CALLS.c.id == call.id).values(dedup_key=asks))
            goes_on = False
        else:
            _cancel(row, call, now)


def _calls(beginning: str, *also: sa.ColumnElement[bool]) -> list[Row[*tuple[Any, ...]]]:
    of_it = CALLS.c.dedup_key.startswith(beginning, autoescape=True)
    read = sa.select(CALLS.c.id, CALLS.c.kind, CALLS.c.dedup_key).where(of_it, *also)
    return list(op.get_bind().execute(read.order_by(CALLS.c.id)).all())


def _open_calls(beginning: str) -> list[Row[*tuple[Any, ...]]]:
    return _calls(beginning, CALLS.c.status == "open")


def _cancel(row: Row[*tuple[Any, ...]], call: Row[*tuple[Any, ...]], now: datetime) -> None:
    op.execute(CALLS.update().where(CALLS.c.id == call.id).values(status="cancelled", done_at=now))
    facts = {"kind": call.kind, "outcome": None, "reached": 0}
    _note(row, call.id, "call_task_cancelled", now, facts)


def _note(
    row: Row[*tuple[Any, ...]],
    subject_id: UUID,
    kind: str,
    at: datetime,
    facts: dict[str, str | int | None],
) -> None:
    entry = {
        "id": _key(at), "town_id": row.town_id, "at": at, "kind": kind, "by": BY, "facts": facts,
        "person_id": row.person_id, "case_id": row.case_id, "subject_id": subject_id,
    }  # fmt: skip
    op.execute(ENTRIES.insert().values(**entry))


def _aware(moment: datetime) -> datetime:
    """SQLite forgets the zone: it is UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _key(at: datetime) -> UUID:
    """A key as rows have them: of version 7, which begins with its moment."""
    millis = int(at.timestamp() * 1000)
    tail = secrets.randbits(74)
    return UUID(int=millis << 80 | 7 << 76 | (tail >> 62) << 64 | 2 << 62 | tail & (2**62 - 1))
