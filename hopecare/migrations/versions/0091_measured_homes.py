"""The timeline keeps that the point of a home was written down."""

from __future__ import annotations

from alembic import op

from hopecare.migrations.code_checks import codes_held, hold_codes_to, listed

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None

TIMELINE = "timeline_entries"
KINDS, ADDED = "ck_timeline_entries_entrykind", ("household_measured",)


def upgrade() -> None:
    """Nothing stands there yet."""
    hold_codes_to(TIMELINE, KINDS, "kind", [*codes_held(TIMELINE, KINDS), *ADDED])


def downgrade() -> None:
    """Before, a home had its point only from whoever opened or moved somebody."""
    op.execute(f"DELETE FROM {TIMELINE} WHERE kind IN ({listed(ADDED)})")
    held = [kind for kind in codes_held(TIMELINE, KINDS) if kind not in ADDED]
    hold_codes_to(TIMELINE, KINDS, "kind", held)
