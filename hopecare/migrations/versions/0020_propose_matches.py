"""Lists of proposals with their pairs and open places, and appeals; behind the town's wall."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

WALL = (
    "town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid "
    "OR current_setting('hopecare.scope', true) = 'all'"
)
TABLES = ("proposal_lists", "open_places", "match_appeals", "proposals")


def upgrade() -> None:
    """Make the four tables, each behind the town's wall."""
    _proposal_lists()
    _open_places()
    _match_appeals()
    _proposals()
    if op.get_bind().dialect.name == "postgresql":
        for name in TABLES:
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY town_wall ON {name} USING ({WALL}) WITH CHECK ({WALL})")


def downgrade() -> None:
    """Drop them."""
    for name in reversed(TABLES):
        op.drop_table(name)


def _proposal_lists() -> None:
    op.create_table(
        "proposal_lists",
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("centre_id", sa.Uuid(), nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("weights_version", sa.String(), nullable=True),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("lower_bound", sa.BigInteger(), nullable=False),
        sa.Column("needs", sa.Integer(), nullable=False),
        sa.Column("without_consent", sa.Integer(), nullable=False),
        sa.Column("helpers", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(made_at IS NULL) = (expires_at IS NULL)", name=op.f("ck_proposal_lists_made_expires")
        ),
        sa.CheckConstraint("lower_bound <= cost", name=op.f("ck_proposal_lists_proven_below")),
        sa.ForeignKeyConstraint(
            ["town_id", "asked_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_proposal_lists_town_id_asked_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "centre_id"],
            ["centres.town_id", "centres.id"],
            name=op.f("fk_proposal_lists_town_id_centre_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "run_id"],
            ["runs.town_id", "runs.id"],
            name=op.f("fk_proposal_lists_town_id_run_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_proposal_lists_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_lists")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_proposal_lists_town_id_id")),
    )
    op.create_index("ix_proposal_lists_asked", "proposal_lists", ["town_id", "asked_at"])
    op.create_index("ix_proposal_lists_making", "proposal_lists", ["made_at", "withdrawn_at"])


def _open_places() -> None:
    op.create_table(
        "open_places",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("fitting", sa.Integer(), nullable=False),
        sa.Column("stopped_by", sa.String(), nullable=True),
        sa.Column("kept_out", sa.JSON(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "area_id"],
            ["areas.town_id", "areas.id"],
            name=op.f("fk_open_places_town_id_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_open_places_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "list_id"],
            ["proposal_lists.town_id", "proposal_lists.id"],
            name=op.f("fk_open_places_town_id_list_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "need_id"],
            ["needs.town_id", "needs.id"],
            name=op.f("fk_open_places_town_id_need_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_open_places_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_places")),
        sa.UniqueConstraint("list_id", "need_id", name=op.f("uq_open_places_list_id_need_id")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_open_places_town_id_id")),
    )
    op.create_index("ix_open_places_rule", "open_places", ["list_id", "stopped_by"])


def _match_appeals() -> None:
    op.create_table(
        "match_appeals",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=False),
        sa.Column("by_staff", sa.Boolean(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "did_not_get_on",
                "know_each_other",
                "way_is_harder",
                "does_enough",
                "kind_of_help",
                "too_far",
                "wrong_hours",
                "too_often",
                "other",
                name="appealreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_match_appeals_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "helper_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_match_appeals_town_id_helper_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "made_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_match_appeals_town_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "need_id"],
            ["needs.town_id", "needs.id"],
            name=op.f("fk_match_appeals_town_id_need_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "offer_id"],
            ["offers.town_id", "offers.id"],
            name=op.f("fk_match_appeals_town_id_offer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "resident_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_match_appeals_town_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "settled_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_match_appeals_town_id_settled_by_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_match_appeals_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_appeals")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_match_appeals_town_id_id")),
    )
    op.create_index("ix_match_appeals_open", "match_appeals", ["town_id", "settled_at", "made_at"])
    op.create_index(
        "ix_match_appeals_pair", "match_appeals", ["resident_id", "helper_id", "made_at"]
    )


def _proposals() -> None:
    op.create_table(
        "proposals",
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "proposed",
                "changed",
                "dropped",
                "confirmed",
                "appealed",
                "gone",
                name="proposalstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("distance_m", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("is_rough", sa.Boolean(), nullable=False),
        sa.Column("previous_helper_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 2", name=op.f("ck_proposals_known_place")),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_proposals_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "decided_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_proposals_town_id_decided_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "helper_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_proposals_town_id_helper_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "list_id"],
            ["proposal_lists.town_id", "proposal_lists.id"],
            name=op.f("fk_proposals_town_id_list_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "need_id"],
            ["needs.town_id", "needs.id"],
            name=op.f("fk_proposals_town_id_need_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "offer_id"],
            ["offers.town_id", "offers.id"],
            name=op.f("fk_proposals_town_id_offer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "previous_helper_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_proposals_town_id_previous_helper_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_proposals_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sa.UniqueConstraint(
            "list_id", "need_id", "place", name=op.f("uq_proposals_list_id_need_id_place")
        ),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_proposals_town_id_id")),
    )
    op.create_index("ix_proposals_helper", "proposals", ["helper_id", "list_id"])
