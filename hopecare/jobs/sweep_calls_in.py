"""Look in the provider's own list for calls to our number of which no webhook ever told us.

Whoever rang us while we were away heard nothing of ours. The call is kept once, by the provider's
name for it and with the time it rang, and a person rings back.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from hopecare.domain.identity import SystemActor
from hopecare.jobs.looks import looking
from hopecare.jobs.taking_in import not_with_us, take_in, take_in_each
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
    """Take in what is on the list since the last look in which all went well, and not with us."""
    network, now = tools.networks.calls, tools.clock()
    with looking(tools, BY.name) as since:
        found = [call for call in network.rang(since=since) if call.rang_at <= now - STILL_RINGS]
        missed = not_with_us(tools, network.name, found)
        return take_in_each(missed, partial(_take_in, tools, provider=network.name))


def _take_in(tools: Tools, rang: RangIn, *, provider: str) -> int | None:
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
