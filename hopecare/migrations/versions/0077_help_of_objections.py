"""Help that ended with a decision is not the help of the objection against it."""

from __future__ import annotations

from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Leave what is over to its case; what runs was agreed anew and stays."""
    op.execute(
        "UPDATE applications SET bridge_need_id = NULL, version = version + 1 "
        "WHERE status = 'objected' AND bridge_need_id IN "
        "(SELECT id FROM needs WHERE status IN ('met', 'ended'))"
    )


def downgrade() -> None:
    """Leave it: the case still has that help among its own."""
