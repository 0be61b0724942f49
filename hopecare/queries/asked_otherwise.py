"""What the question of an offer says of the help, and whether it is another by now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.domain.care_path import OfferStatus
from hopecare.queries.cases import case_by_id
from hopecare.queries.offer_messages import change_is_unheard
from hopecare.queries.residents import person_by_id

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Need, Offer


def what_is_asked(session: Session, need: Need) -> dict[str, Any]:
    """Give what a question says of it now: which help, on which days and hours, which district."""
    resident = person_by_id(session, case_by_id(session, need.case_id).resident_id)
    return {
        "kind": need.kind.value,
        "rhythm": need.rhythm.value,
        "from_on": need.from_on.isoformat(),
        "until_on": need.until_on.isoformat() if need.until_on else None,
        "weekdays": list(need.weekdays),
        "starts_at": need.starts_at.isoformat() if need.starts_at else None,
        "minutes": need.minutes,
        "area_id": str(resident.area_id) if resident.area_id else None,
    }


def answers_old_words(session: Session, need: Need, offer: Offer) -> bool:
    """Whether a yes by text or key is to words of before: of what it is now none have left.

    Whoever is asked now is told of every change (`follow_changed_need`).
    """
    if change_is_unheard(session, offer.id):
        return True
    return offer.status is not OfferStatus.STANDING and is_asked_otherwise(session, need, offer)


def is_asked_otherwise(session: Session, need: Need, offer: Offer) -> bool:
    """Whether what they were asked last is not what is needed; of old offers nothing is known."""
    return offer.asked_for is not None and offer.asked_for != what_is_asked(session, need)
