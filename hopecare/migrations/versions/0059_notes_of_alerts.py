"""Whoever ends an alert may write what happened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it empty: of alerts that have ended, nobody wrote any."""
    with op.batch_alter_table("alerts", reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("note", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Drop what was written."""
    with op.batch_alter_table("alerts", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("note")
