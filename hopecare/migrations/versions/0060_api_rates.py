"""How often a caller of the API asked in its minute is counted for all processes together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

RATES = "api_rates"
WALL = (
    "(SELECT current_setting('hopecare.scope', true)) = 'all' OR town_id = "
    "(SELECT NULLIF(current_setting('hopecare.town_id', true), '')::uuid)"
)


def upgrade() -> None:
    """Add the table behind the wall: one row a caller, written anew each minute."""
    op.create_table(
        RATES,
        sa.Column("caller", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{RATES}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{RATES}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{RATES}_town_id_id")),
        sa.UniqueConstraint("town_id", "caller", name=op.f(f"uq_{RATES}_town_id_caller")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {RATES} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {RATES} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {RATES} USING ({WALL}) WITH CHECK ({WALL})")


def downgrade() -> None:
    """Drop it: nothing of it is needed a minute later."""
    op.drop_table(RATES)
