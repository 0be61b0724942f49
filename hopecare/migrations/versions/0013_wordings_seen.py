"""Which wording a message said, in which version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what earlier messages cannot say any more: nothing."""
    op.add_column("messages", sa.Column("wording", sa.String(), nullable=True))


def downgrade() -> None:
    """Forget it."""
    op.drop_column("messages", "wording")
