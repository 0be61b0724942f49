"""A decision was taken back: whoever was to go along to the appointment is looked for again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.language import N_, translator
from hopecare.queries.application_moments import last_decided_at
from hopecare.queries.cases import case_by_id
from hopecare.queries.may_help import FOR_NEIGHBOURS
from hopecare.queries.needs import need_by_id
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.ask_companion import ask_companion
from hopecare.services.owe_case_call import owe_case_call
from hopecare.standing_consents import agrees_to

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application

RIGHT_ONE_WITHIN: Final = timedelta(minutes=30)
"""So long whoever corrects has to write what was decided: only then are neighbours asked."""
WORDS: Final = N_(
    "The decision was taken back, and the appointment stands."
    " Whoever was to go along was told that nobody is needed: ask who goes along now."
)


def bring_companion_back(
    session: Session, application: Application, *, by: Actor, now: datetime
) -> None:
    """Ask neighbours anew where it was the decision that had sent them away.

    Not at once: the right decision may follow, and nobody is asked to hear that nobody is needed.
    For an appointment of today there is no time for it, and without a yes nobody is asked: then
    the person is rung.
    """
    on, today = application.appointment_on, local_day(session, application.town_id, now)
    if on is None or on < today or not _ended_with_decision(session, application):
        return
    if on > today and agrees_to(session, application.person_id, today) >= FOR_NEIGHBOURS:
        later = now + RIGHT_ONE_WITHIN
        ask_companion(session, application_id=application.id, by=by, now=now, not_before=later)
    else:
        _owe_call(session, application, by, now)


def _ended_with_decision(session: Session, application: Application) -> bool:
    """What somebody ended before stays ended."""
    if application.companion_need_id is None:
        return False
    ended_at = need_by_id(session, application.companion_need_id).ended_at
    return ended_at is not None and ended_at == last_decided_at(session, application)


def _owe_call(session: Session, application: Application, by: Actor, now: datetime) -> None:
    case = case_by_id(session, application.case_id)
    say = translator(town_by_id(session, application.town_id).language)
    owe_case_call(
        session,
        case,
        to_id=application.person_id,
        key=f"companion_again:{application.id}:{now.isoformat()}",
        words=say.gettext(WORDS),
        within=timedelta(0),
        by=by,
        now=now,
    )
