"""A day that somebody named says how it reached us: by letter, telephone, or at the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

CLOCKS = "legal_clocks"
DOORS = sa.Enum(
    "link",
    "phone",
    "letter",
    "desk",
    name="answerdoor",
    native_enum=False,
    create_constraint=True,
    length=32,
)


def upgrade() -> None:
    """Add it empty: of days from before nobody said."""
    with op.batch_alter_table(CLOCKS, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("named_by_door", DOORS))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table(CLOCKS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("ck_legal_clocks_answerdoor"), type_="check")
        table.drop_column("named_by_door")
