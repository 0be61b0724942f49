"""Links by which one question is answered once, with nothing but their keyed hash."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

WALL = (
    "town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid "
    "OR current_setting('hopecare.scope', true) = 'all'"
)


def upgrade() -> None:
    """Add the links behind the town's wall."""
    op.create_table(
        "answer_links",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_index", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_neutral", sa.Boolean(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                *["fine", "help", "cannot_any_more", "yes", "no", "take"],
                name="linkanswer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(used_at IS NULL) = (answer IS NULL)",
            name=op.f("ck_answer_links_used_with_an_answer"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "message_id"],
            ["messages.town_id", "messages.id"],
            name=op.f("fk_answer_links_town_id_message_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_answer_links_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_answer_links_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_links")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_answer_links_town_id_id")),
        sa.UniqueConstraint("message_id", name=op.f("uq_answer_links_message_id")),
        sa.UniqueConstraint("token_index", name=op.f("uq_answer_links_token_index")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE answer_links ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE answer_links FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON answer_links USING ({WALL}) WITH CHECK ({WALL})")


def downgrade() -> None:
    """Drop them: no link opens any more."""
    op.drop_table("answer_links")
