"""Take in what a provider's list holds and no webhook told of: each once, where it is heard."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol, TypeVar

from hopecare.database import AllTowns, TownScope
from hopecare.queries.messages import known_inbound

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.orm import Session

    from hopecare.domain.two_towns import HeardInTown, Hearing
    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)


class NotTakenInError(RuntimeError):
    """Something of a provider's list could not be taken in: the look does not count as one."""


class CameIn(Protocol):
    """One line of a provider's list that somebody wrote or rang."""

    @property
    def provider_sid(self) -> str:
        """The provider's name for it."""


Line = TypeVar("Line", bound=CameIn)


def not_with_us(tools: Tools, provider: str, found: Sequence[Line]) -> list[Line]:
    """Leave out what was taken in before, whichever way it came."""
    with tools.database.reading(AllTowns()) as session:
        known = known_inbound(session, provider, [line.provider_sid for line in found])
    return [line for line in found if line.provider_sid not in known]


def take_in_each(lines: Sequence[Line], take: Callable[[Line], int | None]) -> int:
    """Take in one after another; raises once all were tried, where one could not be taken in."""
    taken = [take(line) for line in lines]
    if None in taken:
        raise NotTakenInError(f"{taken.count(None)} of {len(taken)}")
    return sum(each or 0 for each in taken)


def take_in(
    tools: Tools,
    line: CameIn,
    record: Callable[[Session, HeardInTown], object],
    *,
    hearing: Callable[[Session], Hearing],
) -> int | None:
    """Record one in each town that hears it; None where that fails, and it is to be found again."""
    try:
        with tools.database.reading(AllTowns()) as session:
            heard_by = hearing(session)
        for heard in heard_by.everywhere(line.provider_sid):
            with tools.database.writing(TownScope(heard.town_id)) as session:
                record(session, heard)
    except Exception:  # whatever is wrong with one, the others are taken in
        log.exception("not taken in", extra={"provider_sid": line.provider_sid})
        return None
    return 1 if heard_by.town_ids else 0
