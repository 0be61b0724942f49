"""Somebody rings our number: the call is kept once, and a person rings back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.messages import find_inbound, telephones_of
from hopecare.queries.search_terms import phone_index
from hopecare.queries.strangers import is_ringable, waits_as_call
from hopecare.queries.town_days import local_day
from hopecare.services.ask_for_review import ask_for_review
from models import InboundMessage

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class CallIn:
    """A call to our number as the network tells of it."""

    provider: str
    call_sid: str
    from_number: str
    """E.164, or whatever stands in its place where the number is withheld."""
    rang_at: datetime | None = None
    """When, where that was not just now."""


def record_call_in(
    session: Session, *, town_id: UUID, call: CallIn, by: Actor, now: datetime
) -> InboundMessage:
    """Keep it once and owe a look at it. Ringing us answers no question of ours."""
    known = find_inbound(session, provider=call.provider, provider_sid=call.call_sid)
    if known is not None:
        return known
    index = phone_index(call.from_number)
    points = telephones_of(session, index, today=local_day(session, town_id, now))
    people = {point.person_id for point in points}
    row = InboundMessage(
        town_id=town_id,
        provider=call.provider,
        provider_sid=call.call_sid,
        channel=Channel.VOICE,
        received_at=call.rang_at or now,
        from_number=call.from_number,
        from_index=index,
        body=None,
        meaning=ReplyMeaning.UNCLEAR,
        needs_review=False,
        person_id=next(iter(people)) if len(people) == 1 else None,
    )
    session.add(row)
    session.flush()
    if is_ringable(session, row) and not waits_as_call(session, row):
        ask_for_review(session, row=row, by=by, now=now)
    return row
