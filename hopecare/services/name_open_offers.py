"""Answer whose yes or no names no open request: which are open, that none is, or that we read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.reply_words import ANSWERS
from hopecare.language.offer_words import open_offers_said
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.messages import offers_open_to
from hopecare.queries.needs import need_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import find_profile
from hopecare.services.answer_help_word import ANSWERED_WITHIN
from notifications.outbox import promise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.reply_words import Reply
    from hopecare.queries.open_questions import OpenQuestion
    from models import InboundMessage, Offer, Person


def name_open_offers(
    session: Session,
    row: InboundMessage,
    reply: Reply,
    questions: Sequence[OpenQuestion],
    *,
    now: datetime,
) -> None:
    """Promise one true sentence, once a day while the same stands open: a machine may answer ours.

    What is asked is named only on a telephone of one volunteer: nobody else may read it. Somebody
    known who was asked nothing hears that a person reads it, and which telephone counts.
    """
    if not _means_offer(reply, questions) or now - row.received_at > ANSWERED_WITHIN:
        return
    if row.person_id is None:
        return
    reader = person_by_id(session, row.person_id)
    day = local_day(session, row.town_id, now)
    if find_profile(session, reader.id) is None:
        # Somebody else's telephone, perhaps: it hears nothing of what is asked, nor of whom. Where
        # it was asked something itself, that has its own answer.
        if not questions:
            words = Words(text=Text.OTHER_TELEPHONE, values={})
            _say(session, reader, f"other_telephone:{reader.id}:{day}", words, now)
        return
    offers = offers_open_to(session, reader.id)
    newest = offers[0].id if offers else "none"
    key = f"which_offer:{reader.id}:{day}:{len(offers)}:{newest}"
    _say(session, reader, key, _words(session, reader, offers), now)


def _say(session: Session, reader: Person, key: str, words: Words, now: datetime) -> None:
    promise(
        session,
        town_id=reader.town_id,
        kind=MessageKind.THANKS,
        to_person_id=reader.id,
        dedup_key=key,
        words=words,
        language=reader.language,
        channel=Channel.SMS,
        now=now,
    )


def _means_offer(reply: Reply, questions: Sequence[OpenQuestion]) -> bool:
    """A code that names nothing, a mistyped one, or a bare answer to one of several requests."""
    if reply.slipped:
        return True
    are_offers = all(each.offer_id is not None for each in questions)
    is_unnamed = reply.code is not None and not questions
    return reply.meaning in ANSWERS and (is_unnamed or (len(questions) > 1 and are_offers))


def _words(session: Session, helper: Person, offers: Sequence[Offer]) -> Words:
    if not offers:
        return Words(text=Text.NO_SUCH_OFFER, values={"helper": helper.called})
    named = [(need_by_id(session, each.need_id).kind, each.code) for each in offers]
    said = open_offers_said(named, helper.language)
    return Words(text=Text.WHICH_OFFER, values={"helper": helper.called, "offers": said})
