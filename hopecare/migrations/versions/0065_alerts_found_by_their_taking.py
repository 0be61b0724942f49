"""Alerts that somebody has are found by when they were taken up, not by reading every alert."""

from __future__ import annotations

from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The look for what was left lying runs each minute; ended alerts only grow in number."""
    op.create_index("ix_alerts_standing", "alerts", ["status", "acknowledged_at"])


def downgrade() -> None:
    """Let the look read them all again."""
    op.drop_index("ix_alerts_standing", "alerts")
