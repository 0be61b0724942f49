"""What whoever took an alert writes about it keeps it in their hands; silence takes it back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.care_path import AlertStatus
from hopecare.jobs.watch_calls import watch_calls
from hopecare.queries.overdue_calls import alerts_left_lying
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.log_call import CallNote, log_call
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.note_try import Try, note_try
from hopecare.services.raise_alert import Cause, raise_alert
from hopecare.services.set_contact_safety import SafetyWish, set_contact_safety
from models import Account, Centre, Person
from tests.factories.people import a_phone, a_resident, an_identity
from tests.factories.reports import a_report
from tests.jobs.conftest import BY
from tests.jobs.test_taken_and_left import a_colleague
from tests.plugins.pages import count_queries

TEN_MINUTES = timedelta(minutes=10)


def in_hands(town, kind, **about):
    """An alert the coordinator took up."""
    with town.database.writing(town.scope) as session:
        centre_id = session.get_one(Person, town.coordinator_id).centre_id
        cause = Cause(dedup_key=f"{kind}:{len(town.alerts)}", centre_id=centre_id, **about)
        said = {"by": BY, "now": town.clock()}
        alert = raise_alert(session, town_id=town.scope.town_id, kind=kind, cause=cause, **said)
        acknowledge_alert(session, alert_id=alert.id, taker_id=town.coordinator_id, **said)
        return alert.id


def as_staff(session, person_id, now):
    account = session.scalars(select(Account).where(Account.person_id == person_id)).one()
    return an_identity(session, account, now=now)


def an_hour_goes_by(town, alert_id, *, writes):
    """Each ten minutes something is written, or nothing; says whether the alert is still theirs."""
    for _ in range(7):
        town.clock.advance(TEN_MINUTES)
        with town.database.writing(town.scope) as session:
            writes(town, session, as_staff(session, town.coordinator_id, town.clock()))
        watch_calls(town.tools)
    (alert,) = [each for each in town.alerts if each.id == alert_id]
    return alert.status is AlertStatus.ACKNOWLEDGED


def nothing(_town, _session, _staff):
    """They leave it lying."""


def rings_a_number(town, session, staff):
    """Nobody knows whose it is."""
    note = CallNote(
        direction=CallDirection.MADE, outcome=CallOutcome.NO_ANSWER, number=a_phone(), words="x"
    )
    log_call(session, note=note, by=staff, now=town.clock())


def notes_what_is_unsafe(town, session, staff):
    person = session.get_one(Person, town.resident_id)
    wish = SafetyWish(forbidden=True, note="아무도 찾아가지 않기")
    set_contact_safety(session, person, wish, by=staff, now=town.clock())


def takes_another_alert(town, session, staff):
    now = town.clock()
    cause = Cause(dedup_key=now.isoformat(), person_id=town.resident_id, centre_id=staff.centre_id)
    kind = AlertKind.WORRY
    alert = raise_alert(session, town_id=staff.town_id, kind=kind, cause=cause, by=BY, now=now)
    acknowledge_alert(session, alert_id=alert.id, by=staff, now=now)


@pytest.fixture
def report_id(town):
    with town.database.writing(town.scope) as session:
        centre_id = session.get_one(Person, town.coordinator_id).centre_id
        return a_report(session, centre=session.get_one(Centre, centre_id)).id


@pytest.mark.parametrize("tries", [True, False])
def test_a_crisis_somebody_reported_stays_with_whoever_tries(town, report_id, tries):
    def a_try(_town, session, staff):
        tried = Try(direction=CallDirection.MADE, outcome=CallOutcome.NO_ANSWER)
        note_try(session, report_id=report_id, tried=tried, by=staff, now=town.clock())

    alert_id = in_hands(town, AlertKind.CRISIS_REPORT, report_id=report_id)
    assert an_hour_goes_by(town, alert_id, writes=a_try if tries else nothing) is tries


@pytest.mark.parametrize(
    ("writes", "is_theirs"), [(rings_a_number, True), (notes_what_is_unsafe, False)]
)
def test_a_call_for_help_of_nobody_we_know_stays_with_whoever_rings(town, writes, is_theirs):
    alert_id = in_hands(town, AlertKind.HELP_ASKED)
    assert an_hour_goes_by(town, alert_id, writes=writes) is is_theirs


@pytest.mark.parametrize(
    ("writes", "is_theirs"),
    [(notes_what_is_unsafe, True), (takes_another_alert, False), (rings_a_number, False)],
)
def test_whatever_they_write_about_the_resident_counts_but_that_they_took_it(
    town, writes, is_theirs
):
    alert_id = in_hands(town, AlertKind.SILENCE, person_id=town.resident_id)
    assert an_hour_goes_by(town, alert_id, writes=writes) is is_theirs


def by_a_colleague(town, writes):
    colleague_id = a_colleague(town)

    def written(town, session, _staff):
        writes(town, session, as_staff(session, colleague_id, town.clock()))

    return written


def rings_them(town, session, staff):
    note = CallNote(
        direction=CallDirection.MADE, outcome=CallOutcome.NO_ANSWER, person_id=town.resident_id
    )
    log_call(session, note=note, by=staff, now=town.clock())


@pytest.mark.parametrize(
    ("writes", "is_theirs"), [(rings_them, True), (notes_what_is_unsafe, False)]
)
def test_of_what_others_write_only_a_try_counts(town, writes, is_theirs):
    alert_id = in_hands(town, AlertKind.SILENCE, person_id=town.resident_id)
    assert an_hour_goes_by(town, alert_id, writes=by_a_colleague(town, writes)) is is_theirs


def another_record(town):
    """The resident stands here a second time, at the same centre; and that record stays."""
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        centre = session.get_one(Centre, resident.centre_id)
        kept = a_resident(session, phone="", centre=centre, consents=())
        wish = MergeWish(
            kept_id=kept.id, other_id=resident.id, versions=(kept.version, resident.version)
        )
        merge_residents(session, wish, by=BY, now=town.clock())


@pytest.mark.both_databases
@pytest.mark.parametrize("tries", [True, False])
def test_a_try_counts_whichever_record_of_theirs_it_was_written_in(town, tries):
    alert_id = in_hands(town, AlertKind.SILENCE, person_id=town.resident_id)
    town.clock.advance(5 * TEN_MINUTES)
    with town.database.writing(town.scope) as session:
        if tries:
            rings_them(town, session, as_staff(session, town.coordinator_id, town.clock()))
    another_record(town)
    town.clock.advance(2 * TEN_MINUTES)
    with town.database.reading(AllTowns()) as session, count_queries(town.database) as asked:
        lying = alerts_left_lying(session, now=town.clock())
    assert (alert_id not in lying) is tries
    assert asked.total == 1


@pytest.mark.both_databases
def test_no_look_goes_through_every_call_a_town_ever_owed(town):
    in_hands(town, AlertKind.SILENCE, person_id=town.resident_id)
    said = []

    def keep(_connection, _cursor, statement, parameters, *_):
        said.append((statement, parameters))

    is_sqlite = town.database.engine.dialect.name == "sqlite"
    with town.database.reading(AllTowns()) as session:  # as the worker looks
        connection = session.connection()
        if not is_sqlite:  # so few rows would be read one after the other
            session.execute(select(func.set_config("enable_seqscan", "off", True)))  # noqa: FBT003
        event.listen(connection, "before_cursor_execute", keep)
        alerts_left_lying(session, now=town.clock())
        event.remove(connection, "before_cursor_execute", keep)
        ((statement, parameters),) = said
        how = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
        plan = "\n".join(
            str(row) for row in connection.exec_driver_sql(how + statement, parameters).all()
        )
    for index in (
        "timeline_entries_person",
        "timeline_entries_report",
        "call_tasks_due",
        "alerts_standing",
    ):
        assert f"ix_{index}" in plan, plan
