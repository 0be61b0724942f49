"""Tell a number nobody knows whom to call, in the network's own answer to what they wrote.

The words are the same whenever the network asks again about the same text, so that it may lose our
answer; it sends them once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.channel_profiles import profile_for
from hopecare.country_facts import emergency_numbers
from hopecare.domain.channels import Channel
from hopecare.domain.names import has_hangul
from hopecare.domain.phone import at_home
from hopecare.domain.strangers import TOLD_AGAIN_AFTER, StrangerFacts, is_told
from hopecare.language.texts import Words, sentence_of
from hopecare.language.wordings import Text
from hopecare.queries.messages import telephones_of
from hopecare.queries.residents import find_phone
from hopecare.queries.sending_stops import is_stopped
from hopecare.queries.strangers import count_told, wants_no_texts, was_told_since
from hopecare.queries.town_days import local_day
from models import InboundMessage, Town

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

HOUR: Final = timedelta(hours=1)


def tell_stranger(
    session: Session, *, reply_id: UUID, own_numbers: Collection[str], now: datetime
) -> str | None:
    """Give the words, once a number in some months; None for whoever is known or gets no more."""
    row = session.get_one(InboundMessage, reply_id)
    town = session.get_one(Town, row.town_id)
    if row.stranger_told_at is not None:
        return None if _is_stopped(session, row) else _words(row, town)
    if town.is_demonstration or _is_known(session, row, now):
        return None
    row, town = _held(session, row)
    if row.stranger_told_at is not None:  # by the network's other request about the same text
        return _words(row, town)
    if not is_told(_facts(session, row, town, own_numbers, now)):
        return None
    row.stranger_told_at = now
    session.flush()
    return _words(row, town)


def _held(session: Session, row: InboundMessage) -> tuple[InboundMessage, Town]:
    """Hold the town: two texts at one moment are told once, and none gets past the hour's most.

    Whoever writes a new row into the town does not wait for us, nor we for them.
    """
    hold = {"key_share": True}
    town = session.get_one(Town, row.town_id, with_for_update=hold, populate_existing=True)
    return session.get_one(InboundMessage, row.id, populate_existing=True), town


def _is_known(session: Session, row: InboundMessage, now: datetime) -> bool:
    """Whether somebody has this telephone today."""
    today = local_day(session, row.town_id, now)
    return bool(telephones_of(session, row.from_index, today=today))


def _is_stopped(session: Session, row: InboundMessage) -> bool:
    """Whether nothing leaves the town, or no text: our answer would be one."""
    return is_stopped(session, town_id=row.town_id, channel=Channel.SMS)


def _facts(
    session: Session, row: InboundMessage, town: Town, own_numbers: Collection[str], now: datetime
) -> StrangerFacts:
    """What is looked at."""
    index, since = row.from_index, now - TOLD_AGAIN_AFTER
    return StrangerFacts(
        can_be_texted=_is_mobile(row.from_number, town),
        is_own=row.from_number in own_numbers,
        is_stopped=_is_stopped(session, row),
        wants_no_texts=wants_no_texts(session, index, town_id=town.id),
        was_told=was_told_since(session, index, town_id=town.id, since=since),
        told_by_town=count_told(session, town_id=town.id, since=now - HOUR),
        age=now - row.received_at,
    )


def _is_mobile(raw: str, town: Town) -> bool:
    """Whether it is a mobile's number as networks write it, whole and with its country."""
    number = find_phone(raw, town.country)
    return number is not None and number.e164 == raw and number.is_mobile


def _words(row: InboundMessage, town: Town) -> str:
    """The sentence, in the town's language, or in English to whoever writes in letters."""
    profile = profile_for(town.channel_profile, town.country)
    written = row.body or ""
    in_letters = any(sign.isalpha() for sign in written) and not has_hangul(written)
    return sentence_of(
        Words(
            text=Text.UNKNOWN_SENDER,
            values={
                "office": at_home(town.office_phone),
                "emergency": emergency_numbers(town.country).life,
            },
        ),
        language="en" if in_letters else town.language,
        channel=Channel.SMS,
        profile=profile,
        zone=town.zone,
    )
