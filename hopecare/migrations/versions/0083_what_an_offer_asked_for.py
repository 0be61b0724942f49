"""An offer keeps what its question says, so that a yes to other days or hours is not taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of offers made before nothing is known: a yes to them counts as until now."""
    op.add_column("offers", sa.Column("asked_for", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Before, only a broken rule told that something had changed."""
    op.drop_column("offers", "asked_for")
