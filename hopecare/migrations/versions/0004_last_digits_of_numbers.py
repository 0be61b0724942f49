"""Blind indexes of a number's last four and last eight digits, to be filled as they are met."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TAILS = ("last_four", "last_eight")


def upgrade() -> None:
    """Add both columns, empty, and what finds by them."""
    for tail in TAILS:
        column = f"{tail}_index"
        op.add_column("contact_points", sa.Column(column, sa.String(), nullable=True))
        op.create_index(f"ix_contact_points_{tail}", "contact_points", ["town_id", column])


def downgrade() -> None:
    """Take both away."""
    for tail in reversed(TAILS):
        op.drop_index(f"ix_contact_points_{tail}", "contact_points")
        op.drop_column("contact_points", f"{tail}_index")
