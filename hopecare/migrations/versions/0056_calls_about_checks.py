"""A call is owed where a helper's check runs out while their help goes on."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

CALLS, CHECK, ADDED = "call_tasks", "ck_call_tasks_calltaskkind", "check_lapses"


def upgrade() -> None:
    """Let a call be owed for it."""
    _hold([*_kinds(), ADDED])


def downgrade() -> None:
    """Before, somebody was to be called back."""
    op.execute(f"UPDATE {CALLS} SET kind = 'call_back' WHERE kind = '{ADDED}'")
    _hold([kind for kind in _kinds() if kind != ADDED])


def _kinds() -> list[str]:
    """Read which kinds of calls there are now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints(CALLS)
    held = next(str(each["sqltext"]) for each in checks if each["name"] == CHECK)
    return re.findall(r"'([^']*)'", held)


def _hold(kinds: list[str]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table(CALLS) as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"kind IN ({listed})")
