"""What an earlier send was charged, which got lost, stays beside the charge of the next one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it empty: of sends from before nobody knows any more."""
    op.add_column("messages", sa.Column("lost_micros", sa.BigInteger()))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("messages", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("lost_micros")
