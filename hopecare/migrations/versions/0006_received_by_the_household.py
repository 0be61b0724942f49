"""Who of a household said that a missed benefit is received."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ENDED = "fk_programme_answers_town_id_ended_by_id"


def upgrade() -> None:
    """Add the assessment that ended a gap, none yet; SQLite adds a key by making the table anew."""
    with op.batch_alter_table("programme_answers") as table:
        table.add_column(sa.Column("ended_by_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f(ENDED), "assessments", ["town_id", "ended_by_id"], ["town_id", "id"]
        )


def downgrade() -> None:
    """Take it away: what was ended is missed again."""
    with op.batch_alter_table("programme_answers") as table:
        table.drop_constraint(op.f(ENDED), type_="foreignkey")
        table.drop_column("ended_by_id")
