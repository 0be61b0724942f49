"""A referral keeps which office was sent it: a directory may list its service under another one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

REFERRALS = "referrals"
TO = "fk_referrals_town_id_sent_to_id"


def upgrade() -> None:
    """Add it empty: which office it was is sealed in its sending, where `schema fill` reads it."""
    with op.batch_alter_table(REFERRALS, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("sent_to_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f(TO), "organisations", ["town_id", "sent_to_id"], ["town_id", "id"]
        )


def downgrade() -> None:
    """Before, lists named whoever had the service."""
    with op.batch_alter_table(REFERRALS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(TO), type_="foreignkey")
        table.drop_column("sent_to_id")
