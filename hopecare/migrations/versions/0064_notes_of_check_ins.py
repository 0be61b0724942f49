"""Whoever writes how a check-in ended may write what happened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it empty: of check-ins that have ended, nobody wrote any."""
    with op.batch_alter_table("check_in_slots") as table:
        table.add_column(sa.Column("note", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Drop what was written."""
    with op.batch_alter_table("check_in_slots") as table:
        table.drop_column("note")
