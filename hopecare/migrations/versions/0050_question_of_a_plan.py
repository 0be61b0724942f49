"""A plan of check-ins says what it asks; all that stand ask how somebody is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

PLANS = "check_in_plans"
CHECK = "ck_check_in_plans_questioncode"
QUESTION = sa.Enum(
    "wellbeing", "meals", "medicine", "warmth", name="questioncode", native_enum=False,
    create_constraint=True, length=32,
)  # fmt: skip


def upgrade() -> None:
    """Add the question; what runs from before goes on writing plans without saying one."""
    with op.batch_alter_table(PLANS, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(
            sa.Column("question", QUESTION, nullable=False, server_default="wellbeing")
        )


def downgrade() -> None:
    """Drop it: everybody is asked how they are again."""
    with op.batch_alter_table(PLANS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.drop_column("question")
