"""The consent ledger: append-only, per purpose; its words lie in a row that can be blanked."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from models.base import Base, Kept, Owned, to_owned
from models.types import EncryptedText


class ConsentEntry(Base, Owned, kw_only=True):
    """One act of consent: given, refused or withdrawn, for one purpose, in one form."""

    __tablename__ = "consent_entries"

    person_id: Mapped[UUID] = mapped_column()
    purpose: Mapped[ConsentPurpose] = mapped_column()
    act: Mapped[ConsentAct] = mapped_column()
    form: Mapped[ConsentForm] = mapped_column()
    at: Mapped[datetime] = mapped_column()
    recorded_by_id: Mapped[UUID | None] = mapped_column()
    expires_on: Mapped[date | None] = mapped_column(default=None)
    ask_again_on: Mapped[date | None] = mapped_column(default=None)
    proxy_id: Mapped[UUID | None] = mapped_column(default=None)
    """Who decided for them; counts only with a paper."""
    paper_id: Mapped[UUID | None] = mapped_column(default=None)
    """The scanned paper, an attachment."""

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by person and purpose, newest last."""
        return (
            *to_owned("people", "person_id", "recorded_by_id", "proxy_id"),
            *to_owned("attachments", "paper_id"),
            Index("ix_consent_entries_person", "person_id", "purpose", "at"),
        )


class ConsentNote(Base, Owned, Kept, kw_only=True):
    """What was said when consent was asked: the interpreter's name, the paper's title."""

    __tablename__ = "consent_notes"

    entry_id: Mapped[UUID] = mapped_column()
    words: Mapped[str] = mapped_column(EncryptedText("consent_notes.words"))

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found from its entry."""
        return (
            *to_owned("consent_entries", "entry_id"),
            Index("ix_consent_notes_entry", "entry_id"),
        )
