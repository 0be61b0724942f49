"""Two records become one, and two again: whoever asked for no texts gets none at either number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.replies import ReplyMeaning, TextsStoppedBy
from hopecare.queries.residents import contact_points_of
from hopecare.services.undo_merge import undo_merge
from models import CallTask, CheckInPlan
from tests.factories.cases import BY
from tests.factories.desk import a_plan, a_reply
from tests.factories.towns import NOW, TODAY
from tests.services.test_merge_residents import LATER, merge, two

__all__ = ["two"]  # a fixture

A_DAY = timedelta(days=1)


@pytest.fixture
def numbers(session, two):
    return [contact_points_of(session, [each.id], on=TODAY)[0] for each in two]


def stops(point, at=NOW - A_DAY):
    point.opted_out_at, point.opted_out_by = at, TextsStoppedBy.TEXT


def another_way(session):
    """The one call about how to keep in touch."""
    mine = select(CallTask).where(CallTask.kind == CallTaskKind.TEXTS_STOPPED)
    (call,) = session.scalars(mine.execution_options(populate_existing=True)).all()
    return call


@pytest.mark.parametrize("which", [0, 1], ids=["whose record stays", "the other one's"])
def test_a_wish_for_no_texts_holds_at_the_other_number_as_long_as_they_are_one(
    session, two, numbers, which
):
    a_plan(session, two[0])
    silent, loud = numbers[which], numbers[1 - which]
    stops(silent)
    done = merge(session, two, plan_id=session.scalars(select(CheckInPlan.id)).one())
    session.refresh(loud)
    assert (loud.opted_out_at, loud.opted_out_by) == (NOW - A_DAY, TextsStoppedBy.TEXT)
    call = another_way(session)
    assert (call.person_id, call.status) == (two[0].id, CallTaskStatus.OPEN)

    undo_merge(session, merge_id=done.id, by=BY, now=LATER)
    session.refresh(loud)
    assert loud.opted_out_at is None
    call = another_way(session)
    assert call.person_id == two[1 - which].id
    assert call.status is not CallTaskStatus.OPEN


def test_a_number_that_asked_for_texts_since_gets_them(session, two, numbers):
    silent, loud = numbers
    stops(silent)
    a_reply(session, from_number=loud.value, person=two[1], meaning=ReplyMeaning.START)
    merge(session, two)
    session.refresh(loud)
    assert loud.opted_out_at is None
