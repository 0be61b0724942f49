"""What was written down as given can be taken back, with why; the row and its entry stay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from hopecare.migrations.code_checks import codes_held, hold_codes_to, listed

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

AID, TIMELINE = "aid_given", "timeline_entries"
MISTAKES = ("not_given", "other_home", "written_twice", "written_wrong")
KINDS = "ck_timeline_entries_entrykind"
ADDED = "aid_taken_back"
WHY, PAIRED, WHO = (
    "ck_aid_given_aidmistake",
    "ck_aid_given_says_its_mistake",
    "fk_aid_given_town_id_taken_back_by_id",
)


def upgrade() -> None:
    """Add when, why and by whom; nothing was taken back until now."""
    with op.batch_alter_table(AID, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("taken_back_for", sa.String(32), nullable=True))
        table.add_column(sa.Column("taken_back_by_id", sa.Uuid(), nullable=True))
        table.create_check_constraint(op.f(WHY), f"taken_back_for IN ({listed(MISTAKES)})")
        table.create_check_constraint(
            op.f(PAIRED), "(taken_back_at IS NULL) = (taken_back_for IS NULL)"
        )
        table.create_foreign_key(
            op.f(WHO), "people", ["town_id", "taken_back_by_id"], ["town_id", "id"]
        )
    hold_codes_to(TIMELINE, KINDS, "kind", [*codes_held(TIMELINE, KINDS), ADDED])


def downgrade() -> None:
    """Drop what had been taken back: before, a row of this table always counted."""
    op.execute(f"DELETE FROM {TIMELINE} WHERE kind = '{ADDED}'")
    held = [kind for kind in codes_held(TIMELINE, KINDS) if kind != ADDED]
    hold_codes_to(TIMELINE, KINDS, "kind", held)
    op.execute(f"DELETE FROM {AID} WHERE taken_back_at IS NOT NULL")
    with op.batch_alter_table(AID, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(WHO), type_="foreignkey")
        table.drop_constraint(op.f(PAIRED), type_="check")
        table.drop_constraint(op.f(WHY), type_="check")
        for name in ("taken_back_by_id", "taken_back_for", "taken_back_at"):
            table.drop_column(name)
