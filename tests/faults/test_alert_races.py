"""Two processes at once: one alert for one thing, each told once, and one who takes it."""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import func, select

from hopecare.database import AllTowns
from hopecare.domain.alert_answers import AlertAnswer, AlertResult
from hopecare.domain.alerts import AlertKind
from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.domain.roles import Role
from hopecare.jobs.deliver import deliver
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.services.answer_alert import answer_alert
from hopecare.services.raise_alert import Cause, raise_alert
from models import Alert, Message, Person, TimelineEntry
from tests.factories.cases import BY
from tests.factories.desk import a_duty
from tests.factories.people import a_contact_point, a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town

STAFF = 4


def a_town_with_staff(town, scope):
    """One on duty with a substitute's colleagues behind, and a resident."""
    with town.database.writing(scope) as session:
        a_town(session)
        centre = a_centre(session)
        people = []
        for _ in range(STAFF):
            account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
            person = session.get_one(Person, account.person_id)
            person.centre_id = centre.id
            a_contact_point(session, person)
            people.append(person.id)
        period = a_duty(session, centre, session.get_one(Person, people[0]))
        period.substitute_id = people[1]
        resident = a_resident(session, centre=centre)
        return people, resident.id


def raise_it(town, scope, resident_id, key="worry:1"):
    with town.database.writing(scope) as session:
        cause = Cause(dedup_key=key, person_id=resident_id)
        alert = raise_alert(
            session,
            town_id=scope.town_id,
            kind=AlertKind.WORRY,
            cause=cause,
            by=BY,
            now=town.clock(),
        )
        return alert.id


def race(*runners):
    """Run all at once; whatever one raises fails the test."""
    ready, broken = threading.Barrier(len(runners)), []

    def run(each):
        ready.wait()
        try:
            each()
        except Exception as error:  # noqa: BLE001  told below
            broken.append(error)

    racers = [threading.Thread(target=run, args=(each,)) for each in runners]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    assert broken == []


def test_two_who_raise_one_thing_raise_it_once(town, town_scope):
    _, resident_id = a_town_with_staff(town, town_scope)
    found = []

    for number in range(8):
        key = f"worry:{number}"
        race(*[lambda key=key: found.append(raise_it(town, town_scope, resident_id, key))] * 3)

    with town.database.reading(AllTowns()) as session:
        assert session.scalar(select(func.count(Alert.id))) == 8
        assert len(set(found)) == 8
        assert len(session.scalars(select(Message.dedup_key)).all()) == 8


def test_two_workers_tell_each_once_whoever_is_on_duty_first_then_everybody(town, town_scope):
    people, resident_id = a_town_with_staff(town, town_scope)
    raise_it(town, town_scope, resident_id)
    told = []

    for _ in range(STAFF + 2):
        with town.database.reading(AllTowns()) as session:
            told = list(session.scalars(select(Message.to_person_id).order_by(Message.created_at)))
        town.clock.advance(timedelta(minutes=16))
        race(*[lambda: pass_alerts_on(town.tools)] * 2)
        race(*[lambda: deliver(town.tools)] * 2)

    assert told[0] == people[0]
    assert sorted(told) == sorted(people)


def test_of_all_who_take_it_at_once_one_has_it(town, town_scope):
    people, resident_id = a_town_with_staff(town, town_scope)
    alert_id = raise_it(town, town_scope, resident_id)
    results = {}

    def take(person_id):
        with town.database.writing(AllTowns()) as session:
            results[person_id] = answer_alert(
                session,
                alert_id=alert_id,
                answer=AlertAnswer.TAKE,
                from_person_id=person_id,
                way=ReplyWay.KEYPRESS,
                by=BY,
                now=town.clock(),
            )

    race(*[lambda each=each: take(each) for each in people])

    assert sorted(results.values()) == [AlertResult.TAKEN] * 3 + [AlertResult.YOURS]
    with town.database.reading(AllTowns()) as session:
        holder = session.get_one(Alert, alert_id).acknowledged_by_id
        kinds = [kind.value for kind in session.scalars(select(TimelineEntry.kind))]
        news = session.scalars(select(Message).where(Message.kind == MessageKind.ALERT_NEWS)).all()
    assert results[holder] is AlertResult.YOURS
    assert kinds.count("alert_acknowledged") == 1
    assert news == []
