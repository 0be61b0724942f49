"""An import meets a town that goes on living: somebody is opened meanwhile, or the power fails."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Event, Thread
from time import sleep
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from hopecare.clock import SetClock
from hopecare.commands.edge import Edge
from hopecare.commands.import_people import TRIES, ListImport
from hopecare.commands.residents import LISTING
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.identity import SystemActor
from hopecare.domain.roles import Role
from hopecare.domain.runs import RunState
from hopecare.errors import StaleVersionError
from hopecare.jobs.mend_imports import mend_imports
from hopecare.jobs.tools import Tools
from hopecare.queries.search_terms import NumberIndexes, number_indexes, person_terms
from hopecare.services.change_resident import ResidentWords, change_resident
from hopecare.services.fill_search_terms import fill_search_terms
from hopecare.services.import_people import import_people
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.stage_rows import StagedRows, stage_rows
from hopecare.staging import staging
from models import CallTask, ContactPoint, Person, PersonRole, Run, SearchTerm
from models.people import TermKind
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.people import a_person
from tests.factories.towns import NOW, a_town
from tests.reading.sheets_for_tests import csv_file

pytestmark = pytest.mark.both_databases

BY = SystemActor(name="test")
LIST = csv_file([("이름", "생년월일"), ("김다래", "1958-03-04"), ("배마루", "1974-05-06")])


@pytest.fixture
def town(database, town_scope):
    with database.writing(town_scope) as session:
        return a_town(session)


@pytest.fixture
def work(database, town):
    """The list on its way into a town."""
    return ListImport(Edge(database=database, clock=SetClock(NOW)), town, LISTING, LIST)


def somebody_is_opened(database, town_scope, name, birth_on):
    with database.writing(town_scope) as session:
        a_person(session, name=name, birth_on=birth_on)


def people(database, town_scope):
    with database.reading(town_scope) as session:
        return session.scalar(select(func.count(Person.id)))


def test_somebody_opened_during_an_import_is_not_opened_twice(work, database, town_scope):
    left = [("김다래", date(1958, 3, 4))]

    def advance(_done):
        if left:
            somebody_is_opened(database, town_scope, *left.pop())

    report = work.carry_out(advance).report
    assert (report.added, report.joined) == (1, 1)
    assert people(database, town_scope) == 2


def test_an_import_that_is_overtaken_every_time_leaves_nothing_of_its_own(
    database, town_scope, town
):
    births = [date(1950 + number, 1, 1) for number in range(TRIES + 1)]
    rows = [("이름", "생년월일"), *(("김다래", str(born)) for born in births)]

    def advance(_done):
        somebody_is_opened(database, town_scope, "김다래", births.pop())

    edge = Edge(database=database, clock=SetClock(NOW))
    with pytest.raises(StaleVersionError):
        ListImport(edge, town, LISTING, csv_file(rows)).carry_out(advance)
    assert people(database, town_scope) == TRIES
    with database.reading(town_scope) as session:
        run = session.scalars(select(Run)).one()
    assert run.state is RunState.FAILED
    assert run.result == {"stopped_by": "stale_version"}


class Between:
    """A clock that lets something happen once: when the people were copied, before the rest."""

    def __init__(self, database, scope, happens):
        self._database, self._scope, self._left = database, scope, [happens]

    def __call__(self):
        if self._left and people(self._database, self._scope):
            self._left.pop()()
        return NOW


def terms(database, town_scope):
    with database.reading(town_scope) as session:
        return {tuple(each) for each in session.execute(select(SearchTerm.kind, SearchTerm.term))}


def runs(database, town_scope):
    with database.reading(town_scope) as session:
        return session.scalars(select(Run).order_by(Run.id)).all()


def test_somebody_edited_before_an_import_is_complete_is_found_by_the_new_name(
    database, town_scope, town
):
    def edited():
        with database.writing(town_scope) as session:
            darae = next(p for p in session.scalars(select(Person)) if p.full_name == "김다래")
            words = ResidentWords(
                full_name="김나래",
                called=None,
                language="ko",
                romanised=None,
                birth_on=date(1958, 3, 4),
                sex=None,
                note=None,
            )
            change_resident(
                session, person_id=darae.id, version=darae.version, words=words, by=BY, now=NOW
            )

    edge = Edge(database=database, clock=Between(database, town_scope, edited))
    report = ListImport(edge, town, LISTING, LIST).carry_out(lambda _done: None).report
    assert report.added == 2
    assert terms(database, town_scope) == person_terms(
        "김나래", birth_on="1958-03-04"
    ) | person_terms("배마루", birth_on="1974-05-06")
    assert [run.state for run in runs(database, town_scope)] == [RunState.DONE]


def test_a_second_import_that_completes_the_first_ones_people_stops_neither(
    database, town_scope, town
):
    second = ListImport(Edge(database=database, clock=SetClock(NOW)), town, LISTING, LIST)

    def imported_again():
        assert second.carry_out(lambda _done: None).report.unchanged == 2

    edge = Edge(database=database, clock=Between(database, town_scope, imported_again))
    assert ListImport(edge, town, LISTING, LIST).carry_out(lambda _done: None).report.added == 2
    assert terms(database, town_scope) == person_terms(
        "김다래", birth_on="1958-03-04"
    ) | person_terms("배마루", birth_on="1974-05-06")
    assert [run.state for run in runs(database, town_scope)] == [RunState.DONE] * 2


def breaks(*_):
    raise RuntimeError("on purpose")


def test_an_import_that_breaks_ends_its_run(work, database, town_scope):
    with pytest.raises(RuntimeError, match="on purpose"):
        work.carry_out(breaks)
    (run,) = runs(database, town_scope)
    assert (run.state, run.result) == (RunState.FAILED, {"stopped_by": "fault"})
    assert people(database, town_scope) == 0


def test_an_import_that_breaks_after_its_copy_says_who_came_and_the_worker_completes_them(
    database, town_scope, town
):
    edge = Edge(database=database, clock=Between(database, town_scope, breaks))
    with pytest.raises(RuntimeError, match="on purpose"):
        ListImport(edge, town, LISTING, LIST).carry_out(lambda _done: None)
    (run,) = runs(database, town_scope)
    assert (run.state, run.result["stopped_by"], run.result["added"]) == (
        RunState.FAILED,
        "fault",
        2,
    )
    wanted = person_terms("김다래", birth_on="1958-03-04") | person_terms(
        "배마루", birth_on="1974-05-06"
    )
    assert terms(database, town_scope) < wanted
    networks = Networks(texts=MemoryNetwork(), calls=MemoryNetwork())
    assert mend_imports(Tools(database=database, networks=networks, clock=SetClock(NOW))) == 2
    assert terms(database, town_scope) == wanted


def test_terms_lost_at_the_very_end_are_completed(work, database, town_scope):
    work.carry_out(lambda _done: None)
    with database.writing(town_scope) as session:
        session.execute(delete(SearchTerm).where(SearchTerm.kind == TermKind.NAME_PREFIX))
    with database.writing(town_scope) as session:
        assert fill_search_terms(session, limit=1) == 1
        assert fill_search_terms(session) == 1
        assert fill_search_terms(session) == 0
    with database.reading(town_scope) as session:
        kept = session.execute(select(SearchTerm.kind, SearchTerm.term)).all()
    wanted = person_terms("김다래", birth_on="1958-03-04") | person_terms(
        "배마루", birth_on="1974-05-06"
    )
    assert {tuple(term) for term in kept} == wanted


def test_last_digits_lost_at_the_very_end_are_completed_by_the_next_import(
    database, town, town_scope
):
    edge = Edge(database=database, clock=SetClock(NOW))
    rows = csv_file([("이름", "연락처"), ("김다래", "010-0000-4711"), ("배마루", "010-0000-4712")])
    ListImport(edge, town, LISTING, rows).carry_out(lambda _done: None)
    wanted = [number_indexes("+821000004711"), number_indexes("+821000004712")]
    assert numbers(database, town_scope) == wanted
    with database.writing(town_scope) as session:
        session.execute(update(ContactPoint).values(last_four_index=None, last_eight_index=None))
    report = ListImport(edge, town, LISTING, rows).carry_out(lambda _done: None).report
    assert (report.added, report.unchanged) == (0, 2)
    assert numbers(database, town_scope) == wanted


def numbers(database, town_scope):
    with database.reading(town_scope) as session:
        return [
            {column: getattr(point, column) for column in NumberIndexes.__annotations__}
            for point in session.scalars(select(ContactPoint).order_by(ContactPoint.id))
        ]


def test_a_list_of_people_in_a_real_town_takes_no_invented_numbers(database, town_scope):
    with database.writing(town_scope) as session:
        town = a_town(session)
        town.is_demonstration = False
    rows = csv_file([("이름", "연락처"), ("김다래", "010-0000-0001")])
    edge = Edge(database=database, clock=SetClock(NOW))
    report = ListImport(edge, town, LISTING, rows).rehearse(lambda _done: None).report
    assert [fault.code for fault in report.faults] == ["phone_unreadable"]


PERSON = {
    "id": UUID(int=1),
    "full_name": "김다래",
    "called": "김다래님",
    "language": "ko",
    "created_at": NOW,
    "area_id": None,
    "centre_id": None,
}


def copied(database, town_scope, batch):
    staged = StagedRows()
    owned = {
        model: [{**row, "town_id": town_scope.town_id} for row in rows]
        for model, rows in batch.items()
    }
    with staging(database, town_scope) as own:
        with own.laying() as session:
            stage_rows(session, staged, owned)
        with own.copying() as session:
            import_people(session, staged=staged, planned_at=NOW, seen=(), by=BY)


def test_a_copy_that_fails_half_way_leaves_nothing(database, town_scope, town):
    role = {
        "id": UUID(int=2),
        "person_id": UUID(int=1),
        "role": Role.RESIDENT,
        "from_on": NOW.date(),
    }
    with pytest.raises(IntegrityError):
        copied(database, town_scope, {Person: [PERSON], PersonRole: [role, role]})
    assert people(database, town_scope) == 0


def test_what_breaks_a_rule_of_its_table_is_refused_before_anybody_waits(database, town_scope):
    role = {
        "id": UUID(int=2),
        "town_id": town_scope.town_id,
        "person_id": UUID(int=1),
        "role": Role.RESIDENT,
        "from_on": NOW.date(),
        "until_on": NOW.date() - timedelta(days=1),
    }
    with (
        staging(database, town_scope) as own,
        own.laying() as session,
        pytest.raises(IntegrityError),
    ):
        stage_rows(session, StagedRows(), {PersonRole: [role]})


def test_everybody_writes_with_every_rule_again_after_a_copy(database, town_scope, town):
    copied(database, town_scope, {Person: [PERSON]})
    with pytest.raises(IntegrityError), database.writing(town_scope) as session:
        session.add(
            PersonRole(
                town_id=town_scope.town_id,
                person_id=UUID(int=1),
                role=Role.RESIDENT,
                from_on=NOW.date(),
                until_on=NOW.date() - timedelta(days=1),
            )
        )


def test_whoever_waits_for_a_copy_writes_before_the_next(sqlite, town_scope):
    with sqlite.writing(town_scope) as session:
        a_town(session)
    asked, waits, ends = Event(), Event(), []

    def write():
        asked.wait()
        with sqlite.writing(town_scope) as session:
            waits.set()
            a_person(session, name="배마루")
            ends.append("writer")

    writer = Thread(target=write)
    writer.start()
    with staging(sqlite, town_scope) as own:
        for _ in range(5):
            with own.copying() as session:
                session.scalars(select(Person.id)).all()
                asked.set()
                waits.wait()
                sleep(0.4)
                ends.append("copy")
    writer.join()
    assert ends.index("writer") <= 1


def test_an_area_that_went_away_stops_the_copy(database, town_scope, town):
    with pytest.raises(StaleVersionError):
        copied(database, town_scope, {Person: [{**PERSON, "area_id": UUID(int=9)}]})
    assert people(database, town_scope) == 0


WITH_NUMBERS = [("이름", "생년월일", "전화"), ("김다래", "1958-03-04", "010-0001-7001")]


@pytest.mark.parametrize("body", ["STOP", "START"])
def test_a_number_that_wrote_for_no_texts_gets_none_once_a_list_brings_it(
    database, town_scope, town, body
):
    with database.writing(town_scope) as session:
        for sid, said in enumerate(("STOP", body)):
            text = IncomingText(
                provider="memory", provider_sid=str(sid), from_number="+821000017001", body=said
            )
            record_inbound(session, town_id=town.id, text=text, by=BY, now=NOW)
    edge = Edge(database=database, clock=SetClock(NOW))
    ListImport(edge, town, LISTING, csv_file(WITH_NUMBERS)).carry_out(lambda _done: None)
    with database.reading(town_scope) as session:
        (point,) = session.scalars(select(ContactPoint))
        owed = select(CallTask.person_id).where(CallTask.kind == CallTaskKind.TEXTS_STOPPED)
        calls = session.scalars(owed).all()
    assert (point.opted_out_at is not None) is (body == "STOP")
    assert calls == ([point.person_id] if body == "STOP" else [])
