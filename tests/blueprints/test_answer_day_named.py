"""Where no law's day is known, somebody asks for it, and the day that was named is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.outcomes import AnswerDoor
from models import CallTask, LegalClock
from tests.blueprints.test_applications import Desk
from tests.factories.towns import TODAY

NAMED = TODAY + timedelta(days=20)
SAID = {"due_on": NAMED.isoformat(), "door": "letter"}


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor, "KR")


def calls(desk):
    with desk.database.reading(desk.scope) as session:
        return list(session.scalars(select(CallTask).order_by(CallTask.id)))


def objected(desk, visitor, **told):
    here = f"/applications/{desk.refused().id}"
    visitor.post(f"{here}/objection", {"objected_on": str(TODAY)} | told)
    return here


def test_an_objection_without_a_known_day_owes_a_call_that_asks_for_it(desk, visitor):
    here = objected(desk, visitor)
    (asks,) = calls(desk)
    assert asks.status is CallTaskStatus.OPEN
    assert f"{here}/answer-day" in visitor.get(here).links
    assert f"{here}/answer-day" in visitor.get(f"/call-tasks/{asks.id}").links


def test_the_day_that_was_named_runs_and_ends_the_call(desk, visitor):
    here = objected(desk, visitor)
    page = visitor.follow(visitor.post(f"{here}/answer-day", SAID))
    assert "This day was asked and entered." in page.main
    (asks,) = calls(desk)
    assert asks.status is CallTaskStatus.DONE
    with desk.database.reading(desk.scope) as session:
        (clock,) = session.scalars(
            select(LegalClock).where(LegalClock.kind == ClockKind.OBJECTION_ANSWER)
        )
    assert (clock.due_on, clock.is_entered) == (NAMED, True)
    assert clock.look_on is not None
    assert (clock.named_by_door, clock.named_on) == (AnswerDoor.LETTER, TODAY)
    assert "This day was asked and entered. By letter, Mon 23 Nov" in page.main


def test_a_day_nobody_knows_the_source_of_is_not_taken_on_a_page(desk, visitor):
    here = objected(desk, visitor)
    said = {"due_on": NAMED.isoformat(), "named_on": (TODAY + timedelta(days=1)).isoformat()}
    page = visitor.post(f"{here}/answer-day", said, status=422)
    assert set(page.errors) == {"door", "named_on"}


@pytest.mark.parametrize(
    "wrong", ["", "soon", (TODAY - timedelta(days=1)).isoformat(), "2206-01-05", "9999-12-31"]
)
def test_a_day_that_cannot_be_is_said_at_its_field(desk, visitor, wrong):
    here = objected(desk, visitor)
    page = visitor.post(f"{here}/answer-day", {**SAID, "due_on": wrong}, status=422)
    assert set(page.errors) == {"due_on"}
    assert calls(desk)[0].status is CallTaskStatus.OPEN


def test_nobody_asks_where_the_day_was_named_at_once(desk, visitor):
    here = objected(desk, visitor, due_on=NAMED.isoformat())
    assert calls(desk) == []
    visitor.post(f"{here}/answer-day", SAID, status=409)


def test_a_decision_takes_the_question_back(desk, visitor):
    here = objected(desk, visitor)
    visitor.post(f"{here}/decision", {"decision": "granted", "decided_on": str(TODAY)})
    assert calls(desk)[0].status is CallTaskStatus.CANCELLED
