"""How one gets a paper, what it costs, how long it is valid; and calls about cases left alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hopecare.migrations.code_checks import codes_held, hold_codes_to

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

PAPERS, CALLS = "application_papers", "call_tasks"
KINDS, ADDED = "ck_call_tasks_calltaskkind", "case_left"
COSTS = "ck_application_papers_cost_has_currency"
KNOWN = ("issued_by", "got_where", "cost_minor", "currency", "valid_days")


def upgrade() -> None:
    """Add them empty: what nobody has written down is asked at the office."""
    with op.batch_alter_table(PAPERS, reflect_kwargs={"resolve_fks": False}) as table:
        for name in ("issued_by", "got_where"):
            table.add_column(sa.Column(name, sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("cost_minor", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("currency", sa.String(), nullable=True))
        table.add_column(sa.Column("valid_days", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f(COSTS), "(cost_minor IS NULL) = (currency IS NULL)")
    hold_codes_to(CALLS, KINDS, "kind", [*codes_held(CALLS, KINDS), ADDED])


def downgrade() -> None:
    """Drop what was written down about papers, and the calls about cases that were left."""
    op.execute(f"DELETE FROM {CALLS} WHERE kind = '{ADDED}'")
    held = [kind for kind in codes_held(CALLS, KINDS) if kind != ADDED]
    hold_codes_to(CALLS, KINDS, "kind", held)
    with op.batch_alter_table(PAPERS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(COSTS), type_="check")
        for name in KNOWN:
            table.drop_column(name)
