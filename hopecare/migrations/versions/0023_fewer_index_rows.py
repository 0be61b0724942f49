"""Keep no row in an index that nobody looks for: most words have no offer, alert or broadcast.

Every change of a message's status writes a row into each index it stands in.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

GONE = {
    # The place in the line, 0018, is what is looked for since.
    "ix_messages_due": ["status", "not_before"],
    "ix_messages_urgent": ["status", "is_urgent", "not_before"],
}
NARROWED = {
    "ix_messages_offer": ("messages", ["offer_id"]),
    "ix_messages_broadcast": ("messages", ["broadcast_id", "status"]),
    "ix_messages_alert": ("messages", ["alert_id"]),
    "ix_check_in_slots_rung": ("check_in_slots", ["next_rung_at"]),
}


def upgrade() -> None:
    """Drop what is not looked for, and make the others anew for the rows that are."""
    for name in GONE:
        op.drop_index(name, "messages")
    for name, (table, columns) in NARROWED.items():
        rows = sa.text(f"{columns[0]} IS NOT NULL")
        op.drop_index(name, table)
        op.create_index(name, table, columns, postgresql_where=rows, sqlite_where=rows)


def downgrade() -> None:
    """Make all of them whole again."""
    for name, (table, columns) in NARROWED.items():
        op.drop_index(name, table)
        op.create_index(name, table, columns)
    for name, columns in GONE.items():
        op.create_index(name, "messages", columns)
