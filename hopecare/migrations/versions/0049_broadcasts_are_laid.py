"""A message to many is laid in the background: what its sender saw is kept, and why it did not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Sequence

revision = "0049"
down_revision = "0046"
branch_labels = None
depends_on = None

MANY, PEOPLE = "broadcasts", "broadcast_people"
REASONS = "ck_broadcast_people_leftout"
ADDED = ("came_later", "of_the_group_no_more")
WHY = "ck_broadcasts_notbegun"
NOT_BEGUN = ("group_changed", "nobody_reachable", "past_the_cap", "not_allowed")


def upgrade() -> None:
    """Add the columns; what is on its way by now was planned when it was sent off."""
    with op.batch_alter_table(MANY) as table:
        table.add_column(sa.Column("seen", sa.String(), nullable=True))
        table.add_column(sa.Column("planned_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("not_begun", sa.String(32), nullable=True))
        table.create_check_constraint(op.f(WHY), f"not_begun IN ({_listed(NOT_BEGUN)})")
    op.execute("UPDATE broadcasts SET planned_at = sent_at WHERE sent_at IS NOT NULL")
    _hold_reasons_to([*_reasons(), *ADDED])


def downgrade() -> None:
    """Drop them; what was not planned yet is a draft again, and nobody was told anything."""
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
    with op.batch_alter_table(MANY) as table:
        table.drop_constraint(op.f(WHY), type_="check")
        for name in ("not_begun", "planned_at", "seen"):
            table.drop_column(name)


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _reasons() -> list[str]:
    """Read for which reasons somebody may be left out now."""
    checks: list[Any] = list(sa.inspect(op.get_bind()).get_check_constraints(PEOPLE))
    held = next(str(check["sqltext"]) for check in checks if "left_out" in str(check["sqltext"]))
    return re.findall(r"'([^']*)'", held)


def _hold_reasons_to(reasons: list[str]) -> None:
    """Let the table take these reasons; SQLite changes a check by making the table anew."""
    with op.batch_alter_table(PEOPLE) as table:
        table.drop_constraint(op.f(REASONS), type_="check")
        table.create_check_constraint(op.f(REASONS), f"left_out IN ({_listed(reasons)})")
