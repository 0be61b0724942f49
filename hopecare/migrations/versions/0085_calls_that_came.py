"""A call owed says since when it is owed in its centre, where it came from another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None

CALLS = "call_tasks"


def upgrade() -> None:
    """Add the moment; what came before is owed there since it was written."""
    op.add_column(CALLS, sa.Column("came_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Before, nobody was told of a call that came late."""
    op.drop_column(CALLS, "came_at")
