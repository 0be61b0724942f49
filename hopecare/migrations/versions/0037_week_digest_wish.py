"""Whether an account wishes for the week's numbers as a text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the wish; nobody has said anything yet."""
    op.add_column("accounts", sa.Column("week_digest", sa.Boolean(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("accounts", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("week_digest")
