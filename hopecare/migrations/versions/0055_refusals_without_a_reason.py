"""An office may refuse an application without saying why: then none stands, and it is asked."""

from __future__ import annotations

from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

APPLICATIONS, CHECK = "applications", "ck_applications_refusal_has_reason"
RULE = "decision IS NULL OR decision <> 'refused' OR refusal_reason IS NOT NULL"


def upgrade() -> None:
    """Let a refusal stand without a reason."""
    with op.batch_alter_table(APPLICATIONS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(CHECK), type_="check")


def downgrade() -> None:
    """Before, an unknown reason was called another one."""
    op.execute(
        f"UPDATE {APPLICATIONS} SET refusal_reason = 'other' "
        "WHERE decision = 'refused' AND refusal_reason IS NULL"
    )
    with op.batch_alter_table(APPLICATIONS, reflect_kwargs={"resolve_fks": False}) as table:
        table.create_check_constraint(op.f(CHECK), RULE)
