"""Goals of a case's plan, behind the wall, and their entries in the timeline."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

GOALS = "case_goals"
WALL = (
    "current_setting('hopecare.scope', true) = 'all' "
    "OR town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
)
KINDS = "ck_timeline_entries_entrykind"
ADDED = ("goal_set", "goal_changed", "goal_reached", "goal_given_up")
REASONS = "wishes_otherwise not_possible overtaken wrong_from_the_start"


def upgrade() -> None:
    """Add the table and let the timeline say what happens to a goal."""
    op.create_table(
        GOALS,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=False),
        sa.Column("status", _words("goalstatus", "open reached given_up"), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", _words("giveupreason", REASONS), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status = 'open') = (ended_on IS NULL)", name=op.f("ck_case_goals_ended_has_day")
        ),
        sa.CheckConstraint(
            "(status = 'given_up') = (reason IS NOT NULL)",
            name=op.f("ck_case_goals_given_up_has_reason"),
        ),
        _key("case_id", "cases"),
        _key("set_by_id", "people"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_case_goals_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_goals")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_case_goals_town_id_id")),
    )
    op.create_index("ix_case_goals_case", GOALS, ["case_id", "status"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {GOALS} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {GOALS} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {GOALS} USING ({WALL}) WITH CHECK ({WALL})")
    _hold_kinds_to([*_kinds(), *ADDED])


def downgrade() -> None:
    """Drop it, with the entries that only it explains."""
    listed = ", ".join(f"'{kind}'" for kind in ADDED)
    op.execute(f"DELETE FROM timeline_entries WHERE kind IN ({listed})")
    _hold_kinds_to([kind for kind in _kinds() if kind not in ADDED])
    op.drop_table(GOALS)


def _words(name: str, members: str) -> sa.Enum:
    return sa.Enum(
        *members.split(), name=name, native_enum=False, create_constraint=True, length=32
    )


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["town_id", column],
        [f"{to}.town_id", f"{to}.id"],
        name=op.f(f"fk_{GOALS}_town_id_{column}"),
    )


def _kinds() -> list[str]:
    """Read which kinds of entry the timeline takes now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("timeline_entries")
    held = next(str(check["sqltext"]) for check in checks if "kind" in str(check["sqltext"]))
    return re.findall(r"'([^']*)'", held)


def _hold_kinds_to(kinds: list[str]) -> None:
    """Let the timeline take these kinds; SQLite changes a check by making the table anew."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("timeline_entries", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), f"kind IN ({listed})")
