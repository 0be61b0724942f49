"""A message to many is laid in the background, and old words are erased by night.

Of a message to many is kept what its sender saw, and why nothing of it was begun. Of the nights is
kept how far they came; of a reply, when its words went.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Sequence

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

REPLIES, NIGHTS = "inbound_messages", "word_erasures"
MANY, PEOPLE = "broadcasts", "broadcast_people"
REASONS = "ck_broadcast_people_leftout"
ADDED = ("came_later", "of_the_group_no_more")
SCOPE = "current_setting('hopecare.scope', true)"
TOWN = "NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
WALL = f"(SELECT {SCOPE}) = 'all' OR town_id = (SELECT {TOWN})"
WHY = "ck_broadcasts_notbegun"
NOT_BEGUN = ("group_changed", "nobody_reachable", "past_the_cap", "not_allowed")


def upgrade() -> None:
    """Add the columns; what is on its way by now was planned when it was sent off."""
    with op.batch_alter_table(MANY, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("seen", sa.String(), nullable=True))
        table.add_column(sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("not_begun", sa.String(32), nullable=True))
        table.create_check_constraint(op.f(WHY), f"not_begun IN ({_listed(NOT_BEGUN)})")
    op.execute("UPDATE broadcasts SET planned_at = sent_at WHERE sent_at IS NOT NULL")
    _hold_reasons_to([*_reasons(), *ADDED])
    op.add_column(REPLIES, sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_inbound_messages_received", REPLIES, ["town_id", "received_at"])
    op.create_index(
        "ix_messages_twice",
        "messages",
        ["town_id", "created_at"],
        postgresql_where=sa.text("possible_duplicate"),
        sqlite_where=sa.text("possible_duplicate = 1"),
    )
    _add_nights()


def downgrade() -> None:
    """Drop them; what was not planned yet is a draft again, and nobody was told anything."""
    op.drop_table(NIGHTS)
    op.drop_index("ix_messages_twice", "messages")
    op.drop_index("ix_inbound_messages_received", REPLIES)
    with op.batch_alter_table(REPLIES, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("erased_at")
    op.execute(f"DELETE FROM broadcast_people WHERE left_out IN ({_listed(ADDED)})")
    _hold_reasons_to([reason for reason in _reasons() if reason not in ADDED])
    op.execute(
        "DELETE FROM broadcast_people WHERE broadcast_id IN "
        "(SELECT id FROM broadcasts WHERE planned_at IS NULL)"
    )
    op.execute(
        "UPDATE broadcasts SET sent_at = NULL, sent_by_id = NULL, run_id = NULL "
        "WHERE planned_at IS NULL AND stopped_at IS NULL"
    )
    with op.batch_alter_table(MANY, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(WHY), type_="check")
        for name in ("not_begun", "planned_at", "seen"):
            table.drop_column(name)


def _add_nights() -> None:
    """Add the table of the nights behind the wall."""
    op.create_table(
        NIGHTS,
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("messages_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replies_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{NIGHTS}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NIGHTS}")),
        sa.UniqueConstraint("town_id", name=op.f(f"uq_{NIGHTS}_town_id")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{NIGHTS}_town_id_id")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {NIGHTS} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {NIGHTS} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {NIGHTS} USING ({WALL}) WITH CHECK ({WALL})")


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _reasons() -> list[str]:
    """Read for which reasons somebody may be left out now."""
    checks: list[Any] = list(sa.inspect(op.get_bind()).get_check_constraints(PEOPLE))
    held = next(str(check["sqltext"]) for check in checks if "left_out" in str(check["sqltext"]))
    return re.findall(r"'([^']*)'", held)


def _hold_reasons_to(reasons: list[str]) -> None:
    """Let the table take these reasons; SQLite changes a check by making the table anew."""
    with op.batch_alter_table(PEOPLE, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(REASONS), type_="check")
        table.create_check_constraint(op.f(REASONS), f"left_out IN ({_listed(reasons)})")
