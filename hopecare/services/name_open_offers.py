"""Answer a volunteer whose yes or no names no open request: which are open, or that none is."""

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

    Only to a telephone of one volunteer: on a shared one, nobody else may read what is asked.
    """
    if not _means_offer(reply, questions) or now - row.received_at > ANSWERED_WITHIN:
        return
    if row.person_id is None or find_profile(session, row.person_id) is None:
        return
    helper = person_by_id(session, row.person_id)
    offers = offers_open_to(session, helper.id)
    newest = offers[0].id if offers else "none"
    day = local_day(session, row.town_id, now)
    promise(
        session,
        town_id=row.town_id,
        kind=MessageKind.THANKS,
        to_person_id=helper.id,
        dedup_key=f"which_offer:{helper.id}:{day}:{len(offers)}:{newest}",
        words=_words(session, helper, offers),
        language=helper.language,
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
