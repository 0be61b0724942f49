"""A second person looks at the closing of a case."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

CLOSINGS = "closing_proposals"
WALL = (
    "current_setting('hopecare.scope', true) = 'all' "
    "OR town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
)
KINDS = "ck_timeline_entries_entrykind"
ADDED = ("closing_proposed", "closing_approved", "closing_sent_back", "closing_withdrawn")
OUTCOMES = "need_met service_took_over moved declined_further_help died no_longer_needed"


def upgrade() -> None:
    """Add the table behind the wall, and what the timeline says more."""
    _add_closings()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {CLOSINGS} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {CLOSINGS} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {CLOSINGS} USING ({WALL}) WITH CHECK ({WALL})")
    _hold_kinds_to([*_kinds(), *ADDED])


def downgrade() -> None:
    """Drop it, with the entries that only it explains."""
    listed = ", ".join(f"'{kind}'" for kind in ADDED)
    op.execute(f"DELETE FROM timeline_entries WHERE kind IN ({listed})")
    _hold_kinds_to([kind for kind in _kinds() if kind not in ADDED])
    op.drop_table(CLOSINGS)


def _add_closings() -> None:
    states = "pending approved sent_back withdrawn replaced overtaken"
    op.create_table(
        CLOSINGS,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("status", _words("closingstatus", states), nullable=False),
        sa.Column("outcome", _words("caseoutcome", OUTCOMES), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("still_open", sa.JSON(), nullable=False),
        sa.Column("alert_ids", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("answer_words", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(status = 'pending') = (ended_at IS NULL)",
            name=op.f("ck_closing_proposals_ended_has_time"),
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR made_by_id IS NULL OR decided_by_id <> made_by_id",
            name=op.f("ck_closing_proposals_second_person"),
        ),
        _key("case_id", "cases"),
        _key("made_by_id", "people"),
        _key("decided_by_id", "people"),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{CLOSINGS}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{CLOSINGS}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{CLOSINGS}_town_id_id")),
    )
    _index_while("uq_closing_proposals_one_pending", ["case_id"], is_unique=True)
    _index_while("ix_closing_proposals_waits", ["town_id", "made_at"], is_unique=False)
    op.create_index("ix_closing_proposals_case", CLOSINGS, ["case_id", "made_at"])


def _index_while(name: str, columns: list[str], *, is_unique: bool) -> None:
    waits = sa.text("status = 'pending'")
    op.create_index(
        name, CLOSINGS, columns, unique=is_unique, postgresql_where=waits, sqlite_where=waits
    )


def _words(name: str, members: str) -> sa.Enum:
    return sa.Enum(
        *members.split(), name=name, native_enum=False, create_constraint=True, length=32
    )


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["town_id", column],
        [f"{to}.town_id", f"{to}.id"],
        name=op.f(f"fk_{CLOSINGS}_town_id_{column}"),
    )


def _kinds() -> list[str]:
    """Read which kinds of entry the timeline takes now."""
    checks: list[Any] = list(sa.inspect(op.get_bind()).get_check_constraints("timeline_entries"))
    held = next(str(check["sqltext"]) for check in checks if "kind" in str(check["sqltext"]))
    return re.findall(r"'([^']*)'", held)


def _hold_kinds_to(kinds: list[str]) -> None:
    """Let the timeline take these kinds; SQLite changes a check by making the table anew."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("timeline_entries", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), f"kind IN ({listed})")
