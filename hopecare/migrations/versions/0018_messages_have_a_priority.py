"""Each message has its place in the line at our sender, and an index that finds the first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ORDINARY = 2
BY_KIND = {
    1: ("alert", "all_clear", "sign_in_code"),
    3: ("thanks", "alert_news"),
    4: ("broadcast", "digest"),
}


def upgrade() -> None:
    """Add the column, ordinary for all; then say by kind which are not."""
    column = sa.Column("priority", sa.Integer(), nullable=False, server_default=str(ORDINARY))
    with op.batch_alter_table("messages", reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(column)
    for priority, kinds in BY_KIND.items():
        listed = ", ".join(f"'{kind}'" for kind in kinds)
        op.execute(f"UPDATE messages SET priority = {priority} WHERE kind IN ({listed})")
    # Answers to a call for help say who calls, and when.
    op.execute(
        "UPDATE messages SET priority = 1 WHERE kind = 'thanks' AND wording LIKE 'answer_help%'"
    )
    op.create_index("ix_messages_priority", "messages", ["status", "priority", "not_before"])


def downgrade() -> None:
    """Drop both."""
    op.drop_index("ix_messages_priority", table_name="messages")
    with op.batch_alter_table("messages", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("priority")
