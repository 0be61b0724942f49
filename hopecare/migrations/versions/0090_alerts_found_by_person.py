"""The alerts about one person are found by whom they are about, not by reading every alert."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A desk asks of each of its people when an alarm about them ended, and ended alerts stay."""
    told = sa.text("person_id IS NOT NULL")
    op.create_index(
        "ix_alerts_person", "alerts", ["person_id"], postgresql_where=told, sqlite_where=told
    )


def downgrade() -> None:
    """Let the desk read them all again."""
    op.drop_index("ix_alerts_person", "alerts")
