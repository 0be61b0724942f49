"""Wait for what came of a referral that was taken on: by which day, and its link opens as long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.care_path import ReferralEvent, ReferralStatus
from hopecare.domain.town_settings import OUTCOME_DAYS
from hopecare.errors import InvalidInputError
from hopecare.queries.silent_referrals import ANSWERS
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.lengthen_links import lengthen_links
from hopecare.services.move_referral import move_referral
from hopecare.town_values import value_here
from models import Application, LegalClock

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from models import Referral

LONGEST_WAIT = timedelta(days=366)
"""No office names a later day; a year mistyped must not hide a referral for ever."""


def await_outcome(
    session: Session,
    referral: Referral,
    *,
    heard_on: date,
    named_on: date | None = None,
    now: datetime,
) -> None:
    """Set the day: the one the office named, else its law's where a clock runs, else the town's.

    Only the day it named moves a referral that was not taken on.
    """
    if named_on is not None:
        _refuse_day(session, referral, heard_on, named_on, now)
    elif referral.status is not ReferralStatus.ACCEPTED:
        return
    if referral.status is ReferralStatus.NO_ANSWER:
        # Late already, it is waited for anew: its next silence is asked about like the first.
        move_referral(referral, event=ReferralEvent.IN_HAND)
        referral.seen_at = referral.seen_at or now
    referral.answer_due_on = named_on or _reckoned(session, referral, heard_on)
    lengthen_links(session, referral, now=now)


def _refuse_day(
    session: Session, referral: Referral, heard_on: date, named_on: date, now: datetime
) -> None:
    if named_on < heard_on:
        raise InvalidInputError({"due_on": ["due_before_start"]})
    if named_on > local_day(session, referral.town_id, now) + LONGEST_WAIT:
        raise InvalidInputError({"due_on": ["date_too_late"]})


def _reckoned(session: Session, referral: Referral, heard_on: date) -> date:
    """Where an application was handed in with it, its clock alone says when it is decided."""
    by_law = session.scalar(
        select(func.max(LegalClock.due_on))
        .join(Application, Application.id == LegalClock.application_id)
        .where(
            Application.referral_id == referral.id,
            LegalClock.ended_at.is_(None),
            LegalClock.kind.in_(ANSWERS),
        )
    )
    if by_law is not None:
        return by_law
    town = town_by_id(session, referral.town_id)
    days = int(value_here(session, town, OUTCOME_DAYS, on=heard_on)["days_to_decide"])
    return heard_on + timedelta(days=days)
