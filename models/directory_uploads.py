"""A directory that was sent by page: kept until it is taken over, or nobody wants it any more."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Owned, Versioned, index_while, to_owned
from models.types import EncryptedBytes


class DirectoryUpload(Base, Owned, Versioned, kw_only=True):
    """One file with what would come of it: exactly that is taken over, or nothing."""

    __tablename__ = "directory_uploads"

    source: Mapped[str] = mapped_column()
    is_part: Mapped[bool] = mapped_column()
    """Whether what it does not name stays as it is."""
    file_name: Mapped[str] = mapped_column()
    size: Mapped[int] = mapped_column()
    content: Mapped[bytes | None] = mapped_column(
        EncryptedBytes("directory_uploads.content"), default=None
    )
    """The file, pressed; away once it is over."""
    digest: Mapped[str] = mapped_column()
    """Of every change that was shown, and of all that it was reckoned from."""
    shown: Mapped[dict[str, Any]] = mapped_column()
    """What would be created, changed, left and gone, as it was shown."""
    made_at: Mapped[datetime] = mapped_column()
    by: Mapped[str] = mapped_column()
    run_id: Mapped[UUID | None] = mapped_column(default=None)
    """The run that takes it over, once somebody said so."""
    closed_at: Mapped[datetime | None] = mapped_column(default=None)

    @classmethod
    def own_constraints(cls) -> tuple[Any, ...]:
        """Found by the job while they wait."""
        return (
            *to_owned("runs", "run_id"),
            index_while(
                "ix_directory_uploads_open", "town_id", "made_at", where="closed_at IS NULL"
            ),
            Index("ix_directory_uploads_run", "run_id"),
        )
