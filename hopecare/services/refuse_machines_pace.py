"""Refuse to open or press an office's link more often than an office can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.receiver_links import A_WHILE, OPENINGS_AN_HOUR
from hopecare.errors import TooManyTriesError
from hopecare.queries.receiver_links import openings_lately

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import ReceiverLink


def refuse_machines_pace(session: Session, link: ReceiverLink, *, now: datetime) -> None:
    """Let a person's pace pass; what opens or presses faster is a machine."""
    if openings_lately(session, link.id, now=now, within=A_WHILE) >= OPENINGS_AN_HOUR:
        raise TooManyTriesError(link_id=link.id)
