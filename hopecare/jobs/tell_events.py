"""Tell other systems what happened: place the news, then claim, send and record each telling."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.services.claim_sendings import claim_sendings
from hopecare.services.place_events import place_events
from hopecare.services.record_sending import record_sending
from models import TimelineEntry
from notifications.webhook_post import headers_of, post_event

if TYPE_CHECKING:
    from hopecare.jobs.tools import Tools
    from hopecare.services.claim_sendings import ClaimedSending

ROUNDS: Final = 20


def tell_events(tools: Tools) -> int:
    """Tell what is due; says how many tellings were tried."""
    _place(tools)
    tried = rounds = 0
    while rounds < ROUNDS:
        with tools.database.writing(AllTowns()) as session:
            base_url = tools.networks.public_base_url
            claimed = claim_sendings(session, base_url=base_url, now=tools.clock())
        if claimed is None:
            break
        rounds += bool(claimed)  # one in which nothing may be told any more keeps nobody waiting
        for each in claimed:
            tried += _tell(tools, each)
    return tried


def _place(tools: Tools) -> None:
    """Number what is new, town by town, each in a transaction of its own."""
    with tools.database.reading(AllTowns()) as session:
        fresh = select(TimelineEntry.town_id).where(TimelineEntry.place.is_(None)).distinct()
        towns = session.scalars(fresh).all()
    for town_id in towns:
        with tools.database.writing(TownScope(town_id)) as session:
            place_events(session, town_id=town_id, now=tools.clock())


def _tell(tools: Tools, claimed: ClaimedSending) -> int:
    """Send with no transaction open, then write what came of it; too late is left to another."""
    if tools.clock() >= claimed.until:
        return 0
    headers = headers_of(
        message_id=claimed.message_id,
        secret=claimed.secret,
        body=claimed.body,
        now=tools.clock(),
    )
    status = post_event(
        claimed.url, headers=headers, body=claimed.body, lets_private=tools.webhooks_to_private
    )
    with tools.database.writing(AllTowns()) as session:
        record_sending(
            session,
            sending_id=claimed.sending_id,
            tries=claimed.tries,
            status=status,
            spread=random.random(),  # noqa: S311  when a telling is tried again, is no secret
            now=tools.clock(),
        )
    return 1
