"""A call is owed where a helper's check runs out while their help goes on."""

from __future__ import annotations

from alembic import op

from hopecare.migrations.code_checks import codes_held, hold_codes_to

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

CALLS, KINDS, ADDED = "call_tasks", "ck_call_tasks_calltaskkind", "check_lapses"


def upgrade() -> None:
    """Let a call be owed for it."""
    hold_codes_to(CALLS, KINDS, "kind", [*codes_held(CALLS, KINDS), ADDED])


def downgrade() -> None:
    """Before, somebody was to be called back."""
    op.execute(f"UPDATE {CALLS} SET kind = 'call_back' WHERE kind = '{ADDED}'")
    held = [kind for kind in codes_held(CALLS, KINDS) if kind != ADDED]
    hold_codes_to(CALLS, KINDS, "kind", held)
