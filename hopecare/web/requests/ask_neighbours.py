"""Whom to ask, and how long they have to answer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hopecare.services.ask_neighbours import Wave
from hopecare.web.fields import Ids, Request, WholeNumber

if TYPE_CHECKING:
    from collections.abc import Mapping


class AskNeighboursRequest(Request):
    """The volunteers who were ticked; hours only where the town's own rule shall not hold."""

    helper_ids = Ids(required=True)
    hours = WholeNumber(least=1, most=168)


def wave_from(data: Mapping[str, Any]) -> Wave:
    """Turn what was read into one wave."""
    hours: int | None = data["hours"]
    return Wave(
        helper_ids=tuple(data["helper_ids"]),
        answer_within=timedelta(hours=hours) if hours else None,
    )
