"""The pause that the word of a death began is known as one: any other of that day outlives it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

PLANS, COLUMN = "check_in_plans", "rests_for_death"
PLAN = sa.table(
    PLANS,
    sa.column("id", sa.Uuid()),
    sa.column("person_id", sa.Uuid()),
    sa.column("zone", sa.String()),
    sa.column("paused_from", sa.Date()),
    sa.column("paused_until", sa.Date()),
    sa.column(COLUMN, sa.Boolean()),
)
CALL = sa.table(
    "call_tasks",
    sa.column("person_id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("created_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    """Until now a pause without an end that began on the day of a told death was taken for it."""
    op.add_column(PLANS, sa.Column(COLUMN, sa.Boolean(), nullable=False, server_default=sa.false()))
    told = (
        sa.select(PLAN.c.id, PLAN.c.zone, PLAN.c.paused_from, CALL.c.created_at)
        .join(CALL, CALL.c.person_id == PLAN.c.person_id)
        .where(
            CALL.c.kind == "record_death",
            PLAN.c.paused_from.is_not(None),
            PLAN.c.paused_until.is_(None),
        )
    )
    bind = op.get_bind()
    resting = {
        plan_id for plan_id, zone, first, at in bind.execute(told) if first == _day_of(at, zone)
    }
    for plan_id in sorted(resting):
        bind.execute(sa.update(PLAN).where(PLAN.c.id == plan_id).values({COLUMN: True}))


def _day_of(at: datetime, zone: str) -> date:
    known = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return known.astimezone(ZoneInfo(zone)).date()


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table(PLANS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column(COLUMN)
