"""When an office that took a referral on was last asked what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the day; nobody was asked until now, so whoever's day is over is asked next."""
    op.add_column("referrals", sa.Column("chased_on", sa.Date(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("referrals", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("chased_on")
