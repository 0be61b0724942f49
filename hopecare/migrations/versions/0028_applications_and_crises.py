"""Applications with their papers, steps and clocks of the law; crises with who was rung."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

WALL = (
    "current_setting('hopecare.scope', true) = 'all' "
    "OR town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
)
CRISES = "crises"
EMERGENCIES = "emergency_calls"
APPLICATIONS = "applications"
PAPERS = "application_papers"
STEPS = "application_steps"
CLOCKS = "legal_clocks"
TABLES = (CRISES, EMERGENCIES, APPLICATIONS, PAPERS, STEPS, CLOCKS)
ADDED = {
    ("timeline_entries", "entrykind"): (
        "application_opened", "application_submitted", "application_extended",
        "application_decided", "application_objected", "application_withdrawn", "crisis_opened",
        "crisis_helped", "crisis_handed_on", "crisis_checked", "crisis_ended",
    ),
    ("call_tasks", "calltaskkind"): ("deadline_near", "bridge_short", "crisis_handed"),
}  # fmt: skip
"""The words that `kind` takes from now on, by table and the name of its check."""


def upgrade() -> None:
    """Add the tables behind the wall; let entries and calls tell of them."""
    for add in (_add_crises, _add_emergencies, _add_applications, _add_papers, _add_steps):
        add()
    _add_clocks()
    if op.get_bind().dialect.name == "postgresql":
        for name in TABLES:
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY town_wall ON {name} USING ({WALL}) WITH CHECK ({WALL})")
    for (table_name, check), words in ADDED.items():
        _hold(table_name, check, [*_kinds(table_name), *words])


def downgrade() -> None:
    """Drop them, with the entries that only they explain."""
    for (table_name, check), words in ADDED.items():
        listed = ", ".join(f"'{word}'" for word in words)
        if table_name == "timeline_entries":
            op.execute(f"DELETE FROM timeline_entries WHERE kind IN ({listed})")
        else:
            op.execute(f"UPDATE call_tasks SET kind = 'call_back' WHERE kind IN ({listed})")
        _hold(table_name, check, [kind for kind in _kinds(table_name) if kind not in words])
    for name in reversed(TABLES):
        op.drop_table(name)


def _add_crises() -> None:
    op.create_table(
        CRISES,
        *_ids("case_id", "person_id", "responsible_id"),
        *_ids("opened_by_id", "handed_to_id", "ended_by_id", optional=True),
        _time("opened_at"),
        *(_time(name, optional=True) for name in ("handed_at", "ended_at")),
        *(_day(name) for name in ("helped_on", "checked_on")),
        *_words("words", "help_words", "end_words"),
        _code("check_result", "aftercheck", "conditions_met conditions_not_met taken_over"),
        _code("ended_as", "crisisend", "all_clear has_died"),
        _check(CRISES, "ended_has_how", "(ended_at IS NULL) = (ended_as IS NULL)"),
        _check(CRISES, "handed_has_time", "(handed_to_id IS NULL) = (handed_at IS NULL)"),
        _check(CRISES, "checked_has_day", "(check_result IS NULL) = (checked_on IS NULL)"),
        _key(CRISES, "case_id", "cases"),
        *(
            _key(CRISES, name, "people")
            for name in (
                "person_id", "responsible_id", "opened_by_id", "handed_to_id", "ended_by_id",
            )
        ),
        *_edited(CRISES),
    )  # fmt: skip
    _index_while("uq_crises_one_open", CRISES, ["case_id"], "ended_at IS NULL", unique=True)
    _index_while("ix_crises_open", CRISES, ["town_id", "opened_at"], "ended_at IS NULL")
    op.create_index("ix_crises_case", CRISES, ["case_id"])


def _add_emergencies() -> None:
    outcomes = (
        "on_their_way helped_there taken_to_hospital found_safe nobody_found advice not_reached"
    )
    rang = "staff helper resident relative_or_neighbour not_known"
    op.create_table(
        EMERGENCIES,
        *_ids("crisis_id", "case_id"),
        *_ids("written_by_id", optional=True),
        sa.Column("number", sa.String(), nullable=False),
        _time("rung_at"),
        _time("written_at"),
        _code("rung_by", "rungby", rang, optional=False),
        _code("outcome", "emergencyoutcome", outcomes, optional=False),
        *_words("words"),
        _key(EMERGENCIES, "crisis_id", CRISES),
        _key(EMERGENCIES, "case_id", "cases"),
        _key(EMERGENCIES, "written_by_id", "people"),
        *_owned(EMERGENCIES),
    )
    op.create_index("ix_emergency_calls_crisis", EMERGENCIES, ["crisis_id", "rung_at"])


def _add_applications() -> None:
    refusals = "over_income over_property obligor category papers_missing no_capacity other"
    handed_in = "status NOT IN ('waiting', 'decided', 'objected') OR submitted_on IS NOT NULL"
    refused = "decision IS NULL OR decision <> 'refused' OR refusal_reason IS NOT NULL"
    statuses = "preparing waiting decided objected withdrawn"
    op.create_table(
        APPLICATIONS,
        *_ids("case_id", "person_id"),
        *_ids("made_by_id", "referral_id", "companion_need_id", "bridge_need_id", optional=True),
        _code("status", "applicationstatus", statuses, optional=False),
        _time("made_at"),
        sa.Column("programme", sa.String(), nullable=True),
        *_words("named", "appointment_place", "decision_words"),
        *(
            _day(name)
            for name in ("appointment_on", "submitted_on", "decided_on", "notice_on", "objected_on")
        ),
        sa.Column("appointment_at", sa.Time(), nullable=True),
        _code("no_bridge", "nobridge", "not_needed family_helps not_wished no_consent"),
        _code("decision", "decision", "granted partly_granted refused"),
        _code("refusal_reason", "refusalreason", refusals),
        _check(APPLICATIONS, "handed_in_has_day", handed_in),
        _check(APPLICATIONS, "decision_has_day", "(decision IS NULL) = (decided_on IS NULL)"),
        _check(APPLICATIONS, "decided_has_decision", "status <> 'decided' OR decision IS NOT NULL"),
        _check(APPLICATIONS, "refusal_has_reason", refused),
        _key(APPLICATIONS, "case_id", "cases"),
        *(_key(APPLICATIONS, name, "people") for name in ("person_id", "made_by_id")),
        _key(APPLICATIONS, "referral_id", "referrals"),
        *(_key(APPLICATIONS, name, "needs") for name in ("companion_need_id", "bridge_need_id")),
        *_edited(APPLICATIONS),
    )
    op.create_index("ix_applications_case", APPLICATIONS, ["case_id"])
    op.create_index("ix_applications_person", APPLICATIONS, ["person_id"])
    op.create_index("ix_applications_status", APPLICATIONS, ["town_id", "status"])
    rows = "referral_id IS NOT NULL"
    _index_while("ix_applications_referral", APPLICATIONS, ["referral_id"], rows)


def _add_papers() -> None:
    op.create_table(
        PAPERS,
        *_ids("application_id", "case_id"),
        sa.Column("place", sa.Integer(), nullable=False),
        _code("stands", "paperstands", "needed have not_needed", optional=False),
        sa.Column("code", sa.String(), nullable=True),
        *_words("named"),
        *(_day(name) for name in ("got_on", "valid_until")),
        _check(PAPERS, "there_has_day", "(stands = 'have') = (got_on IS NOT NULL)"),
        _check(PAPERS, "is_named", "code IS NOT NULL OR named IS NOT NULL"),
        _key(PAPERS, "application_id", APPLICATIONS),
        _key(PAPERS, "case_id", "cases"),
        *_edited(PAPERS),
    )
    columns = ["application_id", "code"]
    rows = "code IS NOT NULL"
    _index_while("uq_application_papers_code", PAPERS, columns, rows, unique=True)
    op.create_index("ix_application_papers_application", PAPERS, ["application_id", "place"])


def _add_steps() -> None:
    op.create_table(
        STEPS,
        *_ids("application_id", "case_id"),
        *_ids("settled_by_id", optional=True),
        _code("step", "followup", "read_reason reassess object peer_help", optional=False),
        _code("stands", "stepstands", "open done left", optional=False),
        _day("settled_on"),
        *_words("words"),
        _check(STEPS, "settled_has_day", "(stands = 'open') = (settled_on IS NULL)"),
        _key(STEPS, "application_id", APPLICATIONS),
        _key(STEPS, "case_id", "cases"),
        _key(STEPS, "settled_by_id", "people"),
        *_edited(STEPS),
    )
    op.create_index("uq_application_steps_once", STEPS, ["application_id", "step"], unique=True)


def _add_clocks() -> None:
    kinds = "application objection objection_answer after_check"
    op.create_table(
        CLOCKS,
        *_ids("case_id"),
        *_ids("application_id", "crisis_id", optional=True),
        _code("kind", "clockkind", kinds, optional=False),
        *(_day(name, optional=False) for name in ("started_on", "due_on")),
        *(_day(name) for name in ("look_on", "extended_on")),
        sa.Column("is_entered", sa.Boolean(), nullable=False),
        *_words("words"),
        _time("ended_at", optional=True),
        _check(CLOCKS, "of_one_thing", "(application_id IS NULL) <> (crisis_id IS NULL)"),
        _check(CLOCKS, "due_after_start", "due_on >= started_on"),
        _key(CLOCKS, "case_id", "cases"),
        _key(CLOCKS, "application_id", APPLICATIONS),
        _key(CLOCKS, "crisis_id", CRISES),
        *_edited(CLOCKS),
    )
    for thing in ("application", "crisis"):
        columns = [f"{thing}_id", "kind"]
        rows = f"ended_at IS NULL AND {thing}_id IS NOT NULL"
        _index_while(f"uq_legal_clocks_{thing}", CLOCKS, columns, rows, unique=True)
    _index_while("ix_legal_clocks_look", CLOCKS, ["look_on"], "look_on IS NOT NULL")
    op.create_index("ix_legal_clocks_due", CLOCKS, ["town_id", "due_on"])
    op.create_index("ix_legal_clocks_case", CLOCKS, ["case_id"])


def _ids(*names: str, optional: bool = False) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.Uuid(), nullable=optional) for name in names)


def _day(name: str, *, optional: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=optional)


def _time(name: str, *, optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _words(*names: str) -> tuple[sa.Column[Any], ...]:
    return tuple(sa.Column(name, sa.LargeBinary(), nullable=True) for name in names)


def _code(name: str, enum: str, members: str, *, optional: bool = True) -> sa.Column[Any]:
    words = members.split()
    held = sa.Enum(*words, name=enum, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, held, nullable=optional)


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _edited(table: str) -> tuple[sa.Column[Any] | sa.Constraint, ...]:
    return (sa.Column("version", sa.Integer(), nullable=False), *_owned(table))


def _owned(table: str) -> tuple[sa.Column[Any] | sa.Constraint, ...]:
    return (
        *_ids("town_id", "id"),
        _day("retain_until"),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{table}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{table}_town_id_id")),
    )


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    columns, name = [f"{to}.town_id", f"{to}.id"], op.f(f"fk_{table}_town_id_{column}")
    return sa.ForeignKeyConstraint(["town_id", column], columns, name=name)


def _index_while(
    name: str, table: str, columns: list[str], where: str, *, unique: bool = False
) -> None:
    rows = sa.text(where)
    op.create_index(name, table, columns, unique=unique, postgresql_where=rows, sqlite_where=rows)


def _kinds(table_name: str) -> list[str]:
    """Read which kinds a table takes now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints(table_name)
    held = next(str(each["sqltext"]) for each in checks if "kind" in str(each["sqltext"]))
    return re.findall(r"'([^']*)'", held)


def _hold(table_name: str, check: str, kinds: list[str]) -> None:
    """Let `kind` take these words; SQLite changes a check by making the table anew."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    name = op.f(f"ck_{table_name}_{check}")
    with op.batch_alter_table(table_name, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, f"kind IN ({listed})")
