"""A need for which nobody is asked only because a consent had run out says so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hopecare.migrations.code_checks import codes_held, hold_codes_to, listed

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

TIMELINE = "timeline_entries"
KINDS, ADDED = "ck_timeline_entries_entrykind", ("asking_resumed",)


def upgrade() -> None:
    """Nothing waits yet: what stopped before is taken up by staff, as until now."""
    op.add_column(
        "needs",
        sa.Column("waits_for_consent", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    hold_codes_to(TIMELINE, KINDS, "kind", [*codes_held(TIMELINE, KINDS), *ADDED])


def downgrade() -> None:
    """Before, nothing was taken up by itself."""
    op.execute(f"DELETE FROM {TIMELINE} WHERE kind IN ({listed(ADDED)})")
    held = [kind for kind in codes_held(TIMELINE, KINDS) if kind not in ADDED]
    hold_codes_to(TIMELINE, KINDS, "kind", held)
    op.drop_column("needs", "waits_for_consent")
