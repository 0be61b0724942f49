"""Alerts to staff."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.care_path import AlertStatus
from models.base import Base, Owned, Versioned, index_while, to_owned
from models.types import EncryptedText


class Alert(Base, Owned, Versioned, kw_only=True):
    """Something that cannot wait; it ends when a person says how it ended."""

    __tablename__ = "alerts"

    kind: Mapped[AlertKind] = mapped_column()
    status: Mapped[AlertStatus] = mapped_column()
    raised_at: Mapped[datetime] = mapped_column()
    dedup_key: Mapped[str] = mapped_column()
    """Nobody is alerted twice for one thing."""
    code: Mapped[str | None] = mapped_column(default=None)
    """What an answer by text names it by; alerts older than the codes have none."""
    centre_id: Mapped[UUID | None] = mapped_column(default=None)
    person_id: Mapped[UUID | None] = mapped_column(default=None)
    case_id: Mapped[UUID | None] = mapped_column(default=None)
    need_id: Mapped[UUID | None] = mapped_column(default=None)
    """For which need nobody was found."""
    slot_id: Mapped[UUID | None] = mapped_column(default=None)
    worry_id: Mapped[UUID | None] = mapped_column(default=None)
    report_id: Mapped[UUID | None] = mapped_column(default=None)
    acknowledged_at: Mapped[datetime | None] = mapped_column(default=None)
    """When it was last taken up; it stays where the alert goes back to be taken by others."""
    acknowledged_by_id: Mapped[UUID | None] = mapped_column(default=None)
    resolved_at: Mapped[datetime | None] = mapped_column(default=None)
    resolved_by_id: Mapped[UUID | None] = mapped_column(default=None)
    ended_by: Mapped[AlertEnd | None] = mapped_column(default=None)
    note: Mapped[str | None] = mapped_column(EncryptedText("alerts.note"), default=None)
    """What happened, in the words of whoever ended it."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """One alert a cause; a resolved one says how it ended."""
        return (
            UniqueConstraint("town_id", "dedup_key"),
            CheckConstraint(
                "(status = 'resolved') = (resolved_at IS NOT NULL)", name="resolved_has_time"
            ),
            *to_owned("centres", "centre_id"),
            *to_owned("people", "person_id", "acknowledged_by_id", "resolved_by_id"),
            *to_owned("cases", "case_id"),
            *to_owned("needs", "need_id"),
            *to_owned("check_in_slots", "slot_id"),
            *to_owned("worries", "worry_id"),
            *to_owned("reports", "report_id"),
            Index("ix_alerts_status", "town_id", "status", "raised_at"),
            index_while("ix_alerts_person", "person_id", where="person_id IS NOT NULL"),
            Index("ix_alerts_code", "town_id", "code"),
            # Of every town at once, each minute: those in hands, by when they were taken up.
            Index("ix_alerts_standing", "status", "acknowledged_at"),
            index_while("ix_alerts_need", "need_id", where="need_id IS NOT NULL"),
        )
