"""Re-screening: how far each day's look has come, and the answers that turned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

OWNED = ("screening_rounds", "screening_turns")
WALL = (
    "town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid "
    "OR current_setting('hopecare.scope', true) = 'all'"
)


def upgrade() -> None:
    """Add both tables behind the town's wall."""
    op.create_table(
        "screening_rounds",
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("pack_version", sa.String(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("after_person_id", sa.Uuid(), nullable=True),
        sa.Column("claim", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        *_to_owned("screening_rounds", "runs", "run_id"),
        *_owned("screening_rounds"),
        sa.UniqueConstraint(
            "town_id",
            "pack",
            "pack_version",
            "on_date",
            name=op.f("uq_screening_rounds_town_id_pack_pack_version_on_date"),
        ),
    )
    op.create_table(
        "screening_turns",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("before_id", sa.Uuid(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("turn", _words("turnkind", "newly_may newly_out ask_again"), nullable=False),
        sa.Column("verdict_before", sa.String(), nullable=True),
        sa.Column("verdict_after", sa.String(), nullable=True),
        sa.Column("receiving", sa.String(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "done",
            _words(
                "turndone",
                "helped_to_apply referred told_them asked_anew peer_help nothing_needed overtaken",
            ),
            nullable=True,
        ),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (done IS NULL)",
            name=op.f("ck_screening_turns_settled_by_an_act"),
        ),
        *_to_owned("screening_turns", "people", "person_id", "settled_by_id"),
        *_to_owned("screening_turns", "assessments", "assessment_id", "before_id"),
        *_owned("screening_turns"),
        sa.UniqueConstraint(
            "assessment_id",
            "programme",
            name=op.f("uq_screening_turns_assessment_id_programme"),
        ),
    )
    op.create_index(
        "ix_screening_turns_open", "screening_turns", ["town_id", "settled_at", "found_at"]
    )
    op.create_index("ix_screening_turns_person", "screening_turns", ["person_id", "programme"])
    _raise_walls()


def downgrade() -> None:
    """Drop both tables."""
    op.drop_index("ix_screening_turns_person", "screening_turns")
    op.drop_index("ix_screening_turns_open", "screening_turns")
    op.drop_table("screening_turns")
    op.drop_table("screening_rounds")


def _words(name: str, members: str) -> sa.Enum:
    return sa.Enum(
        *members.split(), name=name, native_enum=False, create_constraint=True, length=32
    )


def _to_owned(table: str, other: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["town_id", column],
            [f"{other}.town_id", f"{other}.id"],
            name=op.f(f"fk_{table}_town_id_{column}"),
        )
        for column in columns
    ]


def _owned(table: str) -> list[sa.Column[object] | sa.Constraint]:
    return [
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
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
