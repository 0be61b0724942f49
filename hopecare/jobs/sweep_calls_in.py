"""Look in the provider's own list for calls to our number of which no webhook ever told us.

Whoever rang us while we were away heard nothing of ours. The call is kept once, by the provider's
name for it and with the time it rang, and a person rings back.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.jobs.looks import since_last_look
from hopecare.queries.messages import known_inbound, town_of_number
from hopecare.queries.search_terms import phone_index
from hopecare.services.record_call_in import CallIn, record_call_in

if TYPE_CHECKING:
    from hopecare.jobs.tools import Tools
    from notifications.port import RangIn

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="sweep_calls_in")
STILL_RINGS: Final = timedelta(minutes=1)
"""A call so young may be just about to be told of: it is found at the next look."""


def sweep_calls_in(tools: Tools) -> int:
    """Take in what is on the list since the last look that came to its end, and not with us."""
    network, now = tools.networks.calls, tools.clock()
    rang = network.rang(since=since_last_look(tools, BY.name, now=now))
    found = [call for call in rang if call.rang_at <= now - STILL_RINGS]
    with tools.database.reading(AllTowns()) as session:
        known = known_inbound(session, network.name, [call.provider_sid for call in found])
    missed = [call for call in found if call.provider_sid not in known]
    return sum(_take_in(tools, call, provider=network.name) for call in missed)


def _take_in(tools: Tools, rang: RangIn, *, provider: str) -> int:
    """One call in one transaction; one that fails is found again at the next look."""
    now = tools.clock()
    call = CallIn(
        provider=provider,
        call_sid=rang.provider_sid,
        from_number=rang.from_number,
        rang_at=rang.rang_at,
    )
    try:
        with tools.database.reading(AllTowns()) as session:
            town_id = town_of_number(session, phone_index(call.from_number), now=now)
        if town_id is None:
            return 0
        with tools.database.writing(TownScope(town_id)) as session:
            record_call_in(session, town_id=town_id, call=call, by=BY, now=now)
    except Exception:  # whatever is wrong with one, the others are taken in
        log.exception("call not taken in", extra={"provider_sid": rang.provider_sid})
        return 0
    return 1
