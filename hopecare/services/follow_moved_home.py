"""Whoever needs a help lives elsewhere now: each who is asked for it or gives it hears so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.delivery import MessageKind
from hopecare.language.wordings import Text
from hopecare.queries.asked_before import suits_no_more
from hopecare.queries.offers import offer_by_id
from hopecare.services.ask_anew import ask_anew
from hopecare.services.let_go_offers import let_go_offers
from hopecare.services.owe_case_call import owe_case_call
from hopecare.services.tell_helper import tell_helper

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.asked_before import AskedBefore
    from models import Case, Need, Task


def follow_moved_home(  # noqa: PLR0913  whose need, how it was asked, where they live now
    session: Session,
    case: Case,
    need: Need,
    before: AskedBefore,
    *,
    household_id: UUID,
    by: Actor,
    now: datetime,
) -> None:
    """Let go whom it suits no more from there and ask the others anew; nothing else ends by itself.

    Whoever helps is told that the address is another, and rung where it may not suit them.
    """
    unsuited = suits_no_more(session, need, before, now=now)
    for task in before.held:
        _tell(session, task, str(household_id), now)
        if task.offer_id is None or task.helper_id in unsuited:
            key, to_id = f"moved:{task.id}:{household_id}", task.helper_id
            owe_case_call(session, case, to_id=to_id, key=key, by=by, now=now)
    standing = [offer for offer in before.offers if offer.status is OfferStatus.STANDING]
    let_go = [offer for offer in standing if offer.helper_id in unsuited]
    for offer in standing:
        if offer not in let_go:
            ask_anew(session, case, need, offer, now=now)
    let_go_offers(session, case, need, let_go, by=by, now=now)


def _tell(session: Session, task: Task, occasion: str, now: datetime) -> None:
    """Promise the words; a task that began without an offer is told by a person."""
    if task.offer_id is not None:
        offer, kind, text = offer_by_id(session, task.offer_id), MessageKind.NOTICE, Text.TASK_MOVED
        tell_helper(session, offer, kind=kind, text=text, occasion=occasion, now=now)
