"""What looks at a whole town waits for nobody who writes a row into it."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from datetime import timedelta

import pytest
from sqlalchemy import text

from hopecare.domain.cost_cap import CapMark
from hopecare.services.raise_cost_alert import raise_cost_alert
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.tell_digest import tell_digest
from hopecare.services.tell_stranger import tell_stranger
from models import Alert, Message, Town
from tests.blueprints.linked import LinkedTown
from tests.factories.cases import BY
from tests.factories.people import a_phone, a_resident

pytestmark = pytest.mark.both_databases


@pytest.fixture
def town(make_app, database, town_scope):
    made = LinkedTown(make_app(database), database, town_scope)
    with made.writing() as session:
        session.get_one(Town, made.scope.town_id).is_demonstration = False
    return made


@contextmanager
def somebody_is_written_down(town):
    """A transaction that stays open; on SQLite one writer follows another whatever they hold."""
    with nullcontext() if town.database.is_sqlite else town.writing() as session:
        if session is not None:
            a_resident(session, name="새봄", centre=town.centre, area=town.area)
            session.flush()
        yield


@contextmanager
def at_once(town):
    """A transaction that waits for nobody."""
    with town.writing() as session:
        if not town.database.is_sqlite:
            session.execute(text("SET LOCAL lock_timeout = '500ms'"))
        yield session


def test_a_strangers_text_is_answered(town):
    written = IncomingText(provider="twilio", provider_sid="SM1", from_number=a_phone(), body="네")
    with town.writing() as session:
        row_id = record_inbound(
            session, town_id=town.scope.town_id, text=written, by=BY, now=town.clock()
        ).id

    with somebody_is_written_down(town), at_once(town) as session:
        words = tell_stranger(session, reply_id=row_id, own_numbers=(), now=town.clock())

    assert words is not None
    assert "119" in words


def test_the_months_cost_is_told_of_once(town):
    told = {"town_id": town.scope.town_id, "by": BY, "now": town.clock()}
    told |= {"mark": CapMark.NEAR, "cap_micros": 10}

    with somebody_is_written_down(town), at_once(town) as session:
        assert raise_cost_alert(session, **told) is not None
    with town.writing() as session:
        assert raise_cost_alert(session, **told) is None

    assert len(town.rows(Alert)) == 1


def test_the_mornings_numbers_are_told_of(town):
    reader = town.coordinator.person_id
    told = {"town_id": town.scope.town_id, "person_id": reader, "now": town.clock()}

    with somebody_is_written_down(town), at_once(town) as session:
        tell_digest(session, ends=town.clock() + timedelta(hours=3), **told)

    assert [message.to_person_id for message in town.rows(Message)] == [reader]
