"""A call is put off without a try, by whom and why; and who at an office spoke."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

CALLS, REFERRALS = "call_tasks", "referrals"
SPEAKERS = ("answer_speaker", "outcome_speaker")
BY = "fk_call_tasks_town_id_put_off_by_id"
KINDS = "ck_timeline_entries_entrykind"
ADDED = ("call_task_put_off", "referral_in_hand")


def upgrade() -> None:
    """Add them empty: until now nobody could put a call off without a try, nor name who spoke."""
    with op.batch_alter_table(CALLS, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("put_off_until", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("put_off_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("put_off_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("put_off_words", sa.LargeBinary(), nullable=True))
        table.create_foreign_key(
            op.f(BY), "people", ["town_id", "put_off_by_id"], ["town_id", "id"]
        )
    with op.batch_alter_table(REFERRALS, reflect_kwargs={"resolve_fks": False}) as table:
        for name in SPEAKERS:
            table.add_column(sa.Column(name, sa.LargeBinary(), nullable=True))
    _hold_kinds_to([*_kinds(), *ADDED])


def downgrade() -> None:
    """Drop them: such a call is due again by its own hour, and who spoke is lost."""
    listed = ", ".join(f"'{kind}'" for kind in ADDED)
    op.execute(f"DELETE FROM timeline_entries WHERE kind IN ({listed})")
    _hold_kinds_to([kind for kind in _kinds() if kind not in ADDED])
    with op.batch_alter_table(REFERRALS, reflect_kwargs={"resolve_fks": False}) as table:
        for name in SPEAKERS:
            table.drop_column(name)
    with op.batch_alter_table(CALLS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(BY), type_="foreignkey")
        for name in ("put_off_words", "put_off_by_id", "put_off_at", "put_off_until"):
            table.drop_column(name)


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
