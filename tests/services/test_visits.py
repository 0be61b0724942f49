"""Visits, worries and aid."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.offers import VisitResult
from hopecare.domain.roles import Role
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.services.finish_task import finish_task
from hopecare.services.log_visit import VisitMade, log_visit
from hopecare.services.raise_worry import raise_worry
from hopecare.services.record_aid import Aid, record_aid
from hopecare.services.settle_worry import settle_worry
from models import Account, Alert, TimelineEntry
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import a_task
from tests.factories.people import a_staff_account, an_identity
from tests.factories.towns import NOW, TODAY, a_town
from tests.factories.volunteers import neighbours

MADE = VisitMade(visited_at=NOW, minutes=30, result=VisitResult.MET, words="건강해 보이셨어요.")


def test_a_visit_is_logged_and_its_words_stay_out_of_the_timeline(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        task = a_task(session, a_need(session), neighbours(session, 1)[0])
        visit = log_visit(session, task_id=task.id, made=MADE, by=BY, now=NOW)
        entry = session.scalars(
            select(TimelineEntry).where(TimelineEntry.subject_id == visit.id)
        ).one()
    assert visit.words == "건강해 보이셨어요."
    assert entry.facts == {"result": "met", "minutes": 30}


def test_a_visit_never_lies_ahead(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        task = a_task(session, a_need(session), neighbours(session, 1)[0])
        ahead = replace(MADE, visited_at=NOW + timedelta(hours=1))
        with pytest.raises(InvalidInputError):
            log_visit(session, task_id=task.id, made=ahead, by=BY, now=NOW)


def test_a_task_that_has_ended_takes_no_visit(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        task = a_task(session, a_need(session), neighbours(session, 1)[0])
        finish_task(session, task_id=task.id, by=BY, now=NOW)
        with pytest.raises(MoveNotAllowedError):
            log_visit(session, task_id=task.id, made=MADE, by=BY, now=NOW)


def test_a_worry_alerts_staff_and_is_settled_once(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        a_staff_account(session, roles=(Role.COORDINATOR,))
        helper = neighbours(session, 1)[0]
        task = a_task(session, a_need(session), helper)
        account = session.scalars(select(Account).where(Account.person_id == helper.id)).one()
        worry = raise_worry(
            session,
            case_id=task.case_id,
            task_id=task.id,
            is_crisis=False,
            words="식사를 거의 안 하세요.",
            by=an_identity(session, account),
            now=NOW,
        )
        settle_worry(session, worry_id=worry.id, by=BY, now=NOW)
        settle_worry(session, worry_id=worry.id, by=BY, now=NOW + timedelta(hours=1))
        alerts = session.scalars(select(Alert)).all()
    assert [alert.kind for alert in alerts] == [AlertKind.WORRY]
    assert worry.settled_at == NOW


def test_aid_is_written_in_the_towns_own_money(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        aid = Aid(given_on=TODAY, what="쌀 10kg", source="센터 후원", value_minor=32_000)
        given = record_aid(session, case_id=a_case(session).id, aid=aid, by=BY, now=NOW)
    assert (given.value_minor, given.currency) == (32_000, "KRW")


def test_aid_is_not_given_tomorrow(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        tomorrow = TODAY + timedelta(days=1)
        aid = Aid(given_on=tomorrow, what="쌀", source="센터", value_minor=1)
        with pytest.raises(InvalidInputError):
            record_aid(session, case_id=a_case(session).id, aid=aid, by=BY, now=NOW)
