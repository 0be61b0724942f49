"""Which wording a message said, in which version, and who looked at which before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0010"
branch_labels = None
depends_on = None

WALL = (
    "town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid "
    "OR current_setting('hopecare.scope', true) = 'all'"
)
SEEN = "wording_rehearsals"


def upgrade() -> None:
    """Add the wording, which earlier messages cannot say any more, and the looks at wordings."""
    op.add_column("messages", sa.Column("wording", sa.String(), nullable=True))
    op.create_table(
        SEEN,
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by", sa.String(), nullable=False),
        sa.Column("seen_by_id", sa.Uuid(), nullable=True),
        *_owned(SEEN, ("people", "seen_by_id")),
    )
    op.create_index("ix_wording_rehearsals_wording", SEEN, ["town_id", "wording", "version"])
    _raise_walls(SEEN)


def downgrade() -> None:
    """Forget both."""
    op.drop_index("ix_wording_rehearsals_wording", SEEN)
    op.drop_table(SEEN)
    op.drop_column("messages", "wording")


def _owned(table: str, *keys: tuple[str, str]) -> list[sa.schema.SchemaItem]:
    """What every owned table has: its town, its key, and keys to other rows of the town."""
    return [
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *[
            sa.ForeignKeyConstraint(
                ["town_id", column],
                [f"{other}.town_id", f"{other}.id"],
                name=op.f(f"fk_{table}_town_id_{column}"),
            )
            for other, column in keys
        ],
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{table}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{table}_town_id_id")),
    ]


def _raise_walls(*tables: str) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {table} USING ({WALL}) WITH CHECK ({WALL})")
