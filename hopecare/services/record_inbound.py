"""Take a text somebody wrote: kept first, then understood, and never guessed at.

It goes to the one open question on that telephone that its words can answer. With several, or
none, a person reads it; so does a person where understanding it has failed: what somebody wrote is
never lost with it.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.domain.reply_words import Reply, read_reply
from hopecare.queries.messages import find_inbound, telephones_of
from hopecare.queries.search_terms import phone_index
from hopecare.queries.town_days import local_day
from hopecare.services.act_on_text import act_on_text
from hopecare.services.answer_question import Taking
from hopecare.services.ask_for_review import ask_for_review
from hopecare.services.note_takes_texts import note_takes_texts
from hopecare.turns import PASSING
from models import InboundMessage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import ContactPoint

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingText:
    """A text as the network handed it over."""

    provider: str
    provider_sid: str
    from_number: str
    """E.164."""
    body: str
    sent_at: datetime | None = None
    """When it was written, where that is not now: found later in the provider's own list."""
    is_sure: bool = True
    """Whether it was this town they wrote to, as far as anybody can know."""


def record_inbound(
    session: Session, *, town_id: UUID, text: IncomingText, by: Actor, now: datetime
) -> InboundMessage:
    """Keep the text once and act on it; the same text again gives back what it came to."""
    known = find_inbound(session, provider=text.provider, provider_sid=text.provider_sid)
    if known is not None:
        return known
    reply = read_reply(text.body)
    row = InboundMessage(
        town_id=town_id,
        provider=text.provider,
        provider_sid=text.provider_sid,
        channel=Channel.SMS,
        received_at=min(text.sent_at or now, now),
        from_number=text.from_number,
        from_index=phone_index(text.from_number),
        body=text.body,
        meaning=reply.meaning,
        needs_review=True,
    )
    session.add(row)
    session.flush()
    _understand(session, row, reply, is_sure=text.is_sure, by=by, now=now)
    return row


def _understand(
    session: Session, row: InboundMessage, reply: Reply, *, is_sure: bool, by: Actor, now: datetime
) -> None:
    """Act on what was kept; whatever is wrong with those it is about, a person reads it."""
    try:
        with session.begin_nested():
            points = _telephones(session, row, now)
            note_takes_texts(session, points=points, by=by, now=now)
            taking = Taking(
                session=session,
                row=row,
                reply=reply,
                points=points,
                is_sure=is_sure,
                by=by,
                now=now,
            )
            act_on_text(taking)
    except PASSING:
        raise
    except Exception:  # one broken row must never cost somebody their words
        log.exception("text could not be understood", extra={"inbound_id": str(row.id)})
        _leave_to_person(session, row, by=by, now=now)


def _leave_to_person(session: Session, row: InboundMessage, *, by: Actor, now: datetime) -> None:
    """Ask a person to read it; where even that fails, it stands among what is to be read."""
    try:
        with session.begin_nested():
            ask_for_review(session, row=row, by=by, now=now)
    except PASSING:
        raise
    except Exception:  # the same
        log.exception("review could not be asked for", extra={"inbound_id": str(row.id)})


def _telephones(session: Session, row: InboundMessage, now: datetime) -> Sequence[ContactPoint]:
    """Everybody whose telephone it came from; the row names them where it is only one."""
    today = local_day(session, row.town_id, now)
    points = telephones_of(session, row.from_index, today=today)
    people = {point.person_id for point in points}
    row.person_id = next(iter(people)) if len(people) == 1 else None
    return points
