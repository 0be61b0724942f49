"""A backup who could not step in says since when it is seen, and what stands against it."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

BACKUPS, CALLS = "backups", "call_tasks"


def upgrade() -> None:
    """Add both, and fill them with what somebody was, or is to be, rung about."""
    op.add_column(BACKUPS, sa.Column("cannot_as", sa.String(), nullable=True))
    op.add_column(BACKUPS, sa.Column("cannot_since", sa.DateTime(timezone=True), nullable=True))
    calls = sa.table(
        CALLS, sa.column("dedup_key"), sa.column("status"), sa.column("created_at", sa.DateTime)
    )
    backups = sa.table(
        BACKUPS,
        sa.column("id", sa.Uuid()),
        sa.column("cannot_as"),
        sa.column("cannot_since", sa.DateTime),
    )
    known = sa.select(calls.c.dedup_key, calls.c.created_at).where(
        calls.c.dedup_key.startswith("backup_cannot:", autoescape=True),
        calls.c.status.in_(("open", "done")),
    )
    for key, created_at in op.get_bind().execute(known.order_by(calls.c.created_at)).all():
        # What is true no more is forgotten at the next look.
        _, backup_id, rule, *_ = key.split(":")
        op.execute(
            backups.update()
            .where(backups.c.id == UUID(backup_id))
            .values(cannot_as=rule, cannot_since=created_at)
        )


def downgrade() -> None:
    """Before, nobody was rung about the same twice."""
    op.drop_column(BACKUPS, "cannot_since")
    op.drop_column(BACKUPS, "cannot_as")
