"""The timeline says that an office's answer was a mistake and was taken back."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0043"
branch_labels = None
depends_on = None

KINDS = "ck_timeline_entries_entrykind"
ADDED = ("referral_corrected",)


def upgrade() -> None:
    """Take the new kind: until now such an answer left no entry of its own."""
    _hold_kinds_to([*_kinds(), *ADDED])


def downgrade() -> None:
    """Drop such entries: the answers before and after stay."""
    listed = ", ".join(f"'{kind}'" for kind in ADDED)
    op.execute(f"DELETE FROM timeline_entries WHERE kind IN ({listed})")
    _hold_kinds_to([kind for kind in _kinds() if kind not in ADDED])


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
