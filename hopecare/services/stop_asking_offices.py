"""Nothing may be shared any more: no office is asked about what it has answered already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.calls import CallTaskKind
from hopecare.queries.office_calls import office_to_ask, open_calls_about
from hopecare.queries.referrals import closed_referrals_of
from hopecare.queries.town_days import local_day
from hopecare.services.ask_person_instead import ask_person_instead
from hopecare.services.finish_call_task import finish_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def stop_asking_offices(session: Session, person: Person, *, by: Actor, now: datetime) -> None:
    """Of what is over, the person is asked what an office was to be asked.

    What an office had asked is not answered. What a right holds against their no goes on.
    """
    today = local_day(session, person.town_id, now)
    for referral in closed_referrals_of(session, person.id):
        if office_to_ask(session, referral.id, on=today) is not None:
            continue
        ask_person_instead(session, referral)
        for task in open_calls_about(session, referral):
            if task.kind is CallTaskKind.OFFICE_ASKS:
                finish_call_task(session, task_id=task.id, outcome=None, by=by, now=now)
