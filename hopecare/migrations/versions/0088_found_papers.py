"""How one gets a paper says when and by whom that was found out, so that a town asks it once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None

PAPERS = "application_papers"
FINDER, FOUND = "fk_application_papers_town_id_found_by_id", "ix_application_papers_found"


def upgrade() -> None:
    """Add both empty: of what was written down before, nobody knows whose word it is."""
    with op.batch_alter_table(PAPERS, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("found_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("found_by_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(FINDER, "people", ["town_id", "found_by_id"], ["town_id", "id"])
        table.create_index(FOUND, ["town_id", "code", "found_at"])


def downgrade() -> None:
    """Before, what was found out stayed on one application."""
    with op.batch_alter_table(PAPERS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(FINDER, type_="foreignkey")
        table.drop_index(FOUND)
        table.drop_column("found_by_id")
        table.drop_column("found_at")
