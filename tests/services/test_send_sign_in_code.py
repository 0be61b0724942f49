"""A code goes to one volunteer; those who share a telephone hear from a person."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.phone import invented_number
from hopecare.services.send_sign_in_code import send_sign_in_code
from models import CallTask, Message
from tests.factories.people import a_volunteer
from tests.factories.towns import NOW, a_centre, a_town

NUMBER = invented_number(5150).e164


def test_volunteers_who_share_a_telephone_are_rung_once_a_day(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        sharers = [
            a_volunteer(session, name=name, phone=NUMBER, centre=centre)
            for name in ("공숲", "노을")
        ]
        ids = {person.id for person in sharers}
    moments = (NOW, NOW + timedelta(minutes=1), NOW + timedelta(days=1))
    with database.writing(AllTowns()) as session:
        codes = [send_sign_in_code(session, phone=NUMBER, now=each) for each in moments]
    with database.reading(town_scope) as session:
        calls = session.scalars(select(CallTask).order_by(CallTask.due_at)).all()
        assert codes == [None, None, None]
        assert session.scalars(select(Message)).all() == []
        assert [(call.kind, call.centre_id) for call in calls] == 2 * [
            (CallTaskKind.CALL_BACK, centre.id)
        ]
        assert {call.person_id for call in calls} <= ids
        assert all(name in calls[0].words for name in ("공숲", "노을"))
        assert NUMBER not in calls[0].words


def test_a_number_of_nobody_or_of_one_owes_no_call(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        a_volunteer(session, phone=NUMBER)
    with database.writing(AllTowns()) as session:
        unknown = send_sign_in_code(session, phone=invented_number(5151).e164, now=NOW)
        known = send_sign_in_code(session, phone=NUMBER, now=NOW)
    with database.reading(town_scope) as session:
        assert session.scalars(select(CallTask)).all() == []
    assert unknown is None
    assert known is not None
