"""A referral with which nobody applied has the steps after a refusal, and the check of a grant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

from hopecare.migrations.code_checks import codes_held, hold_codes_to, listed

if TYPE_CHECKING:
    from alembic.operations import BatchOperations

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

STEPS, CLOCKS, TIMELINE = "application_steps", "legal_clocks", "timeline_entries"
KINDS, ADDED = "ck_timeline_entries_entrykind", ("application_checked", "referral_checked")
ONE_DECISION = "ck_application_steps_of_one_decision"
ONE_THING = "ck_legal_clocks_of_one_thing"
OF_TWO = "(application_id IS NULL) <> (crisis_id IS NULL)"
OF_THREE = " + ".join(
    f"CASE WHEN {each}_id IS NULL THEN 0 ELSE 1 END"
    for each in ("application", "referral", "crisis")
)
WHILE = {
    STEPS: ("uq_application_steps_referral", "step", "referral_id IS NOT NULL"),
    CLOCKS: (
        "uq_legal_clocks_referral",
        "kind",
        "ended_at IS NULL AND referral_id IS NOT NULL",
    ),
}


def upgrade() -> None:
    """Let both belong to a referral; what is there stays with its application or crisis."""
    with op.batch_alter_table(STEPS, reflect_kwargs={"resolve_fks": False}) as table:
        _add_referral(table, STEPS)
        table.alter_column("application_id", existing_type=sa.Uuid(), nullable=True)
        table.create_check_constraint(
            op.f(ONE_DECISION), "(application_id IS NULL) <> (referral_id IS NULL)"
        )
    with op.batch_alter_table(CLOCKS, reflect_kwargs={"resolve_fks": False}) as table:
        _add_referral(table, CLOCKS)
        table.drop_constraint(op.f(ONE_THING), type_="check")
        table.create_check_constraint(op.f(ONE_THING), f"{OF_THREE} = 1")
    hold_codes_to(TIMELINE, KINDS, "kind", [*codes_held(TIMELINE, KINDS), *ADDED])
    for name, (index, code, rows) in WHILE.items():
        where = sa.text(rows)
        op.create_index(
            index, name, ["referral_id", code], unique=True,
            postgresql_where=where, sqlite_where=where,
        )  # fmt: skip


def downgrade() -> None:
    """Before, nothing followed a referral by itself."""
    op.execute(f"DELETE FROM {TIMELINE} WHERE kind IN ({listed(ADDED)})")
    held = [kind for kind in codes_held(TIMELINE, KINDS) if kind not in ADDED]
    hold_codes_to(TIMELINE, KINDS, "kind", held)
    for name, (index, _, _) in WHILE.items():
        op.drop_index(index, table_name=name)
        op.execute(f"DELETE FROM {name} WHERE referral_id IS NOT NULL")
    with op.batch_alter_table(CLOCKS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(ONE_THING), type_="check")
        table.create_check_constraint(op.f(ONE_THING), OF_TWO)
        _drop_referral(table, CLOCKS)
    with op.batch_alter_table(STEPS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(ONE_DECISION), type_="check")
        table.alter_column("application_id", existing_type=sa.Uuid(), nullable=False)
        _drop_referral(table, STEPS)


def _add_referral(table: BatchOperations, name: str) -> None:
    table.add_column(sa.Column("referral_id", sa.Uuid(), nullable=True))
    table.create_foreign_key(
        op.f(_key(name)), "referrals", ["town_id", "referral_id"], ["town_id", "id"]
    )


def _drop_referral(table: BatchOperations, name: str) -> None:
    table.drop_constraint(op.f(_key(name)), type_="foreignkey")
    table.drop_column("referral_id")


def _key(name: str) -> str:
    return f"fk_{name}_town_id_referral_id"
