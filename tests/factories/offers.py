"""Offers and tasks, made by the real verbs."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from hopecare.services.answer_offer import OfferAnswer, answer_offer
from hopecare.services.make_offer import Asking, make_offer
from models import Need, Offer, Person, Task
from tests.factories.cases import BY
from tests.factories.towns import NOW

YES = OfferAnswer(says_yes=True)
NO = OfferAnswer(says_yes=False)


def an_offer(
    session: Session,
    need: Need,
    helper: Person,
    *,
    now: datetime = NOW,
    stands_for: timedelta = timedelta(hours=12),
    wave: int = 1,
) -> Offer:
    """One volunteer is asked for one need."""
    asking = Asking(
        helper_id=helper.id,
        cost=2400,
        distance_m=400,
        terms={"place_filled": 2000, "distance": 400},
        wave=wave,
        lapses_at=now + stands_for,
    )
    return make_offer(session, need, asking, by=BY, now=now)


def a_task(session: Session, need: Need, helper: Person, *, now: datetime = NOW) -> Task:
    """A volunteer who was asked and said yes."""
    offer = an_offer(session, need, helper, now=now)
    answered = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=now)
    assert answered.task is not None
    return answered.task
