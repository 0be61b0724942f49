"""An alarm may end because they answered and asked for help, which has an alert of its own."""

from __future__ import annotations

from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

ALERTS, CHECK = "alerts", "ck_alerts_alertend"
BEFORE = ("all_clear", "helped", "emergency_services", "in_hospital", "has_died", "not_needed")
NEW = "answered"


def upgrade() -> None:
    """Take one word more."""
    _hold((*BEFORE, NEW))


def downgrade() -> None:
    """Before, somebody of staff ended it as not needed."""
    op.execute(f"UPDATE {ALERTS} SET ended_by = 'not_needed' WHERE ended_by = '{NEW}'")
    _hold(BEFORE)


def _hold(words: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(ALERTS) as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"ended_by IN ({listed})")
