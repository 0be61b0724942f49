"""A pause that gives way to another is kept: it holds again, or staff are told of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it empty: of pauses from before only the timeline tells."""
    op.add_column("check_in_plans", sa.Column("gave_way", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("check_in_plans", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("gave_way")
