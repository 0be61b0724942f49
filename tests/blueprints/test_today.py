"""The page a working day begins with: every number leads to exactly its rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.roles import Role
from hopecare.domain.urgency import Urgency
from models import Centre, Person
from tests.factories.cases import a_case, a_wish
from tests.factories.desk import a_call_task, a_duty, a_plan, a_reply, a_slot, an_alert
from tests.factories.people import a_phone, a_resident, a_staff_account
from tests.factories.referrals import a_referral
from tests.factories.reports import a_report
from tests.factories.towns import NOW, a_centre, a_town, an_area
from tests.plugins.pages import count_queries, said_by


@pytest.fixture
def centres(database, town_scope):
    """Two centres with a little of everything each."""
    with database.writing(town_scope) as session:
        a_town(session)
        centres = [a_centre(session, name=name) for name in ("동부", "서부")]
        for centre in centres:
            _fill(session, centre)
    return centres


def _fill(session, centre):
    area = an_area(session, covered_by=centre)
    a_report(session, centre=centre, urgency=Urgency.CRISIS)
    a_report(session, centre=centre)
    residents = [a_resident(session, centre=centre, area=area) for _ in range(4)]
    for resident, status in zip(
        residents,
        (SlotStatus.SILENT, SlotStatus.HELP_ASKED, SlotStatus.WAITING, SlotStatus.ANSWERED),
        strict=True,
    ):
        a_slot(session, resident, status=status)
    plan = a_plan(session, residents[0])
    yesterday = NOW - timedelta(days=1)
    a_slot(session, residents[0], status=SlotStatus.SILENT, due_at=yesterday, plan=plan)
    an_alert(session, residents[0])
    a_call_task(session, residents[1])
    case = a_case(session, resident=residents[2], centre=centre, needs=(a_wish(),))
    a_referral(session, case=case)
    a_reply(session, from_number=a_phone(), person=residents[3])


@pytest.fixture
def coordinator(database, town_scope, centres):
    with database.writing(town_scope) as session:
        return a_staff_account(session, roles=(Role.COORDINATOR,), centre=centres[0])


def test_every_number_leads_to_exactly_the_rows_it_counts(visitor, coordinator):
    visitor.sign_in(coordinator)
    today = visitor.get("/today")
    numbers = [
        (int(said_by(each.find("span"))), each.attrib["href"])
        for each in today.find_all("a", class_="stat")
    ]
    assert len(numbers) >= 10
    for number, href in numbers:
        assert _rows(visitor.get(href)) == number, href


def test_yesterdays_silence_is_still_counted(visitor, coordinator):
    page = visitor.sign_in(coordinator).get("/today")
    stats = {said_by(each): each for each in page.find_all("a", class_="stat")}
    assert "3Not known to be safe" in stats


def test_it_says_plainly_when_nobody_is_on_duty(
    database, town_scope, visitor, coordinator, centres
):
    visitor.sign_in(coordinator)
    assert "Nobody is on duty now" in visitor.get("/today").text
    with database.writing(town_scope) as session:
        centre = session.get_one(Centre, centres[0].id)
        staff = a_staff_account(session, centre=centre)

        a_duty(session, centre, session.get_one(Person, staff.person_id))
    assert "Nobody is on duty now" not in visitor.get("/today").text


def test_it_asks_the_database_no_more_when_there_is_more(database, visitor, coordinator):
    visitor.sign_in(coordinator)
    with count_queries(database) as counted:
        visitor.get("/today")
    assert counted.total <= 20


def _rows(page):
    body = page.find("tbody")
    return 0 if body is None else len(body.findall("tr"))
