"""Take in what a provider's list holds and no webhook told of: each once, in the town it is for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol, TypeVar

from hopecare.database import AllTowns, TownScope
from hopecare.queries.messages import known_inbound, town_of_number
from hopecare.queries.search_terms import phone_index

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)


class CameIn(Protocol):
    """One line of a provider's list that somebody wrote or rang."""

    @property
    def provider_sid(self) -> str:
        """The provider's name for it."""

    @property
    def from_number(self) -> str:
        """Who it is from."""


Line = TypeVar("Line", bound=CameIn)


def not_with_us(tools: Tools, provider: str, found: Sequence[Line]) -> list[Line]:
    """Leave out what was taken in before, whichever way it came."""
    with tools.database.reading(AllTowns()) as session:
        known = known_inbound(session, provider, [line.provider_sid for line in found])
    return [line for line in found if line.provider_sid not in known]


def take_in(tools: Tools, line: CameIn, record: Callable[[Session, UUID], object]) -> int:
    """Record one in a transaction of its town; one that fails is found again at the next look."""
    try:
        with tools.database.reading(AllTowns()) as session:
            town_id = town_of_number(session, phone_index(line.from_number), now=tools.clock())
        if town_id is None:
            return 0
        with tools.database.writing(TownScope(town_id)) as session:
            record(session, town_id)
    except Exception:  # whatever is wrong with one, the others are taken in
        log.exception("not taken in", extra={"provider_sid": line.provider_sid})
        return 0
    return 1
