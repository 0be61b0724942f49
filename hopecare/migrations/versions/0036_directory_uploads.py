"""A directory that was sent by page is kept until it is taken over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

UPLOADS = "directory_uploads"
WALL = (
    "current_setting('hopecare.scope', true) = 'all' "
    "OR town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
)


def upgrade() -> None:
    """Add the table behind the wall."""
    op.create_table(
        UPLOADS,
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("is_part", sa.Boolean(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "run_id"],
            ["runs.town_id", "runs.id"],
            name=op.f(f"fk_{UPLOADS}_town_id_run_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{UPLOADS}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{UPLOADS}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{UPLOADS}_town_id_id")),
    )
    op.create_index("ix_directory_uploads_run", UPLOADS, ["run_id"])
    waits = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_directory_uploads_open",
        UPLOADS,
        ["town_id", "made_at"],
        unique=False,
        postgresql_where=waits,
        sqlite_where=waits,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {UPLOADS} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {UPLOADS} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {UPLOADS} USING ({WALL}) WITH CHECK ({WALL})")


def downgrade() -> None:
    """Drop it."""
    op.drop_table(UPLOADS)
