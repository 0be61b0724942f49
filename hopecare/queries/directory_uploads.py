"""Directories that were sent by page: one to look at, and those a job is to take over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select
from sqlalchemy.orm import defer

from hopecare.errors import NotFoundError
from models import DirectoryUpload

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

WITHOUT_FILE: Final = defer(DirectoryUpload.content)
"""Read only where it is asked for: one file that cannot be opened keeps no other from its turn."""


def upload_by_id(session: Session, upload_id: UUID, *, alone: bool = False) -> DirectoryUpload:
    """Give one that was sent; `alone` holds it until the transaction ends."""
    found = session.get(
        DirectoryUpload,
        upload_id,
        options=[WITHOUT_FILE],
        populate_existing=alone,
        with_for_update=alone or None,
    )
    if found is None:
        raise NotFoundError(kind="directory_upload", id=upload_id)
    return found


def uploads_to_take(session: Session) -> Sequence[DirectoryUpload]:
    """Read those somebody wants taken over, in the order they were sent."""
    return session.scalars(
        select(DirectoryUpload)
        .options(WITHOUT_FILE)
        .where(DirectoryUpload.closed_at.is_(None), DirectoryUpload.run_id.is_not(None))
        .order_by(DirectoryUpload.made_at, DirectoryUpload.id)
    ).all()


def uploads_left(session: Session, *, before: datetime) -> Sequence[DirectoryUpload]:
    """Read those nobody took over until then, with what is over and still holds its file."""
    return session.scalars(
        select(DirectoryUpload)
        .options(WITHOUT_FILE)
        .where(
            DirectoryUpload.content.is_not(None),
            or_(DirectoryUpload.closed_at.is_not(None), DirectoryUpload.made_at < before),
            or_(DirectoryUpload.run_id.is_(None), DirectoryUpload.closed_at.is_not(None)),
        )
    ).all()
