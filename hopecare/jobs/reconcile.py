"""Settle sends of unknown fate by the provider's own list, before anything is repeated."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import IntegrityError

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.delivery_order import LOOKS_NEEDED
from hopecare.domain.identity import SystemActor
from hopecare.errors import ProviderSilentError
from hopecare.jobs.lines import LINES
from hopecare.jobs.pacing import RUN_FOR_S
from hopecare.jobs.sightings import word_of
from hopecare.queries.check_ins import slot_by_id
from hopecare.queries.messages import (
    find_message,
    is_another_under_way,
    known_sids,
    late_doubts,
    messages_in_doubt,
)
from hopecare.services.miss_slot import miss_slot
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from hopecare.services.ring_instead import UNREADABLE
from hopecare.turns import PASSING
from models import ContactPoint, Message
from notifications.answer_links import with_link
from notifications.outbox import note, put

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from hopecare.jobs.tools import Tools
    from notifications.port import Sighting

log = logging.getLogger(__name__)
BY: Final = SystemActor(name="reconcile")
BATCH: Final = 50
CLOCKS_DIFFER: Final = timedelta(minutes=2)
NEVER_TWICE: Final = frozenset({MessageKind.OFFER})
"""Kinds never repeated in doubt: a second offer confuses, a second "how are you" does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doubt:
    """One send in doubt, and where to look for it."""

    message_id: UUID
    channel: Channel
    to: str
    body: str
    since: datetime


def reconcile(tools: Tools) -> int:
    """Look once for every send in doubt whose time to look has come.

    A server that dies while many leave puts hundreds in doubt: as long as there are more, and the
    run is not a long one already, the next set follows at once.
    """
    looked, began = 0, time.monotonic()
    with ThreadPoolExecutor(LINES) as lines:
        while (doubts := _doubts(tools)) is not None:
            looked += len(doubts)
            found = [_settle(tools, *each) for each in lines.map(partial(_look, tools), doubts)]
            # A provider that is silent to one is asked again at the next turn, not by all.
            if not all(found) or time.monotonic() - began >= RUN_FOR_S:
                break
    _miss_the_late(tools)
    return looked


def _miss_the_late(tools: Tools) -> None:
    """A question whose time is over counts as not asked, whatever the provider is silent about.

    Should it have arrived after all, the word of that makes it asked.
    """
    now = tools.clock()
    with tools.database.reading(AllTowns()) as session:
        late = late_doubts(session, now=now)
    for slot_id in late:
        try:
            with tools.database.writing(AllTowns()) as session:
                slot = slot_by_id(session, slot_id)
                if slot.status is SlotStatus.DUE:
                    miss_slot(session, slot=slot, code="too_late", by=BY, now=now)
        except Exception:  # whatever is wrong with one, somebody rings for the others
            log.exception("question not missed", extra={"slot_id": str(slot_id)})


def _doubts(tools: Tools) -> list[_Doubt] | None:
    """Mark what is in doubt as unknown, so that nobody else sends or looks meanwhile.

    None where nothing is: of a whole set nothing may be readable, and more may wait behind it.
    """
    now = tools.clock()
    with tools.database.writing(AllTowns()) as session:
        found = messages_in_doubt(session, now=now, limit=BATCH)
        if not found:
            return None
        base = tools.networks.public_base_url
        doubts = [_doubt(session, one, public_base_url=base, now=now) for one in found]
        return [doubt for doubt in doubts if doubt is not None]


def _doubt(
    session: Session, message: Message, *, public_base_url: str, now: datetime
) -> _Doubt | None:
    """What to look for; a message without a telephone was never handed over.

    Of one that no key opens any more nothing can be looked for: it counts as not sent in the end.
    """
    if message.status is not MessageStatus.UNKNOWN:
        put(session, message, MessageStatus.UNKNOWN, at=now)
    message.looked_at = now
    try:
        return _looked_for(session, message, public_base_url=public_base_url)
    except Exception:  # whatever is wrong with one row, the others are settled
        log.exception("send in doubt could not be read", extra={"message_id": str(message.id)})
    if message.valid_until <= now:
        _end_unread(session, message, now=now)
    return None


def _end_unread(session: Session, message: Message, *, now: datetime) -> None:
    """It counts as not sent; where what follows cannot be read either, it stays in doubt."""
    message_id = message.id
    late = DeliveryWord(status=MessageStatus.EXPIRED, code=UNREADABLE)
    try:
        with session.begin_nested():
            record_delivery(session, message=message, word=late, by=BY, now=now)
    except PASSING:
        raise
    except Exception:  # whatever is wrong with what it is about, the others are settled
        log.exception("unreadable send not ended", extra={"message_id": str(message_id)})


def _looked_for(session: Session, message: Message, *, public_base_url: str) -> _Doubt | None:
    """To whom it went, with which words, and since when it may have."""
    point = (
        session.get(ContactPoint, message.contact_point_id) if message.contact_point_id else None
    )
    if point is None:
        return None
    return _Doubt(
        message_id=message.id,
        channel=message.channel,
        to=point.value,
        body=with_link(message.body or "", message.id, public_base_url=public_base_url),
        since=(message.claimed_at or message.not_before) - CLOCKS_DIFFER,
    )


def _look(tools: Tools, doubt: _Doubt) -> tuple[_Doubt, Sequence[Sighting] | None]:
    """Ask the provider, with no transaction open; None where it does not answer."""
    network = tools.networks.carrying(doubt.channel)
    try:
        return doubt, network.seen(doubt.to, since=doubt.since)
    except ProviderSilentError:
        log.warning("provider did not answer", extra={"message_id": str(doubt.message_id)})
        return doubt, None


def _settle(tools: Tools, doubt: _Doubt, seen: Sequence[Sighting] | None) -> bool:
    """Write what was seen; False where the provider was silent, and nothing is known.

    What another worker claims in the same moment leaves this one in doubt, to be looked at anew.
    """
    if seen is None:
        return False
    try:
        _write(tools, doubt, seen)
    except IntegrityError:
        log.warning("send claimed by another", extra={"message_id": str(doubt.message_id)})
    return True


def _write(tools: Tools, doubt: _Doubt, seen: Sequence[Sighting]) -> None:
    """Settle one by what was seen, in one transaction."""
    now, name = tools.clock(), tools.networks.carrying(doubt.channel).name
    with tools.database.writing(AllTowns()) as session:
        message = find_message(session, doubt.message_id, alone=True)
        if message is None or message.status is not MessageStatus.UNKNOWN:
            return
        if is_another_under_way(session, message):
            return  # the line that fits may be that one's: looked at once it is written
        match = _match(session, name, doubt, seen)
        if match is None:
            _not_seen(session, message, now=now)
        else:
            _seen(session, message, match, provider=name, now=now)


def _match(
    session: Session, provider: str, doubt: _Doubt, seen: Sequence[Sighting]
) -> Sighting | None:
    """The line of the list that is this send: same words, in time, and nobody else's."""
    taken = known_sids(session, provider, [one.provider_sid for one in seen])
    fits = [
        one
        for one in seen
        if one.provider_sid not in taken
        and one.body in (None, doubt.body)
        and (one.made_at is None or one.made_at >= doubt.since)
    ]
    return fits[-1] if fits else None


def _seen(
    session: Session, message: Message, sighting: Sighting, *, provider: str, now: datetime
) -> None:
    """The provider has it: nothing is sent again."""
    # It was found by number and words alone, so it may be an older send that was in doubt too: that
    # one's loss must not repeat the newer. It goes to a person, though the reason may pass.
    word = replace(
        word_of(sighting, provider=provider, attempt=message.attempt), passes=False, is_guess=True
    )
    record_delivery(session, message=message, word=word, by=BY, now=now)


def _not_seen(session: Session, message: Message, *, now: datetime) -> None:
    """Not on the list: after enough looks it counts as not sent."""
    message.looks += 1
    if message.looks < LOOKS_NEEDED:
        note(session, message, at=now, code="not_seen")
        return
    if message.kind in NEVER_TWICE:
        failed = DeliveryWord(status=MessageStatus.FAILED, code="provider_down")
        record_delivery(session, message=message, word=failed, by=BY, now=now)
        return
    if message.valid_until <= now:
        late = DeliveryWord(status=MessageStatus.EXPIRED, code="too_late")
        record_delivery(session, message=message, word=late, by=BY, now=now)
        return
    message.claimed_at = None
    message.possible_duplicate = True
    message.looks, message.looked_at = 0, None
    message.not_before = now
    put(session, message, MessageStatus.PENDING, at=now, code="sent_again")
