"""When a run last told how far it is: one that has been silent for long has stopped."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment, none yet."""
    op.add_column("runs", sa.Column("advanced_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("runs", "advanced_at")
