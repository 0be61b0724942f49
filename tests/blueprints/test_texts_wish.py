"""Texts stop when somebody says so in a call, and care goes on."""

from __future__ import annotations

import pytest

from models import CallTask, ContactPoint, Message
from tests.blueprints.test_resident_pages import Desk
from tests.factories.people import a_staff_account
from tests.plugins.pages import filled


@pytest.fixture
def at_desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor)


def point_of(at_desk):
    points = at_desk.rows(ContactPoint)
    return next(point for point in points if point.person_id == at_desk.resident.id)


def wish(at_desk, stops, **kind):
    reach = f"{at_desk.path}/reach"
    path = f"{at_desk.path}/phones/{point_of(at_desk).id}/texts"
    return at_desk.visitor.post(path, {"stops": stops}, on=reach, **kind)


def test_a_wish_said_in_a_call_stops_texts_and_owes_a_call(at_desk):
    with at_desk.database.writing(at_desk.scope) as session:
        colleague = a_staff_account(session, centre=at_desk.centre, full_name="박담당")

    page = at_desk.visitor.follow(wish(at_desk, "yes"))

    assert "No more texts go there" in page.text
    assert "asked for texts to stop" in page.text
    assert point_of(at_desk).opted_out_at is not None
    assert [task.kind.value for task in at_desk.rows(CallTask)] == ["texts_stopped"]
    assert [message.to_person_id for message in at_desk.rows(Message)] == [colleague.person_id]


def test_texts_come_again_when_they_wish(at_desk):
    wish(at_desk, "yes")
    page = at_desk.visitor.follow(wish(at_desk, "no"))

    assert "Texts go there again." in page.text
    assert point_of(at_desk).opted_out_at is None


def test_another_persons_number_is_not_touched(at_desk):
    own = f"{at_desk.path}/phones/{point_of(at_desk).id}/texts"
    form = at_desk.visitor.get(f"{at_desk.path}/reach").fields(own)
    other = f"{at_desk.path}/phones/{at_desk.resident.id}/texts"

    at_desk.visitor.send(other, filled(form, {}), status=404)


def test_a_wish_that_says_nothing_changes_nothing(at_desk):
    wish(at_desk, "perhaps")

    assert point_of(at_desk).opted_out_at is None
