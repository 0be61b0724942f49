"""Each volunteer keeps what the needs of a month would miss in them; waves spare them by it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0040"
branch_labels = None
depends_on = None

PROFILES = "volunteer_profiles"


def upgrade() -> None:
    """Add the number; until the next night nobody is spared."""
    op.add_column(
        PROFILES, sa.Column("missed", sa.Double(), nullable=False, server_default=sa.text("0"))
    )


def downgrade() -> None:
    """Take it away; the nights reckon it anew."""
    with op.batch_alter_table(PROFILES, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("missed")
