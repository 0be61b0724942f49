"""Closing a case with a second person, through the pages: proposed, looked at, approved or not."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.closing_proposals import ClosingStatus
from hopecare.domain.outcomes import CaseOutcome
from hopecare.services.record_death import record_death
from models import Case, ClosingProposal, Person, Service
from tests.factories.applications import an_application
from tests.factories.cases import BY, a_case, a_need
from tests.factories.closings import a_closing, asks_two
from tests.factories.crises import a_crisis
from tests.factories.desk import a_call_task
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre, a_town
from tests.plugins.pages import Visitor, filled

WORDS = "도움이 다 끝났음"


@pytest.fixture
def office(database, town_scope, app):
    """Two of one centre, and a case with a need, where a second person is asked."""

    class Office:
        def __init__(self):
            with database.writing(town_scope) as session:
                town = a_town(session)
                asks_two(session, town.id)
                self.centre = a_centre(session)
                resident = a_resident(session, name="옥담비", centre=self.centre)
                self.case = a_case(session, resident=resident, centre=self.centre)
                self.accounts = [
                    a_staff_account(session, centre=self.centre, full_name=name)
                    for name in ("이제안", "박확인")
                ]
            self.maker, self.second = (Visitor(app).sign_in(each) for each in self.accounts)
            self.page = f"/cases/{self.case.id}/close"

        def proposed(self):
            self.maker.post(self.page, {"outcome": "need_met", "words": WORDS})
            return f"/closings/{self.row().id}"

        def row(self):
            with database.reading(town_scope) as session:
                found = select(ClosingProposal).order_by(ClosingProposal.id.desc()).limit(1)
                return session.scalars(found).one()

        def stands(self):
            with database.reading(town_scope) as session:
                return session.get_one(Case, self.case.id)

        def changes(self):
            with database.writing(town_scope) as session:
                a_need(session, case=session.get_one(Case, self.case.id))

    return Office()


def late(visitor, page, act, **said):
    """The form as it is read now, to be sent later."""
    return filled(visitor.get(page).fields(f"{page}/{act}"), said)


def test_it_is_proposed_looked_at_by_another_and_closed(office):
    page = office.proposed()
    assert office.stands().status is not CaseStatus.CLOSED
    looks = office.second.get(page)
    assert WORDS in looks.main
    assert "이제안" in looks.main
    office.second.post(f"{page}/approve", on=page)
    case, row = office.stands(), office.row()
    assert (case.status, case.outcome) == (CaseStatus.CLOSED, CaseOutcome.NEED_MET)
    assert row.status is ClosingStatus.APPROVED
    assert row.decided_by_id == office.accounts[1].person_id
    timeline = office.maker.get(f"/cases/{office.case.id}").main
    assert "Closing the case was proposed" in timeline
    assert "A second person approved the closing" in timeline


def test_nobody_sees_a_way_to_approve_their_own_nor_finds_one(office):
    page = office.proposed()
    own = office.maker.get(page)
    assert "Nobody approves their own proposal" in own.main
    assert f"{page}/approve" not in own.text
    for act, said in (("approve", {}), ("send-back", {"answer": "아직"})):
        form = late(office.second, page, act, **said)
        form["csrf_token"] = own.fields(f"{page}/withdraw")["csrf_token"]
        office.maker.send(f"{page}/{act}", form, status=403)
    assert office.row().status is ClosingStatus.PENDING


def test_it_is_sent_back_with_words_and_proposed_anew(office):
    page = office.proposed()
    empty = office.second.post(f"{page}/send-back", {"answer": " "}, on=page, status=422)
    assert "answer" in empty.errors
    office.second.post(f"{page}/send-back", {"answer": "연계 결과를 먼저"}, on=page)
    assert "연계 결과를 먼저" in office.maker.get(page).main
    assert page in office.maker.get("/closings?which=came_back").links
    assert "Your closings that were sent back" in office.maker.get("/desk").main
    assert "Your closings that were sent back" not in office.second.get("/desk").main
    first = office.row().id
    again = office.proposed()
    assert str(first) not in again
    assert page not in office.maker.get("/closings?which=came_back").links
    assert again in office.second.get("/closings").links


def test_what_came_back_stands_on_its_case_and_in_its_makers_list(office):
    page = office.proposed()
    office.second.post(f"{page}/send-back", {"answer": "연계 결과를 먼저"}, on=page)
    case = office.maker.get(f"/cases/{office.case.id}")
    assert "Closing this case was sent back" in case.main
    assert "연계 결과를 먼저" in case.main
    assert page in case.links
    assert page in office.maker.get("/closings").links
    assert page not in office.maker.get("/closings?which=waits").links


def test_whoever_closes_alone_sees_by_name_what_stays_open_and_says_so(
    office, database, town_scope
):
    with database.writing(town_scope) as session:
        asks_two(session, office.case.town_id, is_asked=False)
        case = session.get_one(Case, office.case.id)
        referral = a_referral(session, case=case)
        service = session.get_one(Service, referral.service_id)
        application = an_application(session, case=case, programme=None, named="빨래 도움")
        a_call_task(session, session.get_one(Person, case.resident_id)).case_id = case.id
    form = office.maker.get(office.page)
    for said in (service.name_en, "빨래 도움", "A call that is owed"):
        assert said in form.main
    assert {f"/referrals/{referral.id}", f"/applications/{application.id}"} <= set(form.links)
    again = office.maker.post(office.page, {"outcome": "need_met"}, status=422)
    assert set(again.errors) == {"seen_open"}
    assert office.stands().status is not CaseStatus.CLOSED
    office.maker.post(office.page, {"outcome": "need_met", "seen_open": "yes"})
    assert office.stands().status is CaseStatus.CLOSED


def test_its_maker_takes_it_back_and_nobody_else(office):
    page = office.proposed()
    form = late(office.maker, page, "withdraw")
    theirs = late(office.second, page, "approve")
    office.second.send(f"{page}/withdraw", filled(theirs, {"version": form["version"]}), status=403)
    office.maker.send(f"{page}/withdraw", form)
    assert office.row().status is ClosingStatus.WITHDRAWN
    office.second.send(f"{page}/approve", theirs, status=409)
    assert office.stands().status is not CaseStatus.CLOSED


def test_a_case_that_changed_since_says_so_and_has_to_be_looked_at(office):
    page = office.proposed()
    office.changes()
    looks = office.second.get(page)
    assert "The case has changed since it was proposed" in looks.main
    assert "changed since it was proposed" in looks.main
    refused = office.second.post(f"{page}/approve", on=page, status=422)
    assert "looked" in refused.errors
    office.second.post(f"{page}/approve", {"looked": "yes"}, on=page)
    assert office.stands().status is CaseStatus.CLOSED


def test_a_case_that_changes_while_it_is_read_is_not_closed_unseen(office):
    page = office.proposed()
    form = late(office.second, page, "approve", looked="yes")
    office.changes()
    office.second.send(f"{page}/approve", form, status=409)
    assert office.row().status is ClosingStatus.PENDING


def test_two_propose_at_once_and_one_proposal_stands(office, database, town_scope):
    form = filled(office.second.get(office.page).fields(office.page), {"outcome": "moved"})
    page = office.proposed()
    office.second.send(office.page, form, status=409)
    with database.reading(town_scope) as session:
        assert session.scalar(select(func.count(ClosingProposal.id))) == 1
    answer = office.second.client.get(office.page)
    assert (answer.status_code, answer.location) == (303, page)


def test_two_decide_at_once_and_the_first_holds(office):
    page = office.proposed()
    sends = late(office.second, page, "send-back", answer="아직")
    office.second.post(f"{page}/approve", on=page)
    late_page = office.second.send(f"{page}/send-back", sends, status=409)
    assert "Nothing was overwritten" in late_page.text
    assert office.row().status is ClosingStatus.APPROVED


def test_approved_twice_by_a_double_click_closes_once(office):
    page = office.proposed()
    form = late(office.second, page, "approve")
    office.second.send(f"{page}/approve", form)
    office.second.send(f"{page}/approve", form)
    assert office.stands().status is CaseStatus.CLOSED


def test_a_death_meanwhile_closes_at_once_and_the_proposal_waits_no_more(
    office, database, town_scope
):
    page = office.proposed()
    form = late(office.second, page, "approve")
    with database.writing(town_scope) as session:
        record_death(session, person_id=office.case.resident_id, died_on=TODAY, by=BY, now=NOW)
    office.second.send(f"{page}/approve", form, status=409)
    assert office.stands().outcome is CaseOutcome.DIED
    assert office.row().status is ClosingStatus.OVERTAKEN
    assert page not in office.second.get("/closings").links


def test_a_crisis_meanwhile_holds_it_open(office, database, town_scope):
    page = office.proposed()
    with database.writing(town_scope) as session:
        a_crisis(session, case=session.get_one(Case, office.case.id))
    refused = office.second.post(f"{page}/approve", {"looked": "yes"}, on=page, status=422)
    assert "outcome" in refused.errors
    assert office.stands().status is not CaseStatus.CLOSED


def test_it_waits_on_today_on_the_desk_and_in_the_week_of_the_other_only(office):
    page = office.proposed()
    for visitor, number in ((office.second, 1), (office.maker, 0)):
        assert (page in visitor.get("/closings").links) is bool(number)
        told = "Closings that wait for a second person"
        assert (told in visitor.get("/desk").main) is bool(number)
        for path in ("/today", "/digest/week"):
            (line,) = (
                each for each in visitor.get(path).find_all("a") if told in "".join(each.itertext())
            )
            assert "".join(each for each in "".join(line.itertext()) if each.isdigit()) == str(
                number
            )


def test_without_the_setting_a_case_closes_at_once_as_ever(office, database, town_scope):
    with database.writing(town_scope) as session:
        asks_two(session, office.case.town_id, is_asked=False)
    assert "second person" not in office.maker.get(office.page).main
    office.maker.post(office.page, {"outcome": "need_met"})
    assert office.stands().status is CaseStatus.CLOSED


def test_where_the_setting_is_taken_back_closing_ends_what_waited(office, database, town_scope):
    with database.writing(town_scope) as session:
        row = a_closing(session, session.get_one(Case, office.case.id))
        asks_two(session, office.case.town_id, is_asked=False)
    page = f"/closings/{row.id}"
    office.second.post(f"{page}/approve", on=page)
    assert office.stands().status is CaseStatus.CLOSED


def test_another_centre_sees_nothing_of_it(office, database, town_scope, app):
    page = office.proposed()
    with database.writing(town_scope) as session:
        other = a_staff_account(session, centre=a_centre(session, name="별내센터"))
    stranger = Visitor(app).sign_in(other)
    assert stranger.client.get(page).status_code in {403, 404}
    assert page not in stranger.get("/closings?which=all").links
