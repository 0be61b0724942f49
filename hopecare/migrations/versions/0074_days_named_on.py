"""A day that an office named bears the day on which it reached us."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it empty: of days from before nobody wrote it down."""
    op.add_column("legal_clocks", sa.Column("named_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("legal_clocks", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("named_on")
