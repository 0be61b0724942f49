"""Reads long work: what runs now, and what became of what ran."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, or_, select

from hopecare.domain.runs import LIST_IMPORTS, SILENT_FOR, RunState
from hopecare.errors import NotFoundError
from models import Run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.runs import RunKind

LOOKED_BACK: Final = timedelta(days=1)
"""How long after its end an import that failed is looked at for what it left out."""


def run_by_id(session: Session, run_id: UUID) -> Run:
    """Give a run of this town."""
    run = session.get(Run, run_id)
    if run is None:
        raise NotFoundError(kind="run", run_id=run_id)
    return run


def run_alone(session: Session, run_id: UUID) -> Run:
    """Give a run and hold it: two workers who go on with it do it one after the other."""
    run = session.get(Run, run_id, with_for_update=True, populate_existing=True)
    if run is None:
        raise NotFoundError(kind="run", run_id=run_id)
    return run


def runs_under_way(session: Session, kind: RunKind) -> Sequence[Run]:
    """Read the runs of a kind that have not come to their end, by town."""
    running = select(Run).where(Run.kind == kind, Run.state == RunState.RUNNING)
    return session.scalars(running.order_by(Run.town_id, Run.id)).all()


def latest_runs(session: Session, *, limit: int = 50) -> Sequence[Run]:
    """Read the newest runs, the last one first."""
    newest = select(Run).order_by(Run.started_at.desc(), Run.id.desc()).limit(limit)
    return session.scalars(newest).all()


def broken_imports(session: Session, *, now: datetime) -> Sequence[Run]:
    """Read the imports that fell silent, and those that failed not long ago, by town."""
    failed = and_(Run.state == RunState.FAILED, Run.finished_at >= now - LOOKED_BACK)
    broken = select(Run).where(Run.kind.in_(LIST_IMPORTS), or_(failed, _is_silent(now)))
    return session.scalars(broken.order_by(Run.town_id, Run.id)).all()


def find_silent_run(session: Session, run_id: UUID, *, now: datetime) -> Run | None:
    """Give the run for oneself alone, if it still runs and has been silent for too long."""
    silent = select(Run).where(Run.id == run_id, _is_silent(now))
    return session.scalar(silent.with_for_update())


def _is_silent(now: datetime) -> ColumnElement[bool]:
    spoke_at = func.coalesce(Run.advanced_at, Run.started_at)
    return and_(Run.state == RunState.RUNNING, spoke_at < now - SILENT_FOR)
