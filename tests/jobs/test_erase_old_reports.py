"""What a report tells, and who told us, is erased when its day is over, as the public page says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.domain.care_path import ReportStatus
from hopecare.domain.timeline import EntryKind
from hopecare.jobs.erase_old_reports import erase_old_reports
from hopecare.jobs.tools import Tools
from hopecare.services import erase_reports as service
from models import Report, Reporter, ReportTerm, TimelineEntry
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.people import a_phone, a_resident
from tests.factories.reports import a_report
from tests.factories.towns import NOW, TODAY, a_centre, a_town

A_DAY = timedelta(days=1)


@pytest.fixture
def told(database, town_scope):
    """Lay a report with its reporter: how it stands, its last day and that of who told us."""
    with database.writing(town_scope) as session:
        a_town(session)

    def lay(status=ReportStatus.CLOSED, *, until=None, reporter_until=None, **more):
        with database.writing(town_scope) as session:
            resident = a_resident(session, centre=a_centre(session))
            report = a_report(session, phone=a_phone(), address="화도읍 마석로 12")
            if status is ReportStatus.OPENED:
                report.resident_id = resident.id
            report.status, report.retain_until = status, until
            for name, value in more.items():
                setattr(report, name, value)
            session.flush()
            reporter = session.scalars(
                select(Reporter).where(Reporter.report_id == report.id)
            ).one()
            reporter.retain_until = reporter_until
            return report.id

    return lay


def run(database, at=NOW):
    network = MemoryNetwork()
    tools = Tools(
        database=database, networks=Networks(texts=network, calls=network), clock=SetClock(at)
    )
    return erase_old_reports(tools)


def stands(database, scope, report_id):
    """Whether the report, its terms and who told us still say something."""
    with database.reading(scope) as session:
        report = session.get_one(Report, report_id)
        said = [report.words, report.about_name, report.about_phone, report.about_address]
        terms = session.scalars(select(ReportTerm).where(ReportTerm.report_id == report_id)).all()
        who = session.scalars(select(Reporter).where(Reporter.report_id == report_id)).one()
        has_index = report.about_phone_index is not None or report.about_address_index is not None
        return any(said) or bool(terms) or has_index, who.name is not None


def test_a_report_and_who_told_us_go_each_on_the_day_after_its_last(database, town_scope, told):
    report = told(until=TODAY, reporter_until=TODAY + A_DAY, settled_at=NOW - 180 * A_DAY)
    assert run(database) == 0
    assert stands(database, town_scope, report) == (True, True)
    assert run(database, NOW + A_DAY) == 1
    assert stands(database, town_scope, report) == (False, True)
    assert run(database, NOW + 2 * A_DAY) == 1
    assert stands(database, town_scope, report) == (False, False)
    assert run(database, NOW + 3 * A_DAY) == 0
    with database.reading(town_scope) as session:
        row = session.get_one(Report, report)
        assert (row.status, bool(row.code)) == (ReportStatus.CLOSED, True)
        kinds = session.scalars(select(TimelineEntry.kind)).all()
    assert kinds.count(EntryKind.RECORD_ERASED) == 2


def test_who_told_us_of_what_became_a_case_goes_too_and_the_report_stays_with_it(
    database, town_scope, told
):
    report = told(ReportStatus.OPENED, settled_at=NOW - 366 * A_DAY)
    young = told(ReportStatus.OPENED, settled_at=NOW - 300 * A_DAY)
    assert run(database) == 1
    assert stands(database, town_scope, report) == (True, False)
    assert stands(database, town_scope, young) == (True, True)


def test_what_is_open_again_still_to_be_asked_or_held_stays(database, town_scope, told):
    past = TODAY - A_DAY
    open_again = told(ReportStatus.RECEIVED, reporter_until=past)
    later = told(
        ReportStatus.CONSENT_REFUSED, until=past, reporter_until=None, ask_again_on=TODAY + A_DAY
    )
    held = told(until=past, reporter_until=past, held_by="2026-가-1", settled_at=NOW - 400 * A_DAY)
    assert run(database) == 0
    for each in (open_again, later, held):
        assert stands(database, town_scope, each) == (True, True)


def test_many_go_in_batches(database, town_scope, told, monkeypatch):
    monkeypatch.setattr(service, "AT_ONCE", 2)
    reports = [told(until=TODAY - A_DAY, reporter_until=TODAY - A_DAY) for _ in range(3)]
    assert run(database) == 6
    assert [stands(database, town_scope, each) for each in reports] == [(False, False)] * 3
