"""Who of a household said that a missed benefit is received, and what was said and not yet kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

WALL = (
    "town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid "
    "OR current_setting('hopecare.scope', true) = 'all'"
)
ENDED = "fk_programme_answers_town_id_ended_by_id"
DRAFTS = "assessment_drafts"


def upgrade() -> None:
    """Add the assessment that ended a gap, none yet, and the drafts behind the town's wall.

    SQLite adds a key by making the table anew.
    """
    with op.batch_alter_table("programme_answers", reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("ended_by_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f(ENDED), "assessments", ["town_id", "ended_by_id"], ["town_id", "id"]
        )
    op.create_table(
        DRAFTS,
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *[
            sa.ForeignKeyConstraint(
                ["town_id", column],
                ["people.town_id", "people.id"],
                name=op.f(f"fk_{DRAFTS}_town_id_{column}"),
            )
            for column in ("person_id", "worker_id")
        ],
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{DRAFTS}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{DRAFTS}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{DRAFTS}_town_id_id")),
        sa.UniqueConstraint(
            "person_id", "worker_id", name=op.f(f"uq_{DRAFTS}_person_id_worker_id")
        ),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {DRAFTS} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {DRAFTS} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {DRAFTS} USING ({WALL}) WITH CHECK ({WALL})")


def downgrade() -> None:
    """Take both away: what was ended is missed again, what was not kept is lost."""
    op.drop_table(DRAFTS)
    with op.batch_alter_table("programme_answers", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(ENDED), type_="foreignkey")
        table.drop_column("ended_by_id")
