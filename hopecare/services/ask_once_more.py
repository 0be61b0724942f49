"""Let an offer that has ended stand again, and put its question once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import CaseEvent, NeedEvent, OfferEvent
from hopecare.domain.delivery import MessageKind
from hopecare.domain.timeline import EntryKind
from hopecare.queries.asked_otherwise import answers_old_words
from hopecare.queries.offer_messages import was_asked
from hopecare.services.give_time import give_time
from hopecare.services.move_case import move_case
from hopecare.services.move_need import move_need
from hopecare.services.move_offer import move_offer
from hopecare.services.note_offer import note_offer
from hopecare.services.open_asking import open_asking
from hopecare.services.tell_offer import tell_offer
from models import Message
from notifications.outbox import stop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need, Offer


def ask_once_more(
    session: Session,
    case: Case,
    need: Need,
    offer: Offer,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Ask again; words that say that it has ended are recalled where they have not left.

    What it was before, or said last, may be another help: then it says that it has changed.

    The caller holds case and need, and has set until when it stands; whose own hours hold the
    question back has as long from then.
    """
    is_other = answers_old_words(session, need, offer)
    move_offer(offer, event=OfferEvent.REOPENED)
    move_need(need, event=NeedEvent.OFFER_MADE, now=now)
    move_case(case, event=CaseEvent.OFFER_MADE, now=now)
    open_asking(session, case, need, by=by, now=now)
    give_time(session, case, offer, now=now)
    ending = select(Message).where(
        Message.offer_id == offer.id, Message.kind == MessageKind.STAND_DOWN
    )
    for message in session.scalars(ending).all():
        stop(session, message, code="stands_again", now=now)
    note_offer(session, case, offer, EntryKind.OFFER_MADE, by=by, now=now, wave=offer.wave)
    is_other = is_other and was_asked(session, offer.id)
    tell_offer(session, case, need, offer, has_changed=is_other, now=now)
