"""What leaves with a referral, the office's link, and who takes a case over."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

WALL = (
    "current_setting('hopecare.scope', true) = 'all' "
    "OR town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
)
OVERRIDES, PACKETS = "sharing_overrides", "referral_packets"
LINKS, OPENINGS = "receiver_links", "receiver_openings"
TRANSFERS = "case_transfers"
TABLES = (OVERRIDES, PACKETS, LINKS, OPENINGS, TRANSFERS)
ADDED = {
    ("referrals", "status", "referralstatus"): ("seen", "no_answer"),
    ("call_tasks", "kind", "calltaskkind"): ("office_asks", "ask_capacity"),
    ("timeline_entries", "kind", "entrykind"): (
        "referral_seen", "referral_not_answered", "referral_question", "sharing_overridden",
        "receiver_link_made", "receiver_link_revoked", "case_offered", "case_taken_over",
        "case_not_taken_over",
    ),
}  # fmt: skip
"""The words that columns take from now on, by table, column and the name of its check."""
ONE_OPEN = "uq_referrals_one_open"


def upgrade() -> None:
    """Add the tables behind the wall; referrals take two states more."""
    op.drop_index(ONE_OPEN, "referrals")
    for (table_name, column, check), words in ADDED.items():
        _hold(table_name, column, check, [*_taken(table_name, column), *words])
    _one_open("status IN ('sent', 'seen', 'accepted', 'no_answer')")
    op.add_column("referrals", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("referrals", sa.Column("sent_despite", sa.JSON(), nullable=True))
    op.add_column("referrals", sa.Column("despite_words", sa.LargeBinary(), nullable=True))
    _add_overrides()
    _add_packets()
    _add_links()
    _add_openings()
    _add_transfers()
    if op.get_bind().dialect.name == "postgresql":
        for name in TABLES:
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY town_wall ON {name} USING ({WALL}) WITH CHECK ({WALL})")


def downgrade() -> None:
    """Drop them; what waits for an answer was sent, and the entries only they explain go."""
    for name in reversed(TABLES):
        op.drop_table(name)
    op.drop_column("referrals", "despite_words")
    op.drop_column("referrals", "sent_despite")
    op.drop_column("referrals", "seen_at")
    op.drop_index(ONE_OPEN, "referrals")
    op.execute("UPDATE referrals SET status = 'sent' WHERE status IN ('seen', 'no_answer')")
    op.execute(
        "UPDATE call_tasks SET kind = 'call_back' WHERE kind IN ('office_asks', 'ask_capacity')"
    )
    listed = ", ".join(f"'{kind}'" for kind in ADDED["timeline_entries", "kind", "entrykind"])
    op.execute(f"DELETE FROM timeline_entries WHERE kind IN ({listed})")
    for (table_name, column, check), words in ADDED.items():
        kept = [word for word in _taken(table_name, column) if word not in words]
        _hold(table_name, column, check, kept)
    _one_open("status IN ('sent', 'accepted')")


def _add_overrides() -> None:
    reasons = "danger_to_life child_at_risk legal_duty cannot_be_asked"
    op.create_table(
        OVERRIDES,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("reason", _words("overridereason", reasons), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        *_kept(),
        _key(OVERRIDES, "case_id", "cases"),
        _key(OVERRIDES, "person_id", "people"),
        _key(OVERRIDES, "made_by_id", "people"),
        _key(OVERRIDES, "service_id", "services"),
        *_owned(OVERRIDES),
    )
    op.create_index("ix_sharing_overrides_made", OVERRIDES, ["town_id", "made_at"])
    op.create_index("ix_sharing_overrides_person", OVERRIDES, ["person_id"])


def _add_packets() -> None:
    op.create_table(
        PACKETS,
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("consent_entry_id", sa.Uuid(), nullable=True),
        sa.Column("override_id", sa.Uuid(), nullable=True),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("findings_chosen_on", sa.Date(), nullable=True),
        sa.Column("findings_asked_by_id", sa.Uuid(), nullable=True),
        *_kept(),
        sa.CheckConstraint(
            "consent_entry_id IS NOT NULL OR override_id IS NOT NULL",
            name=op.f("ck_referral_packets_shared_by_right"),
        ),
        sa.CheckConstraint(
            "(findings_chosen_on IS NULL) = (findings_asked_by_id IS NULL)",
            name=op.f("ck_referral_packets_choice_was_asked"),
        ),
        sa.UniqueConstraint(
            "referral_id", "number", name=op.f("uq_referral_packets_referral_id_number")
        ),
        _key(PACKETS, "referral_id", "referrals"),
        _key(PACKETS, "made_by_id", "people"),
        _key(PACKETS, "findings_asked_by_id", "people"),
        _key(PACKETS, "consent_entry_id", "consent_entries"),
        _key(PACKETS, "override_id", OVERRIDES),
        *_owned(PACKETS),
    )


def _add_links() -> None:
    op.create_table(
        LINKS,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("token_index", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("centre_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Uuid(), nullable=True),
        sa.UniqueConstraint("token_index", name=op.f("uq_receiver_links_token_index")),
        _key(LINKS, "organisation_id", "organisations"),
        _key(LINKS, "made_by_id", "people"),
        _key(LINKS, "revoked_by_id", "people"),
        _key(LINKS, "referral_id", "referrals"),
        _key(LINKS, "centre_id", "centres"),
        *_owned(LINKS),
    )
    _unique_while(
        "uq_receiver_links_one_live",
        LINKS,
        ["referral_id"],
        "revoked_at IS NULL AND referral_id IS NOT NULL",
    )
    op.create_index("ix_receiver_links_organisation", LINKS, ["organisation_id"])


def _add_openings() -> None:
    acts = "opened read accepted refused asked outcome in_vain"
    op.create_table(
        OPENINGS,
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", _words("receiveract", acts), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        _key(OPENINGS, "link_id", LINKS),
        _key(OPENINGS, "referral_id", "referrals"),
        *_owned(OPENINGS),
    )
    op.create_index("ix_receiver_openings_link", OPENINGS, ["link_id", "at"])
    op.create_index("ix_receiver_openings_referral", OPENINGS, ["referral_id", "at"])


def _add_transfers() -> None:
    statuses = "offered accepted declined taken_back"
    op.create_table(
        TRANSFERS,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("status", _words("transferstatus", statuses), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_by_id", sa.Uuid(), nullable=True),
        sa.Column("from_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("answer_words", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_kept(),
        sa.CheckConstraint(
            "(status = 'offered') = (ended_at IS NULL)",
            name=op.f("ck_case_transfers_answered_has_time"),
        ),
        _key(TRANSFERS, "case_id", "cases"),
        _key(TRANSFERS, "to_id", "people"),
        _key(TRANSFERS, "offered_by_id", "people"),
        _key(TRANSFERS, "from_id", "people"),
        *_owned(TRANSFERS),
    )
    _unique_while("uq_case_transfers_one_offered", TRANSFERS, ["case_id"], "status = 'offered'")
    op.create_index("ix_case_transfers_case", TRANSFERS, ["case_id", "offered_at"])
    op.create_index("ix_case_transfers_to", TRANSFERS, ["to_id", "status"])


def _kept() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
    )


def _words(name: str, members: str) -> sa.Enum:
    return sa.Enum(
        *members.split(), name=name, native_enum=False, create_constraint=True, length=32
    )


def _owned(table: str) -> tuple[sa.Column[Any] | sa.Constraint, ...]:
    return (
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{table}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{table}_town_id_id")),
    )


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["town_id", column],
        [f"{to}.town_id", f"{to}.id"],
        name=op.f(f"fk_{table}_town_id_{column}"),
    )


def _one_open(where: str) -> None:
    _unique_while(ONE_OPEN, "referrals", ["case_id", "service_id"], where)


def _unique_while(name: str, table: str, columns: list[str], where: str) -> None:
    rows = sa.text(where)
    op.create_index(name, table, columns, unique=True, postgresql_where=rows, sqlite_where=rows)


def _taken(table_name: str, column: str) -> list[str]:
    """Read which words a column takes now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints(table_name)
    held = [str(check["sqltext"]) for check in checks]
    listed = rf"\b{column}\b.*( IN |ANY).*'"
    mine = next(text for text in held if re.search(listed, text, re.DOTALL))
    return re.findall(r"'([^']*)'", mine)


def _hold(table_name: str, column: str, check: str, words: list[str]) -> None:
    """Let a column take these words; SQLite changes a check by making the table anew."""
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table_name, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(f"ck_{table_name}_{check}"), type_="check")
        table.create_check_constraint(op.f(f"ck_{table_name}_{check}"), f"{column} IN ({listed})")
