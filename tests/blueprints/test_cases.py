"""Social workers open a case, write down needs, ask neighbours and close with an outcome."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.care_path import (
    AlertStatus,
    CallTaskStatus,
    CaseStatus,
    NeedStatus,
    OfferStatus,
    ReportStatus,
    SlotStatus,
)
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.needs import NeedKind
from hopecare.domain.people import HouseholdMemberRole
from hopecare.domain.reports import ReportDoor
from hopecare.domain.roles import Role
from hopecare.domain.urgency import Urgency
from hopecare.queries.askings import find_live_asking
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.answer_offer import answer_offer
from hopecare.services.ask_neighbours import ask_neighbours
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.move_household import Home, move_household
from hopecare.services.report_need import Told, report_need
from hopecare.services.withdraw_asking import withdraw_asking
from models import (
    AidGiven,
    Alert,
    CallTask,
    Case,
    Centre,
    CheckInPlan,
    CheckInSlot,
    HouseholdMember,
    Need,
    Offer,
    Person,
    VolunteerProfile,
    Worry,
)
from tests.factories.cases import BY, a_case, a_need
from tests.factories.desk import a_call_task, a_plan, a_slot, an_alert
from tests.factories.offers import NO, a_task, an_offer
from tests.factories.people import a_consent, a_person, a_resident, a_staff_account
from tests.factories.reports import a_report
from tests.factories.towns import NOW, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.plugins.pages import count_queries, said_by


@pytest.fixture
def desk_of(database, town_scope, visitor):
    """A town with one resident and a social worker who has signed in."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, centre=centre, area=area)
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    visitor.sign_in(account)
    return resident


def the(database, scope, kind):
    with database.reading(scope) as session:
        return session.scalars(select(kind)).one()


def need_of(database, scope, resident, helpers=0, **wished):
    with database.writing(scope) as session:
        need = a_need(session, case=a_case(session, resident=resident), **wished)
        people = neighbours(session, helpers)
    return need, people


def test_a_case_opens_with_the_ticked_kinds_of_help(database, town_scope, visitor, desk_of):
    path = f"/residents/{desk_of.id}/open-case"
    answer = visitor.post(path, {"urgency": "soon", "kinds": ["side_dishes", "phone_companion"]})
    page = visitor.follow(answer)
    case = the(database, town_scope, Case)
    assert case.status is CaseStatus.OPEN
    assert "Kim" in page.h1 or "김다래" in page.h1
    with database.reading(town_scope) as session:
        kinds = set(session.scalars(select(Need.kind)))
    assert kinds == {NeedKind.SIDE_DISHES, NeedKind.PHONE_COMPANION}


@pytest.mark.parametrize("urgency", [Urgency.CRISIS, Urgency.ORDINARY])
def test_a_case_is_as_urgent_as_the_report_it_comes_from(
    database, town_scope, visitor, desk_of, urgency
):
    path = f"/residents/{desk_of.id}/open-case"
    with database.writing(town_scope) as session:
        report = a_report(session, urgency=urgency)
        report.resident_id, report.centre_id = desk_of.id, desk_of.centre_id
        report.status = ReportStatus.JOINED
    visitor.post(path, on=path)
    case = the(database, town_scope, Case)
    assert (case.urgency, case.report_id) == (urgency, report.id)


def test_the_timeline_of_a_case_begins_with_the_report_it_came_from(
    database, town_scope, visitor, desk_of
):
    with database.writing(town_scope) as session:
        told = Told(about_self=False, language="ko", words="불이 꺼져 있어요", name="김다래")
        days_ago = NOW - timedelta(days=3)
        told_us = {"town_id": desk_of.town_id, "door": ReportDoor.PAGE, "by": BY}
        report = report_need(session, told, **told_us, now=days_ago)
        report.resident_id, report.centre_id = desk_of.id, desk_of.centre_id
    path = f"/residents/{desk_of.id}/open-case"
    page = visitor.follow(visitor.post(path, on=path))
    entries = [said_by(each) for each in page.find_all("p", class_="timeline-text")]
    assert entries[-1].startswith("A report came in")


def test_a_double_click_opens_one_case(database, town_scope, visitor, desk_of):
    path = f"/residents/{desk_of.id}/open-case"
    form = visitor.get(path).fields(path)
    first, second = visitor.send(path, form), visitor.send(path, form)
    assert first.answer.headers["Location"] == second.answer.headers["Location"]
    assert the(database, town_scope, Case)


def test_the_form_leads_to_the_case_that_is_open_already(database, town_scope, visitor, desk_of):
    need_of(database, town_scope, desk_of)
    page = visitor.get(f"/residents/{desk_of.id}/open-case")
    assert page.path == f"/residents/{desk_of.id}/open-case"
    assert "김다래" in page.h1


def test_without_consent_to_be_helped_no_kind_can_be_ticked(database, town_scope, visitor, desk_of):
    with database.writing(town_scope) as session:
        centre = a_centre(session)
        other = a_resident(session, name="박여울", consents=[ConsentPurpose.KEEP_RECORD])
        other.centre_id = None
        del centre
    page = visitor.get(f"/residents/{other.id}/open-case")
    assert page.find_all("input", name="kinds") == []


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        pytest.param({"kind": ""}, "kind", id="no kind"),
        pytest.param({"minutes": "viele"}, "minutes", id="no number"),
        pytest.param({"until_on": "2026-01-01"}, "until_on", id="ends before it begins"),
        pytest.param({"rhythm": "weekly"}, "weekdays", id="weekly without a day"),
        pytest.param({"words": "\x00"}, "words", id="a NUL byte"),
        pytest.param({"words": "x" * 5000}, "words", id="a note too long"),
    ],
)
def test_a_wrong_need_is_said_beside_its_field(
    database, town_scope, visitor, desk_of, values, wrong
):
    need, _ = need_of(database, town_scope, desk_of)
    path = f"/cases/{need.case_id}/needs/new"
    page = visitor.post(path, {"kind": "lift", **values}, status=422)
    assert set(page.errors) == {wrong}


def test_a_need_is_written_down_with_its_days(database, town_scope, visitor, desk_of):
    need, _ = need_of(database, town_scope, desk_of)
    path = f"/cases/{need.case_id}/needs/new"
    values = {"kind": "tutoring", "rhythm": "weekly", "weekdays": ["tue", "thu"], "minutes": "60"}
    visitor.post(path, values)
    with database.reading(town_scope) as session:
        written = session.scalars(select(Need).where(Need.kind == NeedKind.TUTORING)).one()
    assert written.weekdays == ["tue", "thu"]
    assert written.check_level == 2


def test_a_change_says_before_it_is_sent_who_helps_and_hears_of_it(
    database, town_scope, visitor, desk_of
):
    need, [helper] = need_of(database, town_scope, desk_of, helpers=1)
    path, told = f"/needs/{need.id}", "they are told by text at once"
    assert told not in visitor.get(path).main, "nobody holds it"
    with database.writing(town_scope) as session:
        name = session.get_one(Person, helper.id).full_name
        a_task(session, session.get_one(Need, need.id), helper)
    page = visitor.get(path)
    assert f"Who helps with this now: {name}" in page.main
    assert told in page.main
    again = visitor.post(path, {"minutes": "viele"}, status=422)
    assert told in again.main, "also where something is to be put right first"


def test_the_second_editor_of_a_need_sees_both_notes(database, town_scope, visitor, desk_of):
    need, _ = need_of(database, town_scope, desk_of, words="first")
    path = f"/needs/{need.id}"
    form = visitor.get(path).fields(path)
    visitor.post(path, {"words": "second"})
    form["words"] = "third"
    page = visitor.send(path, form, status=409)
    assert "second" in page.html
    assert "third" in page.html
    assert the(database, town_scope, Need).words == "second"


def test_the_ranking_says_every_reason_and_the_offers_go_out(
    database, town_scope, visitor, desk_of
):
    need, helpers = need_of(database, town_scope, desk_of, helpers=4)
    with database.writing(town_scope) as session:
        neighbours(session, 2, skills=["lift"])
    path = f"/needs/{need.id}/ask"
    page = visitor.get(path)
    assert "200 m away" in page.main
    assert "2 of 6 do not offer this kind of help" in page.main
    ticked = page.fields(path).getlist("helper_ids")
    assert ticked == [str(helper.id) for helper in helpers[:3]]
    case_page = visitor.follow(visitor.post(path))
    assert "3 neighbours were asked" in case_page.main


def test_whom_a_cap_or_a_promise_leaves_in_peace_is_said_and_not_ticked(
    database, town_scope, visitor, desk_of
):
    need, helpers = need_of(database, town_scope, desk_of, helpers=5)
    asked, often, promised, *free = helpers
    with database.writing(town_scope) as session:
        an_offer(session, a_need(session), asked)
        earlier = an_offer(session, a_need(session), often, now=NOW - timedelta(hours=30))
        answer_offer(session, offer_id=earlier.id, answer=NO, by=BY, now=NOW)
        of_one = VolunteerProfile.person_id == often.id
        session.scalars(select(VolunteerProfile).where(of_one)).one().askings_a_week = 1
        session.get_one(Need, need.id).starts_at = time(14)
        held = a_need(session, starts_at=time(14))
        a_task(session, held, promised, now=NOW - timedelta(days=9))
    path = f"/needs/{need.id}/ask"
    page = visitor.get(path)
    assert page.fields(path).getlist("helper_ids") == [str(each.id) for each in free]
    for words in (
        "has not answered what they were asked before",
        "was asked as often this week as they wish to be",
        "Has promised to help somewhere else at that time",
    ):
        assert page.main.count(words) == 1
    with database.writing(town_scope) as session:
        offers = ask_neighbours(session, need_id=need.id, by=BY, now=NOW)
        assert {each.helper_id for each in offers} == {each.id for each in free}
    case_page = visitor.follow(visitor.post(path, {"helper_ids": [str(often.id)]}))
    assert "3 neighbours were asked" in case_page.main, "a person may choose past a cap"


def test_who_held_this_before_is_said_so_and_a_person_may_ask_them(
    database, town_scope, visitor, desk_of
):
    need, helpers = need_of(database, town_scope, desk_of, helpers=2)
    with database.writing(town_scope) as session:
        held = a_task(session, session.get_one(Need, need.id), helpers[0])
        hand_back_task(session, task_id=held.id, reason=None, by=BY, now=NOW)
        asking = find_live_asking(session, need.id)
        assert asking is not None
        withdraw_asking(session, asking_id=asking.id, by=BY, now=NOW)
    path = f"/needs/{need.id}/ask"
    page = visitor.get(path)
    assert "2 neighbours may be asked" in page.main
    assert "Held this before, and it has ended" in page.main
    assert str(helpers[0].id) not in page.fields(path).getlist("helper_ids")
    visitor.post(path, {"helper_ids": [str(helpers[0].id)]})
    with database.reading(town_scope) as session:
        standing = select(Offer.helper_id).where(Offer.status == OfferStatus.STANDING)
        assert session.scalars(standing).all() == [helpers[0].id]


def test_whoever_was_asked_stands_apart_from_those_who_may_be(
    database, town_scope, visitor, desk_of
):
    need, helpers = need_of(database, town_scope, desk_of, helpers=3)
    path = f"/needs/{need.id}/ask"
    visitor.post(path, {"helper_ids": [str(helpers[0].id)]})
    page = visitor.get(path)
    assert "2 neighbours may be asked" in page.main
    offered = {each.attrib["value"] for each in page.find_all("input", name="helper_ids")}
    assert offered == {str(each.id) for each in helpers[1:]}
    assert "were asked for this already" in page.main
    assert "Waiting for an answer" in page.main
    visitor.post(path, {"helper_ids": [str(each.id) for each in helpers[1:]]})
    page = visitor.get(path)
    assert "Nobody else who fits can be asked now" in page.main
    assert "Ask the ticked" not in page.main


def test_a_neighbour_on_the_same_square_is_near_and_not_at_a_telephone(
    database, town_scope, visitor, desk_of
):
    need, _ = need_of(database, town_scope, desk_of)
    with database.writing(town_scope) as session:
        neighbours(session, 1, first_m=0)
    page = visitor.get(f"/needs/{need.id}/ask")
    assert "Less than 100 m away" in page.main
    assert "By telephone" not in page.main


def test_only_who_is_spared_more_than_the_others_is_said_to_be(
    database, town_scope, visitor, desk_of
):
    need, helpers = need_of(database, town_scope, desk_of, helpers=3)
    path = f"/needs/{need.id}/ask"

    def miss(*missed):
        with database.writing(town_scope) as session:
            for helper, much in zip(helpers, missed, strict=True):
                of_one = VolunteerProfile.person_id == helper.id
                session.scalars(select(VolunteerProfile).where(of_one)).one().missed = much

    miss(0.4, 0.4, 0.4)
    assert "waves ask them later" not in visitor.get(path).main, "later than whom?"
    miss(0.4, 0.0, 0.0)
    assert visitor.get(path).main.count("waves ask them later than others here") == 1


def test_a_home_only_told_in_words_is_measured_roughly_from_the_district(
    database, town_scope, visitor, desk_of
):
    with database.writing(town_scope) as session:
        resident = session.get_one(Person, desk_of.id)
        told = Home(area_id=resident.area_id, address="파란 대문 옆집")
        move_household(session, [resident], told, by=BY, now=NOW)
    need, _ = need_of(database, town_scope, desk_of, helpers=2)
    page = visitor.get(f"/needs/{need.id}/ask")
    assert "measured from the middle of the district" in page.main
    assert "About 1 km away" in page.main
    assert "200 m" not in page.main


def test_asking_nobody_asks_to_choose(database, town_scope, visitor, desk_of):
    need, _ = need_of(database, town_scope, desk_of, helpers=1)
    page = visitor.post(f"/needs/{need.id}/ask", {"helper_ids": None}, status=422)
    assert set(page.errors) == {"helper_ids"}


def test_somebody_who_cannot_be_asked_is_refused_kindly(database, town_scope, visitor, desk_of):
    need, _ = need_of(database, town_scope, desk_of, helpers=1)
    with database.writing(town_scope) as session:
        far = neighbours(session, 1, first_m=30_000)[0]
    page = visitor.post(f"/needs/{need.id}/ask", {"helper_ids": str(far.id)}, status=422)
    assert set(page.errors) == {"helper_ids"}


def test_a_case_closes_with_its_outcome_and_opens_again(database, town_scope, visitor, desk_of):
    need, _ = need_of(database, town_scope, desk_of)
    path = f"/cases/{need.case_id}/close"
    assert set(visitor.post(path, {"outcome": None}, status=422).errors) == {"outcome"}
    assert set(visitor.post(path, {"outcome": "died"}, status=422).errors) == {"outcome"}
    page = visitor.follow(visitor.post(path, {"outcome": "no_longer_needed"}))
    assert the(database, town_scope, Need).status is NeedStatus.ENDED
    assert "Closed on" in page.main
    visitor.post(f"/cases/{need.case_id}/reopen", on=f"/cases/{need.case_id}")
    assert the(database, town_scope, Case).status is CaseStatus.OPEN


def checked_in(database, scope, resident, status):
    """A case with a check-in of its own, and the page where it is closed."""
    with database.writing(scope) as session:
        case = a_case(session, resident=session.get_one(Person, resident.id))
        plan = a_plan(session, resident)
        plan.case_id = case.id
        slot = a_slot(session, resident, status=status, plan=plan)
        slot.next_rung_at = NOW
        a_call_task(session, resident, slot=slot)
    return f"/cases/{case.id}/close"


@pytest.mark.parametrize("status", [SlotStatus.WAITING, SlotStatus.NOT_ASKED, SlotStatus.DUE])
def test_a_check_in_that_waits_ends_with_its_case(database, town_scope, visitor, desk_of, status):
    path = checked_in(database, town_scope, desk_of, status)
    visitor.post(path, {"outcome": "need_met"}, on=path)
    slot = the(database, town_scope, CheckInSlot)
    assert (slot.status, slot.next_rung_at) == (SlotStatus.CANCELLED, None)
    assert the(database, town_scope, CallTask).status is not CallTaskStatus.OPEN


@pytest.mark.parametrize("is_of_case", [True, False], ids=["of the case", "of the resident"])
def test_the_close_page_says_what_ends_what_goes_on_and_what_waits(
    database, town_scope, visitor, desk_of, is_of_case
):
    path = checked_in(database, town_scope, desk_of, SlotStatus.WAITING)
    slot = the(database, town_scope, CheckInSlot)
    if not is_of_case:
        with database.writing(town_scope) as session:
            session.get_one(CheckInPlan, slot.plan_id).case_id = None
    page = visitor.get(path)
    said = page.main
    assert said.index("A check-in waits for its answer right now") < said.index("How did it come")
    assert f"/check-ins/{slot.id}" in page.links
    assert ("Ends: the check-ins planned in this case." in said) is is_of_case
    assert ("Goes on: the check-ins planned on the resident's page." in said) is not is_of_case
    visitor.post(path, {"outcome": "need_met"}, on=path)
    after = the(database, town_scope, CheckInSlot)
    assert after.status is (SlotStatus.CANCELLED if is_of_case else SlotStatus.WAITING)
    assert (the(database, town_scope, CheckInPlan).ended_at is not None) is is_of_case


@pytest.mark.parametrize("status", [SlotStatus.SILENT, SlotStatus.HELP_ASKED])
def test_no_case_closes_over_somebody_not_known_to_be_safe(
    database, town_scope, visitor, desk_of, status
):
    path = checked_in(database, town_scope, desk_of, status)
    assert "Not known to be safe" in visitor.get(path).main
    page = visitor.post(path, {"outcome": "need_met"}, on=path, status=422)
    assert set(page.errors) == {"outcome"}
    assert the(database, town_scope, CheckInSlot).status is status
    assert the(database, town_scope, Case).status is CaseStatus.OPEN


@pytest.mark.parametrize("is_taken", [True, False], ids=["taken", "nobody has it"])
def test_an_alert_of_the_resident_ends_with_the_case_when_ticked(
    database, town_scope, visitor, desk_of, is_taken
):
    path = checked_in(database, town_scope, desk_of, SlotStatus.ANSWERED)
    with database.writing(town_scope) as session:
        report = a_report(session, urgency=Urgency.CRISIS)
        report.resident_id = desk_of.id
        centre = session.get_one(Centre, desk_of.centre_id)
        alert = an_alert(session, kind=AlertKind.CRISIS_REPORT, centre=centre)
        alert.report_id = report.id
        if is_taken:
            acknowledge_alert(session, alert_id=alert.id, by=BY, now=NOW)
    assert "Which alerts end with the case?" in visitor.get(path).main
    visitor.post(path, {"outcome": "need_met"}, on=path)
    ended = the(database, town_scope, Alert)
    if is_taken:
        assert (ended.status, ended.ended_by) == (AlertStatus.RESOLVED, AlertEnd.HELPED)
    else:
        assert ended.status is AlertStatus.RAISED


@pytest.mark.parametrize("has_own_case", [False, True], ids=["cared for here", "own case"])
def test_an_alert_of_the_household_is_offered_by_name_and_ends_when_ticked(
    database, town_scope, visitor, desk_of, has_own_case
):
    path = checked_in(database, town_scope, desk_of, SlotStatus.ANSWERED)
    with database.writing(town_scope) as session:
        centre = session.get_one(Centre, desk_of.centre_id)
        mother = a_person(session, name="박어머니", roles=(Role.RESIDENT,), centre=centre)
        home = session.scalars(select(HouseholdMember.household_id)).one()
        session.add(
            HouseholdMember(
                town_id=mother.town_id,
                household_id=home,
                person_id=mother.id,
                role=HouseholdMemberRole.PARENT,
                from_on=NOW.date(),
            )
        )
        alert = an_alert(session, mother, kind=AlertKind.WORRY, centre=centre)
        acknowledge_alert(session, alert_id=alert.id, by=BY, now=NOW)
        if has_own_case:
            a_consent(session, mother, ConsentPurpose.KEEP_RECORD)
            a_case(session, resident=mother, centre=centre)
    page = visitor.get(path)
    assert ("박어머니" in page.main) is not has_own_case
    assert page.fields(path).getlist("alerts") == []
    visitor.post(path, {"outcome": "need_met", "alerts": [alert.id]}, on=path)
    status = the(database, town_scope, Alert).status
    assert (status is AlertStatus.RESOLVED) is not has_own_case


def test_aid_is_written_down_with_its_worth(database, town_scope, visitor, desk_of):
    need, _ = need_of(database, town_scope, desk_of)
    path = f"/cases/{need.case_id}/aid"
    values = {"what": "쌀 10kg", "source": "센터", "value": "32,000"}
    page = visitor.follow(visitor.post(path, values))
    assert "쌀 10kg" in page.main
    assert the(database, town_scope, AidGiven).value_minor == 32_000


def test_the_help_was_given(database, town_scope, visitor, desk_of):
    need, helpers = need_of(database, town_scope, desk_of, helpers=2)
    with database.writing(town_scope) as session:
        need = session.get_one(Need, need.id)
        a_task(session, need, helpers[0])
    visitor.post(f"/needs/{need.id}/met", on=f"/cases/{need.case_id}")
    assert the(database, town_scope, Need).status is NeedStatus.MET


def test_a_worry_stands_on_top_until_somebody_has_looked(database, town_scope, visitor, desk_of):
    need, helpers = need_of(database, town_scope, desk_of, helpers=1)
    with database.writing(town_scope) as session:
        worry = Worry(
            town_id=need.town_id,
            case_id=need.case_id,
            raised_by_id=helpers[0].id,
            raised_at=need.created_at,
            is_crisis=False,
            words="식사를 거의 안 하세요.",
        )
        session.add(worry)
    page = visitor.get(f"/cases/{need.case_id}")
    assert "식사를 거의 안 하세요." in page.main
    visitor.post(f"/worries/{worry.id}/settle", on=f"/cases/{need.case_id}")
    assert the(database, town_scope, Worry).settled_at is not None


def test_another_centre_does_not_see_the_case(database, town_scope, visitor, desk_of):
    need, _ = need_of(database, town_scope, desk_of)
    with database.writing(town_scope) as session:
        other = a_centre(session, name="남부")
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=other)
    visitor.sign_in(account)
    for path in (f"/cases/{need.case_id}", f"/needs/{need.id}/ask", f"/needs/{need.id}"):
        visitor.get(path, status=403)
    assert "김다래" not in visitor.get("/cases").main


@pytest.mark.parametrize("path", ["/cases", "/needs", "/visits"])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_list_shows_its_rows(database, town_scope, visitor, desk_of, path, language):
    need, helpers = need_of(database, town_scope, desk_of, helpers=1)
    with database.writing(town_scope) as session:
        a_task(session, session.get_one(Need, need.id), helpers[0])
    visitor.read_in(language).get(path)


def test_the_page_of_a_case_asks_no_more_for_many_offers(database, town_scope, visitor, desk_of):
    need, helpers = need_of(database, town_scope, desk_of, helpers=12)
    path = f"/cases/{need.case_id}"
    with database.writing(town_scope) as session:
        an_offer(session, session.get_one(Need, need.id), helpers[0])
    visitor.get(path)
    with count_queries(database) as few:
        visitor.get(path)
    with database.writing(town_scope) as session:
        standing = session.get_one(Need, need.id)
        for helper in helpers[1:]:
            an_offer(session, standing, helper)
    with count_queries(database) as many:
        visitor.get(path)
    assert many.total == few.total
    assert many.total <= 46


def test_the_ranking_asks_no_more_for_many_volunteers(database, town_scope, visitor, desk_of):
    need, _ = need_of(database, town_scope, desk_of, helpers=15)
    path = f"/needs/{need.id}/ask"
    visitor.get(path)
    with count_queries(database) as few:
        visitor.get(path)
    with database.writing(town_scope) as session:
        neighbours(session, 25, step_m=10)
    with count_queries(database) as many:
        visitor.get(path)
    assert many.total <= few.total


def test_an_offer_of_a_closed_case_stands_no_more(database, town_scope, visitor, desk_of):
    need, helpers = need_of(database, town_scope, desk_of, helpers=1)
    with database.writing(town_scope) as session:
        an_offer(session, session.get_one(Need, need.id), helpers[0])
    visitor.post(f"/cases/{need.case_id}/close", {"outcome": "moved"})
    assert the(database, town_scope, Offer).status is OfferStatus.STOOD_DOWN
