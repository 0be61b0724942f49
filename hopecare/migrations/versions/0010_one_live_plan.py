"""One check-in plan of a person stands at a time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STANDS = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """End all but the newest plan of a person by which they are asked; let no second one stand.

    What the ended ones have asked already is still followed to its end.
    """
    op.execute(
        "UPDATE check_in_plans SET ended_at = CURRENT_TIMESTAMP, next_due_at = NULL, "
        "version = version + 1 WHERE ended_at IS NULL AND EXISTS ("
        "SELECT 1 FROM check_in_plans AS newer WHERE newer.person_id = check_in_plans.person_id "
        "AND newer.ended_at IS NULL AND (newer.created_at > check_in_plans.created_at "
        "OR (newer.created_at = check_in_plans.created_at AND newer.id > check_in_plans.id)))"
    )
    op.create_index(
        "uq_check_in_plans_one_live",
        "check_in_plans",
        ["person_id"],
        unique=True,
        postgresql_where=STANDS,
        sqlite_where=STANDS,
    )


def downgrade() -> None:
    """Let several stand again."""
    op.drop_index("uq_check_in_plans_one_live", "check_in_plans")
