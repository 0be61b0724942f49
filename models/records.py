"""What was done and who looked: operations, the timeline, the access log, runs, attachments."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.attachments import AttachmentPurpose
from hopecare.domain.care_path import RunState
from hopecare.domain.runs import RunKind
from hopecare.domain.timeline import EntryKind
from models.base import Base, Codes, Facts, Kept, Keyed, Owned, index_while, to_owned
from models.types import EncryptedBytes, EncryptedJson, EncryptedText, JsonValue


class Operation(Base, Owned, kw_only=True):
    """One act under one key, written with the act itself: a repeat finds its first outcome."""

    __tablename__ = "operations"

    actor: Mapped[str] = mapped_column()
    key: Mapped[str] = mapped_column()
    request_hash: Mapped[str] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    outcome: Mapped[dict[str, Any]] = mapped_column()

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Every act once."""
        return (UniqueConstraint("town_id", "actor", "key"),)


class TimelineEntry(Base, Owned, kw_only=True):
    """Append-only: one thing that happened. Ids, codes, numbers and times, never words."""

    __tablename__ = "timeline_entries"

    at: Mapped[datetime] = mapped_column()
    kind: Mapped[EntryKind] = mapped_column()
    by: Mapped[str] = mapped_column()
    """Whose doing: an account's code, or the name of a job or door."""
    by_person_id: Mapped[UUID | None] = mapped_column(default=None)
    person_id: Mapped[UUID | None] = mapped_column(default=None)
    """The resident (or volunteer) whose timeline shows it."""
    case_id: Mapped[UUID | None] = mapped_column(default=None)
    report_id: Mapped[UUID | None] = mapped_column(default=None)
    subject_id: Mapped[UUID | None] = mapped_column(default=None)
    """The row that holds the words, which can be blanked."""
    facts: Mapped[Facts] = mapped_column(default_factory=dict)
    place: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """Its number among the town's entries, in the order they became known; set once, afterwards."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Read by person, case or report, in order of time; by other systems, by place."""
        return (
            UniqueConstraint("town_id", "place"),
            index_while("ix_timeline_entries_fresh", "town_id", "id", where="place IS NULL"),
            *to_owned("people", "by_person_id", "person_id"),
            *to_owned("cases", "case_id"),
            *to_owned("reports", "report_id"),
            Index("ix_timeline_entries_person", "person_id", "at"),
            Index("ix_timeline_entries_case", "case_id", "at"),
            Index("ix_timeline_entries_report", "report_id", "at"),
        )


class AccessLogEntry(Base, Owned, kw_only=True):
    """Append-only: who looked at whom, for what, one row a request."""

    __tablename__ = "access_log_entries"

    at: Mapped[datetime] = mapped_column()
    actor: Mapped[str] = mapped_column()
    account_id: Mapped[UUID | None] = mapped_column()
    purpose: Mapped[str] = mapped_column()
    """The permission the view carries."""
    person_ids: Mapped[Codes] = mapped_column()
    seal: Mapped[str | None] = mapped_column(default=None)
    """The hash chain's link, set afterwards in batches."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Read by time and by account."""
        return (
            *to_owned("accounts", "account_id"),
            Index("ix_access_log_entries_at", "town_id", "at"),
            Index("ix_access_log_entries_account", "account_id", "at"),
        )


class Run(Base, Owned, kw_only=True):
    """Long work, with its progress, its errors and its result."""

    __tablename__ = "runs"

    kind: Mapped[RunKind] = mapped_column()
    state: Mapped[RunState] = mapped_column()
    by: Mapped[str] = mapped_column()
    started_at: Mapped[datetime] = mapped_column()
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    advanced_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it last told how far it is; None before the first time."""
    errors: Mapped[int] = mapped_column(default=0)
    result: Mapped[Facts] = mapped_column(default_factory=dict)
    details: Mapped[JsonValue | None] = mapped_column(EncryptedJson("runs.details"), default=None)
    """Rows that could not be taken, with line, column and reason."""
    finished_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Never more done than there is."""
        return (
            CheckConstraint("done <= total", name="within_total"),
            Index("ix_runs_started", "town_id", "started_at"),
        )


class Attachment(Base, Owned, Kept, kw_only=True):
    """A picture or a paper, re-encoded, encrypted, small, with its purpose."""

    __tablename__ = "attachments"

    purpose: Mapped[AttachmentPurpose] = mapped_column()
    media_type: Mapped[str] = mapped_column()
    size: Mapped[int] = mapped_column()
    content: Mapped[bytes] = mapped_column(EncryptedBytes("attachments.content"))
    title: Mapped[str] = mapped_column(EncryptedText("attachments.title"))
    created_at: Mapped[datetime] = mapped_column()
    person_id: Mapped[UUID | None] = mapped_column(default=None)
    case_id: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """At most two megabytes."""
        return (
            CheckConstraint("size BETWEEN 1 AND 2097152", name="small"),
            *to_owned("people", "person_id"),
            *to_owned("cases", "case_id"),
            # What is over is found without reading past pictures.
            index_while(
                "ix_attachments_last_day", "town_id", "retain_until", where="media_type <> ''"
            ),
            index_while("ix_attachments_person", "person_id", where="media_type <> ''"),
        )


class Heartbeat(Base, Keyed, kw_only=True):
    """When each job last ran to its end: a silent worker means silent check-ins."""

    __tablename__ = "heartbeats"

    job: Mapped[str] = mapped_column(unique=True)
    beat_at: Mapped[datetime] = mapped_column()
    handled: Mapped[int] = mapped_column(default=0)
