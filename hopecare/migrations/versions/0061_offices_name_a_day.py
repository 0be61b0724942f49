"""An office names by its link the day by which it decides."""

from __future__ import annotations

from alembic import op

from hopecare.migrations.code_checks import codes_held, hold_codes_to

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

OPENINGS, ACTS, ADDED = "receiver_openings", "ck_receiver_openings_receiveract", "day_named"


def upgrade() -> None:
    """Take the new act; none of those before becomes it."""
    hold_codes_to(OPENINGS, ACTS, "act", [*codes_held(OPENINGS, ACTS), ADDED])


def downgrade() -> None:
    """Keep that a day was named as a reading: the day itself stands at the referral."""
    op.execute(f"UPDATE {OPENINGS} SET act = 'read' WHERE act = '{ADDED}'")
    hold_codes_to(OPENINGS, ACTS, "act", [x for x in codes_held(OPENINGS, ACTS) if x != ADDED])
