"""Two records of one person: merged, or kept apart."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OWNED = ("merges", "kept_apart")
# A scope is set for every transaction; without one, nothing is seen.
WALL = (
    "current_setting('hopecare.scope', true) = 'all' "
    "OR town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
)


def upgrade() -> None:
    """Add both tables behind the town's wall."""
    op.create_table(
        "merges",
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("merged_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("replaced", sa.LargeBinary(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.CheckConstraint("kept_id <> merged_id", name=op.f("ck_merges_two_people")),
        *_to_owned("merges", "people", "kept_id", "merged_id", "by_id"),
        *_owned("merges"),
    )
    op.create_index("ix_merges_kept", "merges", ["kept_id"])
    op.create_index(
        "uq_merges_one_standing",
        "merges",
        ["merged_id"],
        unique=True,
        postgresql_where=sa.text("undone_at IS NULL"),
        sqlite_where=sa.text("undone_at IS NULL"),
    )
    op.create_table(
        "kept_apart",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(report_id IS NULL) <> (other_id IS NULL)", name=op.f("ck_kept_apart_one_other")
        ),
        *_to_owned("kept_apart", "people", "person_id", "other_id", "by_id"),
        *_to_owned("kept_apart", "reports", "report_id"),
        *_owned("kept_apart"),
    )
    for column in ("person", "report", "other"):
        op.create_index(f"ix_kept_apart_{column}", "kept_apart", [f"{column}_id"])
    _raise_walls()


def downgrade() -> None:
    """Drop both tables."""
    for column in ("person", "report", "other"):
        op.drop_index(f"ix_kept_apart_{column}", "kept_apart")
    op.drop_table("kept_apart")
    op.drop_index("uq_merges_one_standing", "merges")
    op.drop_index("ix_merges_kept", "merges")
    op.drop_table("merges")


def _to_owned(table: str, other: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["town_id", column],
            [f"{other}.town_id", f"{other}.id"],
            name=op.f(f"fk_{table}_town_id_{column}"),
        )
        for column in columns
    ]


def _owned(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{table}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{table}_town_id_id")),
    ]


def _raise_walls() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in OWNED:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {table} USING ({WALL}) WITH CHECK ({WALL})")
