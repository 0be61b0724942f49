"""Refuse to write into a crisis that has its all-clear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import MoveNotAllowedError

if TYPE_CHECKING:
    from models import Crisis


def refuse_ended_crisis(crisis: Crisis, event: str) -> None:
    """Only a crisis that stands takes what happens in it."""
    if crisis.ended_at is not None:
        raise MoveNotAllowedError(machine="crisis", status="ended", event=event)
