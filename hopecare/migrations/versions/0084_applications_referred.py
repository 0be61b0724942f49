"""An application goes with another referral than it was begun with, and the timeline says so."""

from __future__ import annotations

from alembic import op

from hopecare.migrations.code_checks import codes_held, hold_codes_to

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

TIMELINE = "timeline_entries"
KINDS, ADDED = "ck_timeline_entries_entrykind", "application_referred"


def upgrade() -> None:
    """Take the new kind of entry."""
    hold_codes_to(TIMELINE, KINDS, "kind", [*codes_held(TIMELINE, KINDS), ADDED])


def downgrade() -> None:
    """Drop what tells of it: the application names the referral it goes with."""
    op.execute(f"DELETE FROM {TIMELINE} WHERE kind = '{ADDED}'")
    held = [kind for kind in codes_held(TIMELINE, KINDS) if kind != ADDED]
    hold_codes_to(TIMELINE, KINDS, "kind", held)
