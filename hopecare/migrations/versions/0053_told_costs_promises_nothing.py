"""What somebody was told is indexed once it leaves: a promise that waits costs nothing there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

TOLD, LEAVING = "ix_messages_told", "ix_messages_leaving"


def upgrade() -> None:
    """Keep only what left in the index, and what is on its way in one of its own."""
    op.drop_index(TOLD, table_name="messages")
    _add(TOLD, "sent_at")
    _add(LEAVING, "claimed_at")


def downgrade() -> None:
    """Put every message back into the one."""
    op.drop_index(LEAVING, table_name="messages")
    op.drop_index(TOLD, table_name="messages")
    op.create_index(TOLD, "messages", ["to_person_id", "sent_at"])


def _add(name: str, moment: str) -> None:
    has_one = sa.text(f"{moment} IS NOT NULL")
    columns = ["to_person_id", moment]
    op.create_index(name, "messages", columns, postgresql_where=has_one, sqlite_where=has_one)
