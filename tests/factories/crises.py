"""Crises opened by the real verbs."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from hopecare.services.end_crisis import end_crisis
from hopecare.services.open_crisis import open_crisis
from hopecare.services.record_crisis_help import FirstHelp, record_crisis_help
from models import Case, Centre, Crisis, Person
from tests.factories.cases import BY, a_case
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, TODAY


def a_worker(session: Session, case: Case, *, name: str = "이책임") -> Person:
    """Somebody of the case's centre."""
    centre = session.get_one(Centre, case.centre_id)
    account = a_staff_account(session, centre=centre, full_name=name)
    return session.get_one(Person, account.person_id)


def a_crisis(
    session: Session,
    *,
    case: Case | None = None,
    responsible: Person | None = None,
    words: str | None = "문을 열지 않으심",
    now: datetime = NOW,
) -> Crisis:
    """A crisis that stands; without a case, in a new one."""
    case = case or a_case(session, now=now)
    responsible = responsible or a_worker(session, case)
    return open_crisis(
        session, case_id=case.id, responsible_id=responsible.id, words=words, by=BY, now=now
    )


def first_help(
    session: Session, crisis: Crisis, *, helped_on: date = TODAY, now: datetime = NOW
) -> Crisis:
    """Help has come: the clock of the check runs."""
    first = FirstHelp(helped_on=helped_on, words="연탄과 쌀")
    return record_crisis_help(session, crisis_id=crisis.id, first=first, by=BY, now=now)


def its_end(session: Session, crisis: Crisis, *, now: datetime = NOW) -> Crisis:
    """Its all-clear."""
    return end_crisis(session, crisis_id=crisis.id, words="댁에서 뵘", by=BY, now=now)
