"""What a pack said is kept with it; papers whose day is over are found without reading them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

PACKS, PAPERS = "evidence_packs", "attachments"
INDEXES = {
    "ix_attachments_last_day": ["town_id", "retain_until"],
    "ix_attachments_person": ["person_id"],
}


def upgrade() -> None:
    """Add both; what earlier packs said was kept nowhere."""
    op.add_column(PACKS, sa.Column("content", sa.LargeBinary(), nullable=True))
    kept = sa.text("media_type <> ''")
    for name, columns in INDEXES.items():
        op.create_index(name, PAPERS, columns, postgresql_where=kept, sqlite_where=kept)


def downgrade() -> None:
    """Drop them: a pack is checked by its hash alone again."""
    for name in INDEXES:
        op.drop_index(name, PAPERS)
    op.drop_column(PACKS, "content")
