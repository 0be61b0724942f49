"""Leave of staff, the telephone of a duty, and a substitute who takes over instead of always.

Until now alerts went to the substitute whenever one was named. From here on the one named first
takes them, and the substitute while that one is away: so the two change places, and every alert
goes to whom it went before.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WALL = (
    "town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid "
    "OR current_setting('hopecare.scope', true) = 'all'"
)
LEAVES = "staff_leaves"
PHONE = "fk_duty_periods_town_id_phone_id"
CHANGE_PLACES = (
    "UPDATE duty_periods SET person_id = substitute_id, substitute_id = person_id, "
    "version = version + 1 WHERE substitute_id IS NOT NULL"
)


def upgrade() -> None:
    """Add both; whoever took the alerts of a period is named first now."""
    with op.batch_alter_table("duty_periods", reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("phone_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f(PHONE), "contact_points", ["town_id", "phone_id"], ["town_id", "id"]
        )
    op.execute(CHANGE_PLACES)
    op.create_table(
        LEAVES,
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("until_at > from_at", name=op.f(f"ck_{LEAVES}_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f(f"fk_{LEAVES}_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{LEAVES}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{LEAVES}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{LEAVES}_town_id_id")),
    )
    op.create_index("ix_staff_leaves_person", LEAVES, ["person_id", "until_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {LEAVES} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {LEAVES} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {LEAVES} USING ({WALL}) WITH CHECK ({WALL})")


def downgrade() -> None:
    """Take both away, and let the two change places again."""
    op.drop_table(LEAVES)
    op.execute(CHANGE_PLACES)
    with op.batch_alter_table("duty_periods", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(PHONE), type_="foreignkey")
        table.drop_column("phone_id")
