"""A plan knows when a change of network moved it to another way: staff see whom to tell."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it empty: of changes from before only the timeline tells."""
    moved = sa.Column("moved_over_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("check_in_plans", moved)


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("check_in_plans", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("moved_over_at")
