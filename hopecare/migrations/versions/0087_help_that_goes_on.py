"""Help until a decision that goes on whatever is decided, as any other."""

from __future__ import annotations

from alembic import op

from hopecare.migrations.code_checks import codes_held, hold_codes_to

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None

APPLICATIONS, REASONS, ADDED = "applications", "ck_applications_nobridge", "helped_on"


def upgrade() -> None:
    """Let it be said why nothing waits for the decision: somebody helps anyway."""
    hold_codes_to(APPLICATIONS, REASONS, "no_bridge", [*codes_held(APPLICATIONS, REASONS), ADDED])


def downgrade() -> None:
    """Before, such help was none that anybody needed until then."""
    op.execute(f"UPDATE {APPLICATIONS} SET no_bridge = 'not_needed' WHERE no_bridge = '{ADDED}'")
    held = [code for code in codes_held(APPLICATIONS, REASONS) if code != ADDED]
    hold_codes_to(APPLICATIONS, REASONS, "no_bridge", held)
