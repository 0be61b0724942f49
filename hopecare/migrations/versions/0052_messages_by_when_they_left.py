"""What somebody was told within the hour is found by when it left, however much was written."""

from __future__ import annotations

from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

TOLD = "ix_messages_told"


def upgrade() -> None:
    """Add the index."""
    op.create_index(TOLD, "messages", ["to_person_id", "sent_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index(TOLD, table_name="messages")
