"""Before a referral is sent: what is checked is shown, answered, asked for, and checked again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.referral_checks import DespiteReason
from hopecare.domain.roles import Role
from hopecare.domain.service_facts import CAPACITY_DAYS, CapacityState
from hopecare.domain.timeline import EntryKind
from models import CallTask, Referral, Service, ServiceCapacity, SettingEntry, TimelineEntry
from tests.factories.cases import a_case
from tests.factories.directory import opens, said_capacity, speaks
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town
from tests.plugins.pages import said_by

WHY = "창구에서 서류를 보고 정하겠다고 합니다."


def the_service(session, programme, told, known):
    service = a_service(session, programme=programme)
    for name, value in known.items():
        setattr(service, name, value)
    for state, days in told:
        said_capacity(session, service, state, as_of=NOW - timedelta(days=days))
    return service


@pytest.fixture
def desk(app, database, town_scope, visitor):
    """A social worker, a case of somebody born in 1965, and one service without a programme."""

    class Desk:
        def __init__(self, programme=None, role=Role.SOCIAL_WORKER, told=(), **service):
            with database.writing(town_scope) as session:
                a_town(session)
                centre = a_centre(session)
                self.resident = a_resident(session, centre=centre, name="김다래")
                self.resident.birth_on = "1965-02-03"
                self.case = a_case(session, resident=self.resident)
                self.service = the_service(session, programme, told, service)
                account = a_staff_account(session, roles=(role,), centre=centre)
                self.case.owner_id = account.person_id
            visitor.sign_in(account)
            self.refer = f"/cases/{self.case.id}/refer"

        def look(self, status=200, **more):
            chosen = {"service_id": str(self.service.id), "do": "look", **more}
            return visitor.post(self.refer, chosen, status=status)

        def send(self, page, status=303, do="send", **more):
            form = page.fields()
            for name, value in {"do": do, **more}.items():
                form[name] = value
            return visitor.send(self.refer, form, status=status)

        def rows(self, kind):
            with database.reading(town_scope) as session:
                return list(session.scalars(select(kind).order_by(kind.id)))

        def change(self, act):
            with database.writing(town_scope) as session:
                act(session)

    return Desk


GOOD = ((CapacityState.OPEN, 3),)
OLD = ((CapacityState.OPEN, 45),)


def test_each_finding_is_a_sentence_before_anything_leaves(desk, database, town_scope):
    here = desk(least_age=70, qualifies="혼자 사는 분", told=GOOD)
    with database.writing(town_scope) as session:
        service = session.get_one(Service, here.service.id)
        speaks(session, service, "vi")
        opens(session, service, 0, 1, 2, 3, 4, 5, 6)
    page = here.look()
    assert "They take people from 70; 김다래 is 61." in page.main
    assert "They do not serve in Korean, which 김다래 speaks." in page.main
    assert "Who qualifies, in their words: 혼자 사는 분" in page.main
    assert "They took people in when they last said, 3 days ago." in page.main
    assert "Send it all the same" in page.main
    assert here.rows(Referral) == []


def test_a_service_that_fits_is_sent_without_a_word(desk):
    here = desk(least_age=60, told=GOOD)
    page = here.look()
    assert "The age fits: 김다래 is 61." in page.main
    here.send(page)
    (made,) = here.rows(Referral)
    assert (made.sent_despite, made.despite_reason, made.despite_words) == (None, None, None)


def test_what_speaks_against_it_needs_a_reason_and_words(desk, visitor):
    here = desk(least_age=70, told=GOOD)
    refused = here.send(here.look(), status=422)
    assert set(refused.errors) == {"despite_reason"}
    wordless = here.send(refused, status=422, despite_reason="office_decides")
    assert set(wordless.errors) == {"despite_words"}
    assert here.rows(Referral) == []
    made = visitor.follow(here.send(wordless, despite_words=WHY))
    (row,) = here.rows(Referral)
    assert row.sent_despite == ["too_young"]
    assert (row.despite_reason, row.despite_words) == (DespiteReason.OFFICE_DECIDES, WHY)
    assert "Younger than the office takes" in made.main
    assert WHY in made.main
    timeline = visitor.get(f"/cases/{here.case.id}").main
    assert "Younger than the office takes" in timeline
    assert WHY not in timeline
    entries = [each for each in here.rows(TimelineEntry) if each.kind is EntryKind.REFERRAL_MADE]
    assert [each.facts["despite"] for each in entries] == ["office_decides"]


def test_what_changes_between_looking_and_sending_is_not_skipped(desk):
    here = desk(least_age=70, told=GOOD)
    page = here.look()

    def fills(session):
        session.get_one(ServiceCapacity, here.rows(ServiceCapacity)[0].id).replaced_at = NOW
        session.flush()
        said_capacity(session, session.get_one(Service, here.service.id), CapacityState.FULL)

    here.change(fills)
    told = {"despite_reason": "cannot_wait", "despite_words": WHY}
    refused = here.send(page, status=422, **told)
    assert "What speaks against it has changed since you looked." in refused.main
    assert "They had no free place" in refused.main
    assert here.rows(Referral) == []
    here.send(refused)
    assert here.rows(Referral)[0].sent_despite == ["no_places", "too_young"]


def test_an_old_word_makes_a_call_instead_of_a_blind_sending(desk, visitor):
    here = desk(told=OLD)
    page = here.look(words="꼭 필요합니다.")
    assert "Their word on free places is 45 days old: Takes people in." in page.main
    assert "Name nobody yet" in page.main
    refused = here.send(page, status=422)
    assert set(refused.errors) == {"despite_reason"}
    asked = here.send(refused, status=200, do="ask")
    assert "꼭 필요합니다." in asked.main
    assert "The call stands on the list" in asked.main
    (call,) = here.rows(CallTask)
    assert (call.kind, call.case_id) == (CallTaskKind.ASK_CAPACITY, here.case.id)
    assert "김다래" not in call.words
    shown = visitor.get(f"/call-tasks/{call.id}")
    assert f"/cases/{here.case.id}/refer?service_id={here.service.id}" in shown.html
    desk_page = visitor.get("/desk").main
    assert "김다래" in desk_page


def test_the_call_once_written_down_the_referral_goes_on(desk):
    here = desk(told=OLD)
    asked = here.send(here.look(words="꼭 필요합니다."), status=200, do="ask")
    again = here.send(asked, status=200, do="ask")
    assert len(here.rows(CallTask)) == 1
    heard = here.send(again, status=200, do="heard", state="open", free_places="2")
    assert "They took people in when they last said" in heard.main
    assert "Refer with this" in heard.main
    (call,) = here.rows(CallTask)
    assert call.status is CallTaskStatus.DONE
    here.send(heard)
    (made,) = here.rows(Referral)
    assert (made.words, made.sent_despite) == ("꼭 필요합니다.", None)


def test_what_is_heard_and_makes_no_sense_is_said_beside_it(desk):
    here = desk(told=OLD)
    page = here.look()
    for heard, beside in (
        ({}, "state"),
        ({"state": "perhaps"}, "state"),
        ({"state": "full", "free_places": "3"}, "free_places"),
    ):
        assert beside in here.send(page, status=422, do="heard", **heard).errors
    assert len(here.rows(ServiceCapacity)) == 1


def test_an_office_that_says_no_on_the_telephone_speaks_against_it(desk):
    here = desk(told=OLD)
    heard = here.send(here.look(), status=200, do="heard", state="full")
    assert "They had no free place" in heard.main
    assert set(here.send(heard, status=422).errors) == {"despite_reason"}


def test_who_cannot_wait_for_the_call_says_why_and_the_call_is_owed_no_more(desk):
    here = desk(told=OLD)
    asked = here.send(here.look(), status=200, do="ask")
    here.send(asked, despite_reason="cannot_wait", despite_words=WHY)
    assert here.rows(Referral)[0].sent_despite == ["capacity_old"]
    assert here.rows(CallTask)[0].status is CallTaskStatus.CANCELLED


def test_the_days_are_a_setting_of_the_town(desk):
    here = desk(told=OLD)

    def waits_longer(session):
        session.add(
            SettingEntry(
                town_id=here.service.town_id,
                key=CAPACITY_DAYS,
                value={"days": 60},
                from_on=TODAY,
                reason="시험",
            )
        )

    here.change(waits_longer)
    here.send(here.look())
    assert len(here.rows(Referral)) == 1


def test_nobody_has_asked_yet_is_a_blind_sending_except_for_what_the_law_grants(desk):
    here = desk()
    assert "Nobody has asked them yet whether they have free places." in here.look().main
    assert set(here.send(here.look(), status=422).errors) == {"despite_reason"}


def test_an_application_by_law_is_taken_at_any_time(desk):
    here = desk(programme="housing")
    page = here.look()
    assert "an application is taken at any time" in page.main
    here.send(page)
    assert here.rows(Referral)[0].sent_despite is None


def test_looking_by_an_override_asks_for_its_permission_as_sending_does(desk, visitor):
    here = desk(role=Role.COORDINATOR, programme="housing")
    told = {"override_reason": "danger_to_life", "override_words": "의식이 없었습니다."}
    here.look(status=403, **told)


def test_services_that_take_nobody_stand_last_and_say_why(desk, visitor, database, town_scope):
    here = desk(programme="basic_pension", name_en="A full one", told=((CapacityState.FULL, 3),))
    with database.writing(town_scope) as session:
        session.get_one(Service, here.service.id).name = "가"
        others = {
            "old": the_service(session, None, ((CapacityState.FULL, 45),), {"name": "나"}),
            "room": the_service(session, "basic_pension", GOOD, {"name": "다"}),
            "shut": the_service(session, None, GOOD, {"closed_for_now_since": TODAY}),
            "never": the_service(session, None, (), {"name": "라"}),
        }
    page = visitor.get(f"{here.refer}?programme=basic_pension")
    chosen = page.find("select", name="service_id")
    said = {each.attrib["value"]: said_by(each) for each in chosen.iter("option")}
    order = [each for each in said if each]
    assert set(order[-2:]) == {str(here.service.id), str(others["shut"].id)}
    assert said[str(here.service.id)].endswith("(no free place)")
    assert said[str(others["shut"].id)].endswith("(closed for now)")
    assert said[str(others["old"].id)].endswith("(ring first)")
    assert said[str(others["never"].id)].endswith("(ring first)")
    assert "(" not in said[str(others["room"].id)]
    assert page.fields()["service_id"] == str(others["room"].id)
