"""Look in the provider's own list for calls to our number of which no webhook ever told us.

Whoever rang us while we were away heard nothing of ours. The call is kept once, by the provider's
name for it and with the time it rang, and a person rings back.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.identity import SystemActor
from hopecare.jobs.looks import since_last_look
from hopecare.jobs.taking_in import not_with_us, take_in
from hopecare.queries.hearing_towns import find_hearing
from hopecare.services.record_call_in import CallIn, record_call_in

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.domain.two_towns import HeardInTown, Hearing
    from hopecare.jobs.tools import Tools
    from notifications.port import RangIn

BY: Final = SystemActor(name="sweep_calls_in")
STILL_RINGS: Final = timedelta(minutes=1)
"""A call so young may be just about to be told of: it is found at the next look."""


def sweep_calls_in(tools: Tools) -> int:
    """Take in what is on the list since the last look that came to its end, and not with us."""
    network, now = tools.networks.calls, tools.clock()
    rang = network.rang(since=since_last_look(tools, BY.name, now=now))
    found = [call for call in rang if call.rang_at <= now - STILL_RINGS]
    missed = not_with_us(tools, network.name, found)
    return sum(_take_in(tools, call, provider=network.name) for call in missed)


def _take_in(tools: Tools, rang: RangIn, *, provider: str) -> int:
    def hearing(session: Session) -> Hearing:
        return find_hearing(
            session,
            provider=provider,
            provider_sid=rang.provider_sid,
            from_number=rang.from_number,
            body=None,
            at=rang.rang_at,
        )

    def record(session: Session, heard: HeardInTown) -> None:
        call = CallIn(
            provider=provider,
            call_sid=heard.provider_sid,
            from_number=rang.from_number,
            rang_at=rang.rang_at,
        )
        record_call_in(session, town_id=heard.town_id, call=call, by=BY, now=tools.clock())

    return take_in(tools, rang, record, hearing=hearing)
