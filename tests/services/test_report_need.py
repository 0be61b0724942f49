"""A report is judged by its answers, keeps its reporter apart and finds its centre."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import ReportStatus
from hopecare.domain.codes import read_code
from hopecare.domain.identity import SystemActor
from hopecare.domain.phone import invented_number
from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import TriageAnswer, TriageCode, Urgency
from hopecare.errors import InvalidInputError
from hopecare.queries.duplicates import (
    MOST_SHOWN,
    find_duplicates,
    find_like_reports,
    traces_of_report,
)
from hopecare.services.report_need import CRISES_AN_HOUR, ReporterSaid, Told, report_need
from models import Alert, Report, Reporter, TimelineEntry
from tests.factories.people import a_resident, a_staff_account, an_identity
from tests.factories.towns import NOW, a_centre, a_town, an_area, covers

DOOR = SystemActor(name="public_page")


def _told(**known):
    return Told(**{"about_self": False, "language": "ko", "words": "불이 꺼져 있어요.", **known})


def _tell(session, **known):
    town_id = session.info["scope"].town_id
    told = _told(**known)
    return report_need(session, told, town_id=town_id, door=ReportDoor.PAGE, by=DOOR, now=NOW)


def test_a_report_goes_to_the_centre_that_covers_the_area_on_that_day(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        old, new = a_centre(session, name="옛 센터"), a_centre(session)
        area = an_area(session, covered_by=old, until_on=date(2026, 11, 1))
        covers(session, new, area, from_on=date(2026, 11, 1))
        report = _tell(session, area_id=area.id)
        assert report.centre_id == new.id
        assert report.status is ReportStatus.RECEIVED
        assert read_code(report.code) == report.code


def test_a_crisis_wakes_somebody_and_an_ordinary_report_does_not(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        _tell(session)
        assert session.scalars(select(Alert)).all() == []
        report = _tell(session, answers={TriageCode.EARNER_LOST: TriageAnswer.YES})
        assert report.urgency is Urgency.CRISIS
        assert [alert.report_id for alert in session.scalars(select(Alert))] == [report.id]


def test_who_wishes_to_stay_unnamed_leaves_no_name(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        number = invented_number(7)
        said = ReporterSaid(wishes_unnamed=True, name="이이웃", number=number, relation="앞집")
        report = _tell(session, reporter=said)
        kept = session.scalars(select(Reporter).where(Reporter.report_id == report.id)).one()
        assert (kept.name, kept.phone, kept.phone_index, kept.relation) == (None,) * 4
        assert kept.wishes_unnamed


def test_a_report_that_tells_nothing_is_refused(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        with pytest.raises(InvalidInputError):
            _tell(session, words=None)


def test_the_timeline_keeps_the_door_and_the_urgency_only(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        _tell(session, name="김다래")
        entry = session.scalars(select(TimelineEntry)).one()
        assert entry.facts == {"door": "page", "urgency": "ordinary"}


SPACED, CHANGED_PHONE, SAME_BLOCK, ROMANISED = "김 다래", "김다래", "김다래", "Kim Darae"


@pytest.mark.parametrize(
    ("known", "reasons"),
    [
        pytest.param({"name": SPACED, "birth_on": date(1959, 4, 2)}, {"same_name"}, id="spacing"),
        pytest.param(
            {"name": CHANGED_PHONE, "number": invented_number(99), "birth_on": date(1959, 4, 2)},
            {"same_name", "same_birth_date"},
            id="changed phone",
        ),
        pytest.param(
            {"name": ROMANISED, "birth_on": date(1959, 4, 2)},
            {"same_name_in_letters", "same_birth_date"},
            id="romanised name",
        ),
        pytest.param(
            {"name": None, "number": invented_number(900_005)}, {"same_phone"}, id="phone only"
        ),
        pytest.param(
            {"name": SAME_BLOCK, "address": "남양주시 가람로 1 101호"},
            {"same_name"},
            id="same name at an address",
        ),
    ],
)
def test_somebody_who_is_known_is_pointed_out_with_reasons(database, town_scope, known, reasons):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        resident = a_resident(session, centre=centre, phone=invented_number(900_005).e164)
        a_resident(session, name="박여울", birth_on=date(1982, 3, 3), centre=centre)
        report = _tell(session, **known)
        identity = an_identity(session, a_staff_account(session, centre=centre))
        hits = find_duplicates(session, traces_of_report(session, report), identity=identity)
        assert [hit.person.id for hit in hits if hit.person] == [resident.id]
        assert reasons <= {str(reason) for reason in hits[0].score.reasons}


def test_the_same_name_with_another_birth_date_is_another_person(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        a_resident(session)
        report = _tell(session, name="김다래", birth_on=date(1990, 1, 1))
        identity = an_identity(session, a_staff_account(session))
        assert find_duplicates(session, traces_of_report(session, report), identity=identity) == []


def test_somebody_known_to_another_centre_is_named_by_that_centre_only(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        east, south = a_centre(session), a_centre(session, name="남부희망케어센터")
        a_resident(session, centre=south, phone=invented_number(900_005).e164)
        report = _tell(session, number=invented_number(900_005))
        identity = an_identity(session, a_staff_account(session, centre=east))
        hits = find_duplicates(session, traces_of_report(session, report), identity=identity)
        assert [(hit.person, hit.centre) for hit in hits] == [(None, south)]


def test_two_reports_about_one_person_find_each_other(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        first = _tell(session, name="하돌", number=invented_number(8))
        second = _tell(session, name="하 돌", number=invented_number(8))
        _tell(session, name="남온새")
        identity = an_identity(session, a_staff_account(session))
        traces = traces_of_report(session, second)
        hits = find_like_reports(session, second, traces, identity=identity)
        assert [hit.report.id for hit in hits] == [first.id]


def test_the_likest_report_is_found_among_many_newer_ones_of_the_same_name(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        first = _tell(session, name="하돌", number=invented_number(8))
        for _ in range(MOST_SHOWN * 2 + 5):
            _tell(session, name="하돌")
        last = _tell(session, name="하돌", number=invented_number(8))
        identity = an_identity(session, a_staff_account(session))
        hits = find_like_reports(session, last, traces_of_report(session, last), identity=identity)
        assert hits[0].report.id == first.id
        assert len(hits) == MOST_SHOWN


def test_a_flood_of_crisis_reports_is_one_alert_for_ten_minutes(database, town_scope):
    crisis = {TriageCode.DANGER_TO_LIFE: TriageAnswer.YES}
    with database.writing(town_scope) as session:
        a_town(session)
        area = an_area(session, covered_by=a_centre(session))
        for _ in range(CRISES_AN_HOUR + 5):
            _tell(session, answers=crisis, area_id=area.id)
    with database.reading(town_scope) as session:
        assert len(session.scalars(select(Alert)).all()) == CRISES_AN_HOUR + 1
        assert len(session.scalars(select(Report)).all()) == CRISES_AN_HOUR + 5
