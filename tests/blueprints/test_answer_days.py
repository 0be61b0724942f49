"""By when an office answers, through the door: its law, the town's days, or a day it named."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.domain.roles import Role
from hopecare.domain.service_facts import CapacityState
from hopecare.domain.urgency import Urgency
from hopecare.services.answer_referral import answer_referral
from hopecare.services.miss_referral_answer import miss_referral_answer
from models import CallTask, Case, Centre, Person, Referral, SettingEntry
from tests.factories.cases import BY, a_case
from tests.factories.desk import a_call_task
from tests.factories.directory import said_capacity
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town

YES = "12 days for a yes or no, a setting of the town; the days of the law begin once"
LAW = "사회보장급여의 이용ㆍ제공 및 수급권자 발굴에 관한 법률 시행령 제6조"
TOWN = "a setting of the town: no law's days are known here"
DAY = timedelta(days=1)


def days_of(town, days):
    return SettingEntry(
        town_id=town.id, key="referrals.answer", from_on=TODAY,
        value={"days_to_answer": days}, reason="agreed with the offices",
    )  # fmt: skip


@pytest.fixture
def silent_call(database, town_scope):
    def read():
        with database.reading(town_scope) as session:
            is_silent = CallTask.kind == CallTaskKind.REFERRAL_SILENT
            return session.scalars(select(CallTask).where(is_silent)).one()

    return read


@pytest.fixture
def desk(database, town_scope, visitor):
    """A social worker and a case, with one service."""

    class Desk:
        def __init__(self, *, country="KR", programme="housing", town_days=None):
            with database.writing(town_scope) as session:
                town = a_town(session, country=country)
                centre = a_centre(session)
                self.resident = a_resident(session, centre=centre)
                self.case = a_case(session, resident=self.resident)
                self.service = a_service(session, programme=programme)
                said_capacity(session, self.service, CapacityState.OPEN)
                if town_days:
                    session.add(days_of(town, town_days))
                roles = (Role.SOCIAL_WORKER,)
                account = a_staff_account(session, roles=roles, centre=centre)
            self.me = account
            visitor.sign_in(account)
            self.refer = f"/cases/{self.case.id}/refer"

        def look(self, **more):
            given = {"service_id": str(self.service.id), "do": "look", **more}
            return visitor.post(self.refer, given, status=200)

        def send(self, page, status=303, **more):
            form = page.fields()
            for name, value in {"do": "send", **more}.items():
                form[name] = value
            return visitor.send(self.refer, form, status=status)

        def due(self):
            with database.reading(town_scope) as session:
                return session.scalars(select(Referral.answer_due_on)).one()

        def referral_refused(self):
            with database.writing(town_scope) as session:
                referral = a_referral(session, case=self.case, service=self.service)
                answer_referral(
                    session, referral_id=referral.id, refusal=RefusalReason.OBLIGOR,
                    door=AnswerDoor.LETTER, answered_on=TODAY, words=None, by=BY, now=NOW,
                )  # fmt: skip
                return f"/referrals/{referral.id}"

    return Desk


@pytest.mark.parametrize(
    ("country", "programme", "source", "days"),
    [
        ("KR", "housing", YES, 12),
        ("KR", None, TOWN, 12),
        ("GB", "housing", TOWN, 12),
    ],
)
def test_the_figure_carries_its_source_before_and_after_it_is_sent(
    desk, visitor, country, programme, source, days
):
    here = desk(country=country, programme=programme, town_days=12)
    page = here.look()
    assert source in page.main
    made = visitor.follow(here.send(page))
    assert source in made.main
    assert LAW not in page.main + made.main
    assert here.due() == TODAY + days * DAY


def test_an_emergency_has_hours_and_its_call_stands_first_on_the_desk_the_same_day(
    desk, visitor, database, town_scope, silent_call
):
    here = desk(programme="emergency")
    with database.writing(town_scope) as session:
        waits = a_case(
            session,
            resident=a_resident(
                session, name="이먼저", centre=session.get_one(Centre, here.resident.centre_id)
            ),
        )
        case = session.get_one(Case, here.case.id)
        case.owner_id = waits.owner_id = here.me.person_id
        soon = NOW + timedelta(hours=1)
        a_call_task(session, session.get_one(Person, waits.resident_id), due_at=soon)
    page = here.look()
    assert "An emergency: somebody rings the office within 4 hours, by" in page.main
    made = visitor.follow(here.send(page))
    assert "An emergency: somebody rings the office within 4 hours, by" in made.main
    assert here.due() == TODAY
    call = silent_call()
    assert (call.due_at, call.status) == (NOW + timedelta(hours=4), CallTaskStatus.OPEN)
    shown = visitor.get("/desk").main
    assert "이먼저" in shown
    assert shown.index(here.resident.full_name) < shown.index("이먼저")
    with database.writing(town_scope) as session:
        referral = session.scalars(select(Referral)).one()
        answer_referral(
            session, referral_id=referral.id, refusal=None, door=AnswerDoor.PHONE,
            answered_on=TODAY, words=None, by=BY, now=NOW,
        )  # fmt: skip
    assert silent_call().status is CallTaskStatus.CANCELLED


def test_a_case_in_a_crisis_waits_no_month_whatever_it_is_sent_for(
    desk, database, town_scope, silent_call
):
    here = desk(programme=None)
    with database.writing(town_scope) as session:
        session.get_one(Case, here.case.id).urgency = Urgency.CRISIS
    here.send(here.look())
    assert here.due() == TODAY
    assert silent_call().status is CallTaskStatus.OPEN


def test_a_silent_office_is_owed_one_call_in_an_emergency(desk, database, town_scope, silent_call):
    here = desk(programme="emergency")
    here.send(here.look())
    with database.writing(town_scope) as session:
        referral = session.scalars(select(Referral)).one()
        miss_referral_answer(session, referral_id=referral.id, by=BY, now=NOW + DAY)
    assert silent_call().status is CallTaskStatus.OPEN


def test_a_day_the_office_named_goes_first(desk, visitor):
    here = desk()
    named = TODAY + 9 * DAY
    made = visitor.follow(here.send(here.look(), due_on=named.isoformat()))
    assert "A day that was named: when it was sent, or by the office" in made.main
    assert LAW not in made.main
    assert here.due() == named


@pytest.mark.parametrize("named", [(TODAY - DAY).isoformat(), "2026-02-31", "soon"])
def test_a_day_that_is_none_or_over_is_refused_by_its_field(desk, named):
    here = desk()
    refused = here.send(here.look(), status=422, due_on=named)
    assert set(refused.errors) == {"due_on"}


def test_no_law_we_have_read_says_by_when_an_objection_is_answered(desk, visitor):
    here = desk(town_days=20)
    at = here.referral_refused()
    page = visitor.get(f"{at}/objection")
    assert TOWN in page.main
    assert LAW not in page.main
    form = page.fields()
    form["words"] = "열두 해 동안 연락이 없었습니다."
    made = visitor.follow(visitor.send(f"{at}/objection", form, status=303))
    assert here.due() == TODAY + 20 * DAY
    assert TOWN in made.main


def test_an_objection_takes_the_day_the_office_named(desk, visitor):
    here = desk()
    at = here.referral_refused()
    form = visitor.get(f"{at}/objection").fields()
    form["words"], form["due_on"] = "연락 없음", "2027-01-15"
    visitor.send(f"{at}/objection", form, status=303)
    assert here.due() == date(2027, 1, 15)


def test_a_referral_for_a_programme_leads_to_its_application(desk, visitor, database, town_scope):
    here = desk()
    made = visitor.follow(here.send(here.look()))
    begins = next(each for each in made.links if "/applications/new" in each)
    page = visitor.get(begins)
    form = page.fields()
    with database.reading(town_scope) as session:
        referral_id = session.scalars(select(Referral.id)).one()
    assert (form["programme"], form["referral_id"]) == ("housing", str(referral_id))
    form["bridge"] = "family_helps"
    begun = visitor.send(f"/cases/{here.case.id}/applications/new", form, status=303)
    application = visitor.follow(begun)
    back = visitor.get(f"/referrals/{referral_id}")
    assert begins not in back.links
    assert any("/applications/" in each for each in back.links)
    assert "goes with the referral to" in application.text


def test_a_referral_for_no_programme_asks_for_no_application(desk, visitor):
    here = desk(programme=None)
    made = visitor.follow(here.send(here.look()))
    assert not any("/applications/new" in each for each in made.links)
