"""A report of a crisis and its alert are one thing: taken up together, with the number to ring."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import AlertStatus
from hopecare.domain.phone import invented_number
from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import TriageAnswer, TriageCode
from hopecare.services.report_need import CRISES_AN_HOUR, ReporterSaid, Told, report_need
from models import Alert, Report
from tests.factories.cases import BY
from tests.factories.towns import NOW, an_area


def tell(session, area, *, number=None):
    told = Told(
        about_self=False,
        language="ko",
        words="며칠째 불이 꺼져 있어요.",
        name="김다래",
        number=number,
        address="가람로 1",
        area_id=area.id,
        answers={TriageCode.EARNER_LOST: TriageAnswer.YES},
        reporter=ReporterSaid(name="이이웃", number=invented_number(99)),
    )
    town_id = session.info["scope"].town_id
    return report_need(session, told, town_id=town_id, door=ReportDoor.PAGE, by=BY, now=NOW)


@pytest.fixture
def crisis(database, town_scope, staff, centre):
    """A report of a crisis with its alert, and the number of whom it is about."""
    with database.writing(town_scope) as session:
        report = tell(session, an_area(session, covered_by=centre), number=invented_number(77))
        alert = session.scalars(select(Alert).where(Alert.report_id == report.id)).one()
        return report.id, alert.id


def take_up(staff, report_id):
    path = f"/reports/{report_id}"
    staff.post(f"{path}/take-up", on=path)


def test_whoever_takes_a_report_up_has_its_alert_as_well(database, town_scope, staff, crisis):
    report_id, alert_id = crisis
    take_up(staff, report_id)

    with database.reading(town_scope) as session:
        alert = session.get_one(Alert, alert_id)
        assert alert.status is AlertStatus.ACKNOWLEDGED
        assert alert.acknowledged_by_id == session.get_one(Report, report_id).owner_id
    page = staff.get(f"/alerts/{alert_id}")
    assert "이담당 looks at it" in page.main
    assert "They look after the report as well." in page.main
    assert f"/alerts/{alert_id}" not in staff.get("/today").links


def test_an_alert_that_stands_for_many_reports_waits_for_the_others(
    database, town_scope, staff, centre
):
    with database.writing(town_scope) as session:
        area = an_area(session, covered_by=centre)
        reports = [tell(session, area).id for _ in range(CRISES_AN_HOUR + 2)]
        flood = session.scalars(
            select(Alert).where(Alert.report_id == reports[CRISES_AN_HOUR])
        ).one()
    take_up(staff, reports[CRISES_AN_HOUR])
    with database.reading(town_scope) as session:
        assert session.get_one(Alert, flood.id).status is AlertStatus.RAISED


def test_the_alert_about_a_report_says_whom_to_ring(staff, crisis):
    page = staff.get(f"/alerts/{crisis[1]}")
    number = invented_number(77)
    assert f"tel:{number.e164}" in page.links
    assert "김다래" in page.main
    assert "가람로 1" in page.main
    assert f"/reports/{crisis[0]}/reporter" in page.links
    assert "이이웃" not in page.main


def test_it_says_so_where_no_number_of_theirs_is_known(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        report = tell(session, an_area(session, covered_by=centre))
        alert = session.scalars(select(Alert).where(Alert.report_id == report.id)).one()
    page = staff.get(f"/alerts/{alert.id}")
    assert "No number is known." in page.main


def test_it_reads_in_korean(staff, crisis):
    take_up(staff, crisis[0])
    page = staff.read_in("ko").get(f"/alerts/{crisis[1]}")
    assert "접수도 함께 맡고 있습니다." in page.main
