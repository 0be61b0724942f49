"""By which right a pack left and what the resident chose, and by which door an outcome came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

PACKS, REFERRALS = "evidence_packs", "referrals"
REASONS = ("danger_to_life", "child_at_risk", "legal_duty", "cannot_be_asked")
DOORS = ("link", "phone", "letter", "desk")


def upgrade() -> None:
    """Add them empty: a pack from before says the same as then, so that its hash still holds."""
    with op.batch_alter_table(PACKS, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("override_reason", _words("overridereason", REASONS)))
        table.add_column(sa.Column("benefits_chosen_on", sa.Date(), nullable=True))
    with op.batch_alter_table(REFERRALS, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("outcome_by_door", _words("outcomedoor", DOORS)))


def downgrade() -> None:
    """Drop them; the timeline keeps the right and the day of every pack."""
    with op.batch_alter_table(REFERRALS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("ck_referrals_outcomedoor"), type_="check")
        table.drop_column("outcome_by_door")
    with op.batch_alter_table(PACKS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("benefits_chosen_on")
        table.drop_constraint(op.f("ck_evidence_packs_overridereason"), type_="check")
        table.drop_column("override_reason")


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)
