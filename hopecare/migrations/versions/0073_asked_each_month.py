"""An office that was asked once, and has not answered, is asked again each month."""

from __future__ import annotations

from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

LATER = {"postgresql": "due_on + 31", "sqlite": "date(due_on, '+31 days')"}
"""A month after the day on which it was asked; what is past by then is looked at at once."""


def upgrade() -> None:
    """Let what still runs be looked at again; nobody had a day for it once it was asked."""
    later = LATER[op.get_bind().dialect.name]
    op.execute(
        f"UPDATE legal_clocks SET look_on = {later}, version = version + 1 "
        "WHERE look_on IS NULL AND ended_at IS NULL "
        "AND kind IN ('application', 'objection_answer')"
    )


def downgrade() -> None:
    """Leave the days: a release from before looks once more, and finds the call it owed made."""
