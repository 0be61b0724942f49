"""Finds owed calls by their cause, also those that are owed again because nobody was reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import false, or_

from models import CallTask

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement


def owed_for(causes: Iterable[str]) -> ColumnElement[bool]:
    """Make the condition for the calls of these causes, the first and those that came after it.

    For causes of which none is the beginning of another.
    """
    return or_(
        false(),
        *(
            (CallTask.dedup_key == cause)
            | CallTask.dedup_key.startswith(f"{cause}:", autoescape=True)
            for cause in causes
        ),
    )
