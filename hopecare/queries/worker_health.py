"""Reads when the worker's jobs last ran to their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from models import Heartbeat

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def last_beat(session: Session, job: str) -> datetime | None:
    """Give when a job last ran to its end; None where it never did."""
    return session.scalar(select(Heartbeat.beat_at).where(Heartbeat.job == job))
