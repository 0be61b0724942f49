"""A directory comes in, is brought up to date by its ids, and goes out again, by commands."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import select

from hopecare.commands.directory import directory
from hopecare.commands.runs import runs
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, ReferralStatus, RunState
from hopecare.domain.needs import NeedKind
from hopecare.domain.opening_hours import END_OF_DAY, DoorHours, within_days
from hopecare.queries.number_works import desk_key, office_key
from hopecare.queries.referrals import waits_at_gone_service
from hopecare.queries.service_facts import service_facts
from hopecare.reading.hsds_files import read_directory
from hopecare.reading.hsds_hours import read_hours
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.write_service_place import ServiceWhere, write_service_place
from models import (
    Area,
    CallTask,
    Centre,
    DirectoryEntry,
    Organisation,
    Referral,
    Run,
    Service,
    ServiceContact,
    ServiceHours,
    ServiceNeed,
    ServicePlace,
)
from tests.factories.cases import BY, a_case
from tests.factories.directory import gives, opens, serves, speaks, stands_at
from tests.factories.hsds import a_hall, a_kitchen, a_plain_service, an_office, id_of, written
from tests.factories.people import a_resident
from tests.factories.referrals import PAST_DOUBTS, a_referral, a_service, an_organisation
from tests.factories.towns import NOW
from tests.reading.sheets_for_tests import csv_file

pytestmark = pytest.mark.both_databases

EN = ("--language", "en")


@pytest.fixture
def file(tmp_path):
    def file(document, name="directory.json"):
        path = tmp_path / name
        path.write_bytes(document if isinstance(document, bytes) else written(document))
        return path

    return file


@pytest.fixture
def take_in(run, file):
    def take_in(*documents, words=(), code=0):
        path = file(list(documents))
        return run(directory, "import", path, *EN, *words, code=code).output

    return take_in


@pytest.fixture
def rows(database, town_scope):
    def rows(model):
        with database.reading(town_scope) as session:
            found = session.scalars(select(model).order_by(model.id)).all()
            session.expunge_all()
            return found

    return rows


def by_name(rows, model):
    return {each.name: each for each in rows(model)}


def test_a_service_comes_in_with_all_that_is_sought_about_it(take_in, rows, database, town_scope):
    assert "18 new, 0 changed, 0 as before, 0 gone" in take_in(an_office(a_kitchen()))
    service, office = rows(Service)[0], rows(Organisation)[0]
    assert (office.name, office.phone, office.url) == (
        "별빛재단",
        "031-555-0100",
        "https://star.example.org",
    )
    assert (service.external_id, service.least_age) == (id_of("kitchen"), 65)
    assert [(each.name, each.phone) for each in rows(ServiceContact)] == [
        (None, "031-555-0100"),
        ("나주방", "031-555-0103"),
        (None, "031-555-0102 #7"),
    ]
    assert rows(ServicePlace)[0].accessibility == "승강기가 있습니다."
    jinjeop = by_name(rows, Area)["진접읍"]
    with database.reading(town_scope) as session:
        facts = service_facts(session, service.id)
    assert facts.languages == ("ko", "vi")
    assert facts.area_ids == (jinjeop.id,)
    assert facts.area_words == ("구리시 갈매동 일부",)
    assert [each.weekday for each in facts.hours] == [0, 2, 4]
    assert facts.qualifies == "65세가 넘고 혼자 사는 분"


def test_the_same_again_changes_nothing_and_doubles_nothing(take_in, rows):
    take_in(an_office(a_kitchen()))
    before = {model: [each.id for each in rows(model)] for model in (Service, ServiceHours)}
    versions = [each.version for each in rows(Service)]
    assert "0 new, 0 changed, 18 as before, 0 gone" in take_in(an_office(a_kitchen()))
    assert {model: [each.id for each in rows(model)] for model in before} == before
    assert [each.version for each in rows(Service)] == versions


def seek_both_numbers(database, town_scope, rows):
    """Both numbers of the kitchen were found wrong: its own desk's, and its office's."""
    with database.writing(town_scope) as session:
        for key in (office_key(rows(Organisation)[0].id), desk_key(rows(Service)[0].id)):
            owed = OwedCall(kind=CallTaskKind.RENEW_NUMBER, dedup_key=key, due_at=NOW)
            open_call_task(session, town_id=town_scope.town_id, owed=owed, by=BY, now=NOW)


def sought_still(rows):
    opened = [each for each in rows(CallTask) if each.status is CallTaskStatus.OPEN]
    return [each.dedup_key.partition(":")[0] for each in opened]


def test_a_number_that_comes_in_anew_ends_the_work_of_finding_it(
    take_in, rows, database, town_scope
):
    take_in(an_office(a_kitchen()))
    seek_both_numbers(database, town_scope, rows)
    take_in(an_office(a_kitchen()))
    assert sought_still(rows) == ["office_number", "desk_number"]
    cook = {"id": id_of("cook"), "name": "나주방", "title": "주방장"}
    phones = [{"id": id_of("cook phone"), "number": "031-555-0177"}]
    kitchen = a_kitchen(contacts=[cook | {"phones": phones}])
    take_in(an_office(kitchen))
    assert sought_still(rows) == ["office_number"]
    renewed = an_office(kitchen)
    renewed["phones"] = [{"id": id_of("office phone"), "number": "031-555-0188"}]
    take_in(renewed)
    assert sought_still(rows) == []


def test_a_place_by_hand_stays_beside_those_of_the_directory(take_in, rows, database, town_scope):
    take_in(an_office(a_kitchen()))
    with database.writing(town_scope) as session:
        kitchen = session.scalars(select(Service)).one()
        where = ServiceWhere(address="마석로 12", point=(37.65, 127.30))
        write_service_place(session, kitchen, where)
    assert "0 new, 0 changed, 18 as before, 0 gone" in take_in(an_office(a_kitchen()))
    elsewhere = a_hall() | {"latitude": 37.70, "longitude": 127.20}
    moved = [{"id": id_of("kitchen at hall"), "location": elsewhere}]
    take_in(an_office(a_kitchen(service_at_locations=moved)))
    assert {each.lat for each in rows(ServicePlace)} == {37.65, 37.70}
    take_in(an_office(a_kitchen(service_at_locations=[])))
    assert [(each.address, each.lat) for each in rows(ServicePlace)] == [("마석로 12", 37.65)]


def test_what_changed_is_brought_up_to_date_by_its_id(take_in, rows):
    take_in(an_office(a_kitchen()))
    known = rows(Service)[0].id
    hours = [
        {"id": id_of("kitchen hours"), "byday": "TU", "opens_at": "10:00", "closes_at": "12:00"}
    ]
    said = take_in(an_office(a_kitchen(name="별빛 반찬", schedules=hours, languages=None)))
    assert "0 new, 2 changed, 14 as before, 2 gone" in said
    service = rows(Service)[0]
    assert (service.id, service.name, service.name_en) == (known, "별빛 반찬", "별빛 반찬")
    assert [(each.weekday, each.opens.hour) for each in rows(ServiceHours)] == [(1, 10)]


def test_what_was_known_here_alone_stays(take_in, rows, database, town_scope):
    take_in(an_office(a_kitchen()))
    with database.writing(town_scope) as session:
        service = session.scalars(select(Service)).one()
        service.name_en, service.reached_by = "Starlight side dishes", ["link"]
        gives(session, a_service(session), NeedKind.ESCORT)
    take_in(an_office(a_kitchen(description="다르게")))
    service = by_name(rows, Service)["별빛 반찬 나눔"]
    assert (service.name_en, service.reached_by) == ("Starlight side dishes", ["link"])
    assert [each.kind for each in rows(ServiceNeed)] == [NeedKind.ESCORT]


def test_a_dry_run_says_what_would_change_and_writes_nothing(take_in, rows):
    said = take_in(an_office(a_kitchen()), words=["--dry-run"])
    assert "would be: 18 new" in said
    assert "New: 별빛 반찬 나눔" in said
    assert rows(DirectoryEntry) == rows(Organisation) == rows(Run) == []


def test_one_wrong_entry_and_nothing_is_taken_in(take_in, rows):
    said = take_in(an_office(a_kitchen(email="kitchen"), a_plain_service("말벗")), code=1)
    assert "directory.json /contents/0/services/0 email: A mail address has to stand here" in said
    assert "Nothing was taken in." in said
    assert rows(DirectoryEntry) == rows(Service) == []


def referred(database, town_scope, name):
    """Somebody was referred into the service of this name."""
    with database.writing(town_scope) as session:
        service = session.scalars(select(Service).where(Service.name == name)).one()
        centre = session.scalars(select(Centre)).one()
        resident = a_resident(session, centre=centre)
        case = a_case(session, resident=resident)
        a_referral(session, case=case, service=service, sending=PAST_DOUBTS)


def test_what_is_no_longer_listed_ends_unless_somebody_waits(take_in, rows, database, town_scope):
    both = (a_plain_service("말벗"), a_plain_service("나들이"))
    take_in(an_office(*both), an_office(name="달빛재단"))
    referred(database, town_scope, "말벗")
    said = take_in(an_office(name="햇빛재단"), words=["--ends-all"])
    assert "No longer listed, but somebody was referred there: 말벗" in said
    assert "No longer listed, so it has ended: 나들이" in said
    services, offices = by_name(rows, Service), by_name(rows, Organisation)
    assert [(each.vanished_on is None, each.ended_on is None) for each in services.values()] == [
        (False, True),
        (False, False),
    ]
    # Whoever waits for a service still finds its office.
    assert [name for name, each in offices.items() if each.ended_on is None] == [
        "별빛재단",
        "햇빛재단",
    ]
    assert offices["별빛재단"].vanished_on is not None


@pytest.mark.parametrize("status", ["inactive", "defunct"])
def test_a_service_its_source_ends_while_somebody_waits_goes_as_one_that_vanished(
    take_in, rows, database, town_scope, status
):
    services = (a_plain_service("말벗"), a_plain_service("나들이"))
    take_in(an_office(*services))
    referred(database, town_scope, "말벗")
    ended = [each | {"status": status} for each in services]
    for is_first in (True, False):  # the same file once more changes nothing
        said = take_in(an_office(*ended))
        found = by_name(rows, Service)
        assert (found["말벗"].vanished_on is None, found["말벗"].ended_on) == (False, None)
        assert (found["나들이"].vanished_on, found["나들이"].ended_on is None) == (None, False)
        assert "somebody was referred there: 말벗" in said
        assert ("so it has ended: 나들이" in said) is is_first
    with database.reading(town_scope) as session:
        waiting = select(Referral.id).where(waits_at_gone_service())
        assert len(session.scalars(waiting).all()) == 1
    with database.writing(town_scope) as session:
        session.scalars(select(Referral)).one().status = ReferralStatus.WITHDRAWN
    take_in(an_office(*ended))
    assert by_name(rows, Service)["말벗"].ended_on is not None
    take_in(an_office(*services))
    again = by_name(rows, Service)["말벗"]
    assert (again.vanished_on, again.ended_on) == (None, None)


def test_a_service_somebody_waits_for_comes_under_no_other_office(
    take_in, rows, database, town_scope
):
    both = (a_plain_service("말벗"), a_plain_service("나들이"))
    take_in(an_office(*both), an_office(name="달빛재단"))
    referred(database, town_scope, "말벗")
    before = {each.name: each.organisation_id for each in rows(Service)}
    moved = (an_office(), an_office(*both, name="달빛재단"))
    for words in (["--dry-run"], []):
        said = take_in(*moved, words=words, code=1)
        assert "Somebody was referred into 말벗 and waits" in said
        assert "나들이" not in said
    assert {each.name: each.organisation_id for each in rows(Service)} == before
    assert [each.state for each in rows(Run)] == [RunState.DONE]  # what is refused begins no run


def test_a_service_nobody_waits_for_may_come_under_another_office(take_in, rows):
    service = a_plain_service("말벗")
    take_in(an_office(service), an_office(name="달빛재단"))
    take_in(an_office(), an_office(service, name="달빛재단"))
    assert rows(Service)[0].organisation_id == by_name(rows, Organisation)["달빛재단"].id


def test_what_is_listed_again_has_neither_vanished_nor_ended(take_in, rows):
    office = an_office(a_plain_service("말벗"))
    take_in(office)
    take_in(an_office(name="햇빛재단"), words=["--ends-all"])
    take_in(office)
    for model, name in ((Service, "말벗"), (Organisation, "별빛재단")):
        row = by_name(rows, model)[name]
        assert (row.vanished_on, row.ended_on) == (None, None)


def test_what_was_ended_by_hand_stays_ended(take_in, rows, database, town_scope):
    office = an_office(a_plain_service("말벗"))
    take_in(office)
    with database.writing(town_scope) as session:
        session.scalars(select(Service)).one().ended_on = (day := rows(Run)[0].started_at.date())
    take_in(office | {"description": "다르게"})
    assert rows(Service)[0].ended_on == day


@pytest.mark.parametrize("status", ["inactive", "defunct"])
def test_a_source_ends_a_service_and_begins_it_again(take_in, rows, status):
    take_in(an_office(a_plain_service("말벗", status=status)))
    assert rows(Service)[0].ended_on is not None
    take_in(an_office(a_plain_service("말벗")))
    assert rows(Service)[0].ended_on is None


def test_closed_for_now_is_said_and_ends_nothing(take_in, rows):
    take_in(an_office(a_plain_service("말벗", status="temporarily closed")))
    assert rows(Service)[0].ended_on is None
    assert rows(Service)[0].closed_for_now_since is not None
    take_in(an_office(a_plain_service("말벗")))
    assert rows(Service)[0].closed_for_now_since is None


def test_a_part_changes_what_it_names_and_leaves_the_rest(run, file, take_in, rows):
    take_in(an_office(a_kitchen(), a_plain_service("말벗")), an_office(name="달빛재단"))
    part = file(
        csv_file(
            [
                ["id", "organization_id", "name", "status"],
                [id_of("말벗"), id_of("별빛재단"), "새 말벗", "active"],
                [id_of("산책"), id_of("달빛재단"), "산책", "active"],
            ]
        ),
        "services.csv",
    )
    assert "1 new, 1 changed" in run(directory, "import", part, "--part", *EN).output
    assert set(by_name(rows, Service)) == {"별빛 반찬 나눔", "새 말벗", "산책"}
    assert [each.ended_on for each in (*rows(Service), *rows(Organisation))] == [None] * 5
    # Without --part the same file belongs to nobody it names.
    run(directory, "import", part, code=1)


def test_two_sources_are_kept_apart(take_in, rows):
    take_in(an_office(a_plain_service("말벗")), words=["--source", "one"])
    take_in(an_office(a_plain_service("말벗")), words=["--source", "two"])
    assert [each.source for each in rows(Service)] == ["one", "two"]


def test_terms_say_which_help_and_which_programme_is_meant(run, file, take_in, rows):
    terms = [["term", "needs", "programme"], ["M-10", "side_dishes, meal_together", "livelihood"]]
    assert "1 terms" in run(directory, "terms", file(csv_file(terms), "terms.csv"), *EN).output
    take_in(an_office(a_kitchen()))
    assert {each.kind for each in rows(ServiceNeed)} == {
        NeedKind.SIDE_DISHES,
        NeedKind.MEAL_TOGETHER,
    }
    assert rows(Service)[0].programme == "livelihood"


def test_terms_of_help_we_do_not_know_are_refused_by_line(run, file):
    terms = [["term", "needs"], ["a", "side_dishes"], ["A", "singing"], ["", "lift"]]
    said = run(directory, "terms", file(csv_file(terms), "terms.csv"), *EN, code=1).output
    assert "terms.csv 3 term: The same id stands already here: 2." in said
    assert "terms.csv 3 needs: One of these has to stand here: side_dishes" in said
    assert "terms.csv 4 term: This has to be filled in." in said


@pytest.mark.parametrize("name", ["out.json", "out.zip", "out"])
def test_what_came_in_goes_out_and_comes_in_again_without_a_change(run, take_in, tmp_path, name):
    take_in(an_office(a_kitchen(**{"x-colour": "blue"})), an_office(name="달빛재단"))
    path = tmp_path / name
    assert "20 entries written" in run(directory, "export", path, *EN).output
    said = run(directory, "import", path, *EN).output
    assert "0 new, 0 changed, 20 as before, 0 gone" in said


@pytest.mark.parametrize("shape", ["organizations", "services", "tables"])
def test_what_was_written_here_goes_out_too(run, rows, database, town_scope, tmp_path, shape):
    with database.writing(town_scope) as session:
        office = an_organisation(session)
        office.address = "진접읍 큰길 3"
        service = a_service(session, organisation=office)
        service.papers, service.least_age = "신분증\n통장", 19
        opens(session, service, 0, 1, 2)
        speaks(session, service, "ko", "vi")
        serves(session, service, session.scalars(select(Area)).first(), "구리시 일부")
        stands_at(session, service, 37.7, 127.2)
        gives(session, service, NeedKind.PAPERS, NeedKind.ESCORT)
        ended = a_service(
            session, organisation=office, name="옛 서비스", ended_on=date(2026, 11, 1)
        )
    path = tmp_path / "own.json"
    run(directory, "export", path, "--as", shape, *EN)
    found = read_directory(path)
    assert found.faults == []
    schedule = found.of("schedules")[0].fields
    assert (schedule["byday"], schedule["opens_at"]) == ("MO,TU,WE", "09:00")
    assert {each.fields["code"] for each in found.of("languages")} == {"ko", "vi"}
    assert {each.fields["document"] for each in found.of("required_documents")} == {
        "신분증",
        "통장",
    }
    assert {each.fields["code"] for each in found.of("taxonomy_terms")} == {"papers", "escort"}
    assert found.entries["services", str(ended.id)].fields["status"] == "inactive"
    assert found.entries["services", str(service.id)].fields["minimum_age"] == 19


def test_a_run_tells_of_every_import(run, take_in, rows):
    take_in(an_office(a_kitchen()))
    assert rows(Run)[0].state is RunState.DONE
    assert "import_directory done 18/18 added=18" in run(runs, "list").output


def test_a_check_says_what_is_wrong_and_takes_nothing_in(run, file, rows):
    path = file(an_office(a_kitchen(latitude=1, email="x")))
    said = run(directory, "check", path, code=1).output
    assert "directory.json /services/0 email: A mail address has to stand here" in said
    assert rows(DirectoryEntry) == []
    good = file(an_office(a_kitchen(), parent_organization_id=id_of("elsewhere")), "good.json")
    said = run(directory, "check", good).output
    assert "parent_organization_id: No entry in this directory has this id; it is kept" in said
    assert "18 entries, none to correct" in said


def test_faults_are_said_in_the_readers_language(run, file):
    path = file(an_office(a_kitchen(email="x")))
    said = run(directory, "import", path, "--language", "ko", code=1).output
    assert "메일 주소가 있어야 합니다" in said
    assert "아무것도 가져오지 않았습니다." in said


def test_a_document_of_many_pages_is_one_directory(run, file, rows):
    document = {"contents": [an_office(a_plain_service(f"s{n}"), name=f"o{n}") for n in range(30)]}
    run(directory, "import", file(document))
    assert (len(rows(Organisation)), len(rows(Service))) == (30, 30)


def test_a_night_and_a_whole_day_go_out_as_hsds_says_them_and_come_back(
    run, rows, database, town_scope, tmp_path
):
    night = [DoorHours(day, time(22), time(6)) for day in (5, 6)]
    whole = [DoorHours(2, time.min, END_OF_DAY)]
    with database.writing(town_scope) as session:
        service = a_service(session, organisation=an_organisation(session))
        for each in within_days([*night, *whole]):
            opens(session, service, each.weekday, at=each.opens, until=each.closes)
    path = tmp_path / "own.json"
    run(directory, "export", path, *EN)
    found = read_directory(path)
    assert found.faults == []
    said = {
        (each.fields["byday"], each.fields["opens_at"], each.fields["closes_at"])
        for each in found.of("schedules")
    }
    assert said == {("SA,SU", "22:00", "06:00"), ("WE", "00:00", "00:00")}
    again = read_hours(found.of("schedules")).windows
    assert {(each.weekday, each.opens, each.closes) for each in again} == {
        (each.weekday, each.opens, each.closes) for each in within_days([*night, *whole])
    }
