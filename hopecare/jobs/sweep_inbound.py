"""Look in the provider's own list for texts of which no webhook ever told us.

A provider tries a webhook once or twice; while we were away a call for help may have come. Each
text is taken in once, by the provider's name for it, and keeps the time it was written.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from hopecare.domain.identity import SystemActor
from hopecare.jobs.looks import looking
from hopecare.jobs.taking_in import not_with_us, take_in, take_in_each
from hopecare.queries.hearing_towns import find_hearing
from hopecare.services.record_inbound import IncomingText, record_inbound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from hopecare.domain.two_towns import HeardInTown, Hearing
    from hopecare.jobs.tools import Tools
    from notifications.port import Heard

BY: Final = SystemActor(name="sweep_inbound")
LONGEST_BODY: Final = 1600


def sweep_inbound(tools: Tools) -> int:
    """Take in what is on the list since the last look in which all went well, and not with us."""
    network = tools.networks.texts
    with looking(tools, BY.name) as since:
        missed = not_with_us(tools, network.name, network.heard(since=since))
        return take_in_each(_in_order(missed), partial(_take_in, tools, provider=network.name))


def _in_order(texts: Sequence[Heard]) -> Sequence[Heard]:
    """As they were written: a stop and a start after it mean something else than the reverse."""
    return sorted(texts, key=lambda text: text.sent_at)


def _take_in(tools: Tools, text: Heard, *, provider: str) -> int | None:
    def hearing(session: Session) -> Hearing:
        return find_hearing(
            session,
            provider=provider,
            provider_sid=text.provider_sid,
            from_number=text.from_number,
            body=text.body[:LONGEST_BODY],
            at=text.sent_at,
        )

    def record(session: Session, heard: HeardInTown) -> None:
        said = IncomingText(
            provider=provider,
            provider_sid=heard.provider_sid,
            from_number=text.from_number,
            body=text.body[:LONGEST_BODY],
            sent_at=text.sent_at,
            is_sure=heard.is_sure,
        )
        record_inbound(session, town_id=heard.town_id, text=said, by=BY, now=tools.clock())

    return take_in(tools, text, record, hearing=hearing)
