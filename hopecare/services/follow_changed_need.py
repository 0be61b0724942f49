"""A need was changed while neighbours are asked or help: each hears what is true for them now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.care_path import OfferStatus
from hopecare.domain.offers import StandDownCause
from hopecare.queries.asked_before import facts_asked_for
from hopecare.queries.clashes import find_clash
from hopecare.queries.yes_rules import rules_broken_by
from hopecare.services.ask_anew import ask_anew
from hopecare.services.ask_successors import ask_successors
from hopecare.services.end_asking import end_asking
from hopecare.services.end_calls_of_need import end_calls_of_need
from hopecare.services.keep_within_day import keep_within_day
from hopecare.services.let_go_offers import let_go_offers
from hopecare.services.owe_case_call import owe_case_call
from hopecare.services.stand_down_offers import stand_down_offers
from hopecare.services.tell_of_second import tell_of_second
from hopecare.services.tell_task_changed import tell_task_changed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.asked_before import AskedBefore
    from models import Case, Need, Task


def follow_changed_need(
    session: Session, case: Case, need: Need, before: AskedBefore, *, by: Actor, now: datetime
) -> None:
    """Stand down whom it suits no more, ask the others anew, and go on with the new facts.

    Whoever holds it hears of it too; nothing that they promised ends by itself.
    """
    keep_within_day(session, case, need, now=now)
    if not before.broken:
        return
    _follow_number(session, case, need, before, by, now)
    after = rules_broken_by(session, need, list(before.broken), now=now)
    unsuited = {each for each in after if after[each] - before.broken[each]}
    is_other_help = before.facts != facts_asked_for(need)
    in_doubt = _told(session, need, before.held, now) if is_other_help else frozenset()
    for task in before.held:
        if task.helper_id in unsuited | in_doubt:
            _ring(session, case, need, task, by, now)
    standing = [offer for offer in before.offers if offer.status is OfferStatus.STANDING]
    let_go = [offer for offer in standing if offer.helper_id in unsuited]
    for offer in standing if is_other_help else ():
        if offer not in let_go:
            ask_anew(session, case, need, offer, now=now)
    let_go_offers(session, case, need, let_go, by=by, now=now)


def _follow_number(
    session: Session, case: Case, need: Need, before: AskedBefore, by: Actor, now: datetime
) -> None:
    """Fewer are needed: whoever is still asked hears that enough were found.

    More are needed: a second is looked for, as when a helper has left.
    """
    if need.people_needed > before.people and before.held:
        ask_successors(session, case, need, by=by, now=now)
        tell_of_second(session, need, now=now)
    elif need.people_needed < before.people and before.held:
        end_calls_of_need(session, need, ended_by=AlertEnd.HELPED, by=by, now=now)
        stand_down_offers(session, case, need, cause=StandDownCause.FILLED, by=by, now=now)
        end_asking(session, case, need, now=now)
        for task in before.held:
            # They said yes to going with somebody.
            _ring(session, case, need, task, by, now)


def _ring(session: Session, case: Case, need: Need, task: Task, by: Actor, now: datetime) -> None:
    """They gave their word to something else: a person asks, and decides with them."""
    key, to_id = f"changed:{task.id}:{need.version}", task.helper_id
    owe_case_call(session, case, to_id=to_id, key=key, by=by, now=now)


def _told(session: Session, need: Need, held: Sequence[Task], now: datetime) -> frozenset[UUID]:
    """Tell each what they help with now; give whom no text tells, or who is elsewhere then."""
    for task in held:
        tell_task_changed(session, need, task, now=now)
    return frozenset(
        task.helper_id
        for task in held
        if task.offer_id is None
        or find_clash(session, need, helper_id=task.helper_id, now=now) is not None
    )
