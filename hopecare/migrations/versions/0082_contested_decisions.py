"""A decision that is contested is kept as it stood, beside the one that followed it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it empty: of decisions from before, the timeline has the codes and days."""
    op.add_column("applications", sa.Column("contested", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("applications", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("contested")
