"""Reads long work: what runs now, and what became of what ran."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.errors import NotFoundError
from models import Run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


def run_by_id(session: Session, run_id: UUID) -> Run:
    """Give a run of this town."""
    run = session.get(Run, run_id)
    if run is None:
        raise NotFoundError(kind="run", run_id=run_id)
    return run


def latest_runs(session: Session, *, limit: int = 50) -> Sequence[Run]:
    """Read the newest runs, the last one first."""
    newest = select(Run).order_by(Run.started_at.desc(), Run.id.desc()).limit(limit)
    return session.scalars(newest).all()
