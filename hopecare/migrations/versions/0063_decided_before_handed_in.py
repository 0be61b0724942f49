"""An office may grant what nobody has written down as handed in: then no day of it is known."""

from __future__ import annotations

from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

APPLICATIONS, CHECK = "applications", "ck_applications_handed_in_has_day"
NOW = "status <> 'waiting' OR submitted_on IS NOT NULL"
BEFORE = "status NOT IN ('waiting', 'decided', 'objected') OR submitted_on IS NOT NULL"


def upgrade() -> None:
    """Only what waits for its answer has to have its day."""
    _hold(NOW)


def downgrade() -> None:
    """Before, it was with its office on the day of the decision at the latest."""
    op.execute(
        f"UPDATE {APPLICATIONS} SET submitted_on = decided_on "
        "WHERE status IN ('decided', 'objected') AND submitted_on IS NULL"
    )
    _hold(BEFORE)


def _hold(rule: str) -> None:
    with op.batch_alter_table(APPLICATIONS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(CHECK), type_="check")
    with op.batch_alter_table(APPLICATIONS, reflect_kwargs={"resolve_fks": False}) as table:
        table.create_check_constraint(op.f(CHECK), rule)
