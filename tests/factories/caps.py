"""Volunteers whom a cap leaves in peace, one way for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hopecare.domain.channels import ReplyWay
from hopecare.domain.matching.caps import Cap
from hopecare.domain.needs import NeedKind
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import answer_offer
from hopecare.services.finish_task import finish_task
from models import ContactPoint, Person
from tests.factories.cases import BY, a_need
from tests.factories.offers import NO, a_task, an_offer
from tests.factories.towns import NOW

HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)


def given(session: Session, helper: Person, **wishes: object) -> None:
    """They set this on their page."""
    profile = profile_of(session, helper.id)
    for name, value in wishes.items():
        setattr(profile, name, value)
    session.flush()


def asked_before(session: Session, helper: Person, *hours: int) -> None:
    """Asked for other needs so many hours ago, and said no."""
    for before in hours:
        offer = an_offer(session, a_need(session), helper, now=NOW - before * HOUR)
        answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=NOW - before * HOUR)


def heavy(session: Session, helper: Person) -> None:
    """They saw hard work through yesterday."""
    kind = NeedKind.PERSONAL_CARE
    task = a_task(session, a_need(session, kind=kind), helper, now=NOW - 60 * DAY)
    finish_task(session, task_id=task.id, by=BY, now=NOW - DAY)


def stopped_texts(session: Session, helper: Person) -> None:
    """They answer by text, and want no texts."""
    given(session, helper, answers_by=ReplyWay.SMS)
    mine = select(ContactPoint).where(ContactPoint.person_id == helper.id)
    session.scalars(mine).one().opted_out_at = NOW - HOUR


def elsewhere_then(session: Session, helper: Person) -> None:
    """They promised the hour from three to somebody else."""
    held = a_need(session, starts_at=time(15), minutes=60)
    a_task(session, held, helper, now=NOW - 9 * DAY)


def _at_their_limit(session: Session, helper: Person) -> None:
    asked_before(session, helper, 30)
    given(session, helper, askings_a_week=1)


LEFT_IN_PEACE: Final[Mapping[Cap, Callable[[Session, Person], object]]] = {
    Cap.NO_WAY: stopped_texts,
    Cap.CLASHES: elsewhere_then,
    Cap.THIS_DAY: lambda session, helper: asked_before(session, helper, 5),
    Cap.THIS_WEEK: lambda session, helper: asked_before(session, helper, 30, 60, 90),
    Cap.OWN_LIMIT: _at_their_limit,
    Cap.OWN_HOURS: lambda session, helper: given(
        session, helper, asked_from=time(18), asked_until=time(20)
    ),
    Cap.ASKED_NOW: lambda session, helper: an_offer(session, a_need(session), helper),
    Cap.RESTS: heavy,
}
