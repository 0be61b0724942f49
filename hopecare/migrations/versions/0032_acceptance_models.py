"""What is fitted each night to who says yes; waves say whom they asked to learn from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

MODELS = "acceptance_models"
WAVES = "asking_waves"
WALL = (
    "town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid "
    "OR current_setting('hopecare.scope', true) = 'all'"
)
VERDICT = sa.Enum(
    "used",
    "too_few",
    "all_alike",
    "off",
    "worse",
    "worse_since",
    name="fitverdict",
    native_enum=False,
    create_constraint=True,
    length=32,
)
NUMBERS = ("said", "came", "most_off", "brier", "own_brier")


def upgrade() -> None:
    """Add the table behind the wall, and the columns."""
    op.create_table(
        MODELS,
        sa.Column("fitted_on", sa.Date(), nullable=False),
        sa.Column("fitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", VERDICT, nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=True),
        sa.Column("judged_by", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Double(), nullable=True) for name in NUMBERS),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(verdict = 'used') = (weights IS NOT NULL)", name=op.f(f"ck_{MODELS}_used_has_weights")
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{MODELS}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{MODELS}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{MODELS}_town_id_id")),
        sa.UniqueConstraint("town_id", "fitted_on", name=op.f(f"uq_{MODELS}_town_id_fitted_on")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {MODELS} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {MODELS} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {MODELS} USING ({WALL}) WITH CHECK ({WALL})")
    op.add_column(
        WAVES, sa.Column("explored", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    op.add_column(WAVES, sa.Column("model_of", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take them away: the plain rates hold again."""
    with op.batch_alter_table(WAVES, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("model_of")
        table.drop_column("explored")
    op.drop_table(MODELS)
