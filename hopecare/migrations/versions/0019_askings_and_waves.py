"""Neighbours are asked in waves; how often and when a volunteer wishes to be asked."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ASKINGS = "askings"
WAVES = "asking_waves"
PROFILES = "volunteer_profiles"
WALL = (
    "current_setting('hopecare.scope', true) = 'all' "
    "OR town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
)
LIVE = sa.text("ended_at IS NULL")
STATUS = sa.Enum(
    "open",
    "offering",
    "escalated",
    "filled",
    "expired",
    "withdrawn",
    name="askingstatus",
    native_enum=False,
    create_constraint=True,
    length=32,
)
CHECKS = {
    "few_askings": "askings_a_week BETWEEN 1 AND 20",
    "both_hours_or_none": "(asked_from IS NULL) = (asked_until IS NULL)",
}


def upgrade() -> None:
    """Add both tables behind the wall, and the columns."""
    _add_askings()
    _add_waves()
    if op.get_bind().dialect.name == "postgresql":
        for name in (ASKINGS, WAVES):
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY town_wall ON {name} USING ({WALL}) WITH CHECK ({WALL})")
    for name in ("chance", "rank"):
        op.add_column("offers", sa.Column(name, sa.Double(), nullable=True))
    with op.batch_alter_table(PROFILES, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("askings_a_week", sa.Integer(), nullable=True))
        table.add_column(sa.Column("asked_from", sa.Time(), nullable=True))
        table.add_column(sa.Column("asked_until", sa.Time(), nullable=True))
        for name, condition in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_{PROFILES}_{name}"), condition)


def downgrade() -> None:
    """Take all of it away: whoever is being asked still is."""
    with op.batch_alter_table(PROFILES, reflect_kwargs={"resolve_fks": False}) as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_{PROFILES}_{name}"), type_="check")
        for name in ("asked_until", "asked_from", "askings_a_week"):
            table.drop_column(name)
    with op.batch_alter_table("offers", reflect_kwargs={"resolve_fks": False}) as table:
        for name in ("rank", "chance"):
            table.drop_column(name)
    op.drop_table(WAVES)
    op.drop_table(ASKINGS)


def _add_askings() -> None:
    op.create_table(
        ASKINGS,
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("status", STATUS, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_wave_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=True),
        sa.Column("known_helper_id", sa.Uuid(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("escalated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("considered", sa.Integer(), nullable=True),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_owned(ASKINGS),
        _check(ASKINGS, "deadline_after_opened", "deadline > opened_at"),
        _check(
            ASKINGS,
            "ended_has_time",
            "(status IN ('filled', 'expired', 'withdrawn')) = (ended_at IS NOT NULL)",
        ),
        _check(ASKINGS, "live_is_due", "(ended_at IS NULL) = (due_at IS NOT NULL)"),
        _key(ASKINGS, "need_id", "needs"),
        _key(ASKINGS, "case_id", "cases"),
        _key(ASKINGS, "known_helper_id", "people"),
        _key(ASKINGS, "opened_by_id", "people"),
    )
    op.create_index(
        "uq_askings_one_live",
        ASKINGS,
        ["need_id"],
        unique=True,
        postgresql_where=LIVE,
        sqlite_where=LIVE,
    )
    op.create_index("ix_askings_due", ASKINGS, ["due_at"])
    op.create_index("ix_askings_next_wave", ASKINGS, ["next_wave_at"])
    op.create_index("ix_askings_case", ASKINGS, ["case_id", "opened_at"])


def _add_waves() -> None:
    op.create_table(
        WAVES,
        sa.Column("asking_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("considered", sa.Integer(), nullable=False),
        sa.Column("excluded", sa.JSON(), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("weights_version", sa.String(), nullable=False),
        sa.Column("wished_chance", sa.Double(), nullable=True),
        sa.Column("reach_m", sa.Integer(), nullable=True),
        *_owned(WAVES),
        _check(WAVES, "somebody_asked", "asked > 0"),
        _key(WAVES, "asking_id", ASKINGS),
        _key(WAVES, "need_id", "needs"),
        sa.UniqueConstraint("need_id", "number", name=op.f(f"uq_{WAVES}_need_id_number")),
    )
    op.create_index("ix_asking_waves_asking", WAVES, ["asking_id", "number"])


def _owned(table: str) -> tuple[sa.Column[Any] | sa.Constraint, ...]:
    return (
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{table}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{table}_town_id_id")),
    )


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["town_id", column],
        [f"{to}.town_id", f"{to}.id"],
        name=op.f(f"fk_{table}_town_id_{column}"),
    )
