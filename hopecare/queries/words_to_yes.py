"""What is true of a yes or a no said in a call: read from how the offer stands after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.offers import YesBar
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.asked_otherwise import is_asked_otherwise
from hopecare.queries.clashes import find_clash
from hopecare.queries.needs import need_by_id
from hopecare.queries.offers import offer_by_id
from hopecare.queries.residents import person_by_id
from hopecare.queries.tasks import count_held, find_active_task
from hopecare.queries.volunteers import profile_of
from hopecare.queries.weekly import find_backup
from hopecare.queries.yes_rules import bar_to_yes, may_hold_again

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.language.texts import Value
    from models import Need, Offer


def words_to_yes(session: Session, offer_id: UUID, *, now: datetime) -> Words:
    """Thanks only where it is theirs; otherwise why their yes did not count, kindly."""
    offer = offer_by_id(session, offer_id)
    need = need_by_id(session, offer.need_id)
    values: dict[str, Value] = {"helper": person_by_id(session, offer.helper_id).called}
    text = _text(session, need, offer, now=now)
    clash = find_clash(session, need, helper_id=offer.helper_id, now=now)
    if text is Text.CLASHES and clash is not None:
        values |= {"need": clash.kind, "until": clash.at}
    return Words(text=text, values=values)


def words_to_no(session: Session, offer_id: UUID) -> Words:
    """Thanks, but for whoever holds it: it is theirs until they hand it back."""
    offer = offer_by_id(session, offer_id)
    task = find_active_task(session, need_id=offer.need_id, helper_id=offer.helper_id)
    is_held = offer.status is OfferStatus.ACCEPTED and task is not None
    values: dict[str, Value] = {"helper": person_by_id(session, offer.helper_id).called}
    return Words(text=Text.NO_TO_HELD if is_held else Text.ANSWER_NO, values=values)


def _text(session: Session, need: Need, offer: Offer, *, now: datetime) -> Text:
    """As the answer decides, in its order; whoever holds it has said yes in time."""
    if offer.status is OfferStatus.ACCEPTED:
        return _text_of_accepted(session, need, offer, now=now)
    if (bar := bar_to_yes(session, need, offer, now=now)) is not None:
        return Text.YES_TO_CHANGED if bar is YesBar.CHANGED else Text.OFFER_OVER
    if offer.status is OfferStatus.LATE:
        return late_thanks(session, need)
    if count_held(session, offer.helper_id) >= profile_of(session, offer.helper_id).max_active:
        return Text.HOLDS_ENOUGH
    if find_clash(session, need, helper_id=offer.helper_id, now=now) is not None:
        return Text.CLASHES
    return _text_of_change(session, need, offer)


def _text_of_accepted(session: Session, need: Need, offer: Offer, *, now: datetime) -> Text:
    """Thanks while they hold it; afterwards it may still be open."""
    if find_active_task(session, need_id=need.id, helper_id=offer.helper_id) is not None:
        return Text.ANSWER_YES
    is_open = may_hold_again(session, need, offer, now=now)
    return Text.HELD_BEFORE if is_open else Text.OFFER_OVER


def _text_of_change(session: Session, need: Need, offer: Offer) -> Text:
    """Nothing else stands against it: it is another by now, and may be asked of them anew."""
    if is_asked_otherwise(session, need, offer):
        return Text.YES_TO_CHANGED
    return Text.ASKED_ANEW if offer.status is OfferStatus.STANDING else Text.OFFER_OVER


def late_thanks(session: Session, need: Need) -> Text:
    """Help every week wants a backup, as long as it has none."""
    is_asked = need.rhythm is NeedRhythm.WEEKLY and find_backup(session, need.id) is None
    return Text.SAID_YES_LATE_WEEKLY if is_asked else Text.SAID_YES_LATE
