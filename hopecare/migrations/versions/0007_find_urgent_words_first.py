"""An index that finds urgent words first, however many ordinary ones are due."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it."""
    op.create_index("ix_messages_urgent", "messages", ["status", "is_urgent", "not_before"])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_messages_urgent", table_name="messages")
