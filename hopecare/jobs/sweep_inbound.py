"""Look in the provider's own list for texts of which no webhook ever told us.

A provider tries a webhook once or twice; while we were away a call for help may have come. Each
text is taken in once, by the provider's name for it, and keeps the time it was written.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.jobs.looks import since_last_look
from hopecare.queries.messages import known_inbound, town_of_number
from hopecare.queries.search_terms import phone_index
from hopecare.services.record_inbound import IncomingText, record_inbound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.jobs.tools import Tools
    from notifications.port import Heard

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="sweep_inbound")
LONGEST_BODY: Final = 1600


def sweep_inbound(tools: Tools) -> int:
    """Take in what is on the list since the last look that came to its end, and not with us."""
    network, now = tools.networks.texts, tools.clock()
    found = network.heard(since=since_last_look(tools, BY.name, now=now))
    with tools.database.reading(AllTowns()) as session:
        known = known_inbound(session, network.name, [text.provider_sid for text in found])
    missed = [text for text in found if text.provider_sid not in known]
    return sum(_take_in(tools, text, provider=network.name) for text in _in_order(missed))


def _in_order(texts: Sequence[Heard]) -> Sequence[Heard]:
    """As they were written: a stop and a start after it mean something else than the reverse."""
    return sorted(texts, key=lambda text: text.sent_at)


def _take_in(tools: Tools, heard: Heard, *, provider: str) -> int:
    """One text in one transaction; one that fails is found again at the next look."""
    now = tools.clock()
    text = IncomingText(
        provider=provider,
        provider_sid=heard.provider_sid,
        from_number=heard.from_number,
        body=heard.body[:LONGEST_BODY],
        sent_at=heard.sent_at,
    )
    try:
        with tools.database.reading(AllTowns()) as session:
            town_id = town_of_number(session, phone_index(text.from_number), now=now)
        if town_id is None:
            return 0
        with tools.database.writing(TownScope(town_id)) as session:
            record_inbound(session, town_id=town_id, text=text, by=BY, now=now)
    except Exception:  # whatever is wrong with one, the others are taken in
        log.exception("text not taken in", extra={"provider_sid": heard.provider_sid})
        return 0
    return 1
