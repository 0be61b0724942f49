"""Which words a link's page says: by what is asked, and by how it stands now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.answering import alert_words, look_in_words, words
from hopecare.domain.answer_links import STANDS, LinkAnswer, LinkState
from hopecare.domain.care_path import AlertStatus
from models import Alert, CheckInSlot, Offer

if TYPE_CHECKING:
    from blueprints.answering.said import Said
    from hopecare.queries.answer_links import LinkView


def said_of(view: LinkView) -> Said:
    """Give the words of a link's page."""
    if view.state is LinkState.REVOKED:
        return words.OPENS_NO_MORE
    if isinstance(view.asked, Alert):
        return _of_alert(view, view.asked)
    if view.looks_in:
        return _of_look_in(view)
    if view.state is LinkState.EXPIRED:
        return words.TOO_LATE
    if isinstance(view.asked, Offer):
        return _of_offer(view, view.asked)
    return _of_check_in(view, view.asked)


def _of_alert(view: LinkView, alert: Alert) -> Said:
    if view.state is LinkState.OPEN:
        return alert_words.WAITS
    if view.link.answer is LinkAnswer.PASS_ON and alert.status is AlertStatus.RAISED:
        return alert_words.PASSED_ON
    if view.state is LinkState.EXPIRED or alert.status is AlertStatus.RAISED:
        return alert_words.TOO_LATE
    if alert.status is AlertStatus.RESOLVED:
        return alert_words.ENDED
    is_own = alert.acknowledged_by_id in {view.link.person_id, view.reader_id}
    return alert_words.TAKEN_UP if is_own else alert_words.BY_SOMEBODY_ELSE


def _of_look_in(view: LinkView) -> Said:
    if view.state is LinkState.EXPIRED:
        return look_in_words.TOO_LATE
    if view.state is LinkState.SETTLED:
        return look_in_words.OVER
    answer = view.link.answer
    return look_in_words.SAID[answer] if answer else look_in_words.ASKS


def _of_offer(view: LinkView, offer: Offer) -> Said:
    if view.state is LinkState.OPEN:
        return words.ASKS_HELPER
    if view.link.answer is LinkAnswer.NO:
        return words.ANSWERED[LinkAnswer.NO]
    return words.OFFERS[offer.status]


def _of_check_in(view: LinkView, slot: CheckInSlot) -> Said:
    if view.state is LinkState.OPEN:
        asks = words.ASKS_CARER if view.is_for_carer else words.ASKS_RESIDENT
        return asks[view.question]
    if view.link.answer is LinkAnswer.FINE and slot.status in STANDS:
        return words.NOTED
    if view.link.answer is not None:
        return words.ANSWERED[view.link.answer]
    return words.CHECK_INS[slot.status]
