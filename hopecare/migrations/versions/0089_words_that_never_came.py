"""An offer keeps that its question never came to the volunteer, who owes no answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What became of older questions is not looked up again: they have lapsed since."""
    op.add_column("offers", sa.Column("words_lost_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Before, whoever was never reached was taken for silent."""
    op.drop_column("offers", "words_lost_at")
