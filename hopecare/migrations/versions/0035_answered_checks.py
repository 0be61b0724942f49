"""Why a referral was sent all the same, and why a case was not taken over."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

REFERRALS, TRANSFERS = "referrals", "case_transfers"
DESPITE = "office_said_yes office_decides no_other_service cannot_wait"
DECLINED = "too_many_cases is_away stands_too_close not_mine other"
OPEN = "status IN ('sent', 'seen', 'accepted', 'no_answer')"


def upgrade() -> None:
    """Add the two reasons; SQLite adds a check by making the table anew."""
    _drop_partial_indexes()
    with op.batch_alter_table(REFERRALS, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("despite_reason", _words("despitereason", DESPITE)))
    with op.batch_alter_table(TRANSFERS, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("decline_reason", _words("transferdecline", DECLINED)))
    _make_partial_indexes()


def downgrade() -> None:
    """Drop them."""
    _drop_partial_indexes()
    with op.batch_alter_table(TRANSFERS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("ck_case_transfers_transferdecline"), type_="check")
        table.drop_column("decline_reason")
    with op.batch_alter_table(REFERRALS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("ck_referrals_despitereason"), type_="check")
        table.drop_column("despite_reason")
    _make_partial_indexes()


def _drop_partial_indexes() -> None:
    """A table that is made anew loses the condition of an index."""
    op.drop_index("uq_referrals_one_open", REFERRALS)
    op.drop_index("uq_case_transfers_one_offered", TRANSFERS)


def _make_partial_indexes() -> None:
    _unique_while("uq_referrals_one_open", REFERRALS, ["case_id", "service_id"], OPEN)
    _unique_while("uq_case_transfers_one_offered", TRANSFERS, ["case_id"], "status = 'offered'")


def _unique_while(name: str, table: str, columns: list[str], where: str) -> None:
    rows = sa.text(where)
    op.create_index(name, table, columns, unique=True, postgresql_where=rows, sqlite_where=rows)


def _words(name: str, members: str) -> sa.Enum:
    return sa.Enum(
        *members.split(), name=name, native_enum=False, create_constraint=True, length=32
    )
