"""The matching desk through its doors: who lacks somebody, a list, choices, appeals, findings."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select
from uuid_utils.compat import uuid7

from hopecare.clock import SetClock
from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.proposals import AppealReason, ProposalStatus
from hopecare.domain.urgency import Urgency
from hopecare.jobs.make_proposals import make_proposals
from hopecare.jobs.tools import Tools
from hopecare.queries.matching_desk import ASKINGS_SHOWN
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import answer_offer
from hopecare.services.hand_back_task import hand_back_task
from models import (
    Account,
    Case,
    Household,
    MatchAppeal,
    Need,
    Offer,
    Person,
    Proposal,
    ProposalList,
    VolunteerProfile,
)
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.askings import an_asking, offers_of
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import NO, a_task, an_offer
from tests.factories.people import a_resident, a_staff_account, a_volunteer
from tests.factories.proposals import a_list, left_open, pairs_in
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.factories.volunteers import HOME, neighbours
from tests.plugins.pages import count_queries, filled, said_by

SVG = "{http://www.w3.org/2000/svg}"
DAY = timedelta(days=1)


@pytest.fixture
def stage(database, town_scope):
    """A centre with two districts and a coordinator."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        areas = [an_area(session, name=name, covered_by=centre) for name in ("화도읍", "진접읍")]
        account = a_staff_account(session, centre=centre)
    return centre, areas, account


@pytest.fixture
def staff(visitor, stage):
    return visitor.sign_in(stage[2])


def needs_of(session, stage, how_many=1, *, urgency=Urgency.ORDINARY, name="김다래", **wished):
    centre, areas, _ = stage
    made = []
    for count in range(how_many):
        resident = a_resident(session, name=name, centre=centre, area=areas[count % 2])
        case = a_case(session, resident=resident, urgency=urgency)
        made.append(a_need(session, case=case, **wished))
    return made


def run_the_job(database):
    networks = Networks(texts=MemoryNetwork(), calls=MemoryNetwork())
    return make_proposals(Tools(database=database, networks=networks, clock=SetClock(NOW)))


def behind(visitor, link):
    """How many rows a number leads to."""
    mark = "&" if "?" in link else "?"
    return len(visitor.fetch(f"{link}{mark}format=csv").text.splitlines()) - 1


def numbers_on(page, start):
    links = [each for each in page.find_all("a") if each.attrib["href"].startswith(start)]
    said = {each.attrib["href"]: re.search(r"[\d,]+", said_by(each)) for each in links}
    return {href: int(found[0].replace(",", "")) for href, found in said.items() if found}


def test_an_empty_town_has_a_desk_and_every_finding_page(staff):
    assert "Every need has its helper." in staff.get("/matching").main
    assert "No proposals are made yet." in staff.get("/matching/recruiting").main
    assert "Nobody takes requests at present." in staff.get("/matching/load").main
    assert "Nobody has said" in staff.get("/matching/appeals").main


def test_who_was_never_asked_leads_to_just_those(database, town_scope, stage, staff):
    with database.writing(town_scope) as session:
        helpers = neighbours(session, 13, centre=stage[0])
        for helper, days in ((helpers[0], 1), (helpers[1], 27), (helpers[2], 29)):
            (need,) = needs_of(session, stage, 1, now=NOW - 30 * DAY)
            an_offer(session, need, helper, now=NOW - days * DAY)
        profile_of(session, helpers[3].id).is_on_duty = False
        profile_of(session, helpers[4].id).suspended_at = NOW
        helpers[5].died_on = NOW.date()
    page = staff.get("/matching/load")
    assert set(numbers_on(page, "/volunteers?unasked").values()) == {8}
    assert behind(staff, "/volunteers?unasked=yes") == 8


def test_every_number_of_load_leads_to_its_rows(database, town_scope, stage, staff):
    with database.writing(town_scope) as session:
        helpers = neighbours(session, 12, centre=stage[0])
        for helper, times in ((helpers[0], 1), (helpers[1], 2), (helpers[2], 9)):
            for need in needs_of(session, stage, times):
                an_offer(session, need, helper)
        (held,) = needs_of(session, stage, 1)
        a_task(session, held, helpers[3])
        profile_of(session, helpers[4].id).is_on_duty = False
        (passed,) = needs_of(session, stage, 1)
        passed.from_on = passed.until_on = TODAY - DAY
        nowhere = a_need(session, case=a_case(session, centre=stage[0]))
        session.get_one(Person, session.get_one(Case, nowhere.case_id).resident_id).area_id = None
    page = staff.get("/matching/load")
    people, needs = numbers_on(page, "/volunteers?"), numbers_on(page, "/needs?")
    lacking = numbers_on(page, "/matching/needs?")
    assert people["/volunteers?counted=yes"] == 11
    assert people["/volunteers?asked=yes"] == 4
    assert people["/volunteers?asked_times=8"] == 1, "and oftener"
    assert people["/volunteers?taken_times=1"] == 1
    rows = numbers_on(page, "/matching/load/")
    assert (rows["/matching/load/askings"], rows["/matching/load/tasks"]) == (13, 1)
    assert behind(staff, "/matching/load/askings") == 13
    assert behind(staff, "/matching/load/tasks") == 1
    even = staff.fetch("/matching/load/people?format=csv").text.splitlines()[1:]
    counted = [tuple(int(each) for each in line.split(",")[-2:]) for line in even]
    assert sorted(counted) == [(0, 0)] * 7 + [(1, 0), (1, 1), (2, 0), (9, 0)]
    assert "/matching/load/people" in page.links
    assert sorted(needs.values()) == [1, 5, 9]
    assert sorted(lacking.values()) == [1, 5, 7], "neither who is helped nor whose day has passed"
    for link, number in {**people, **needs, **lacking}.items():
        assert behind(staff, link) == number, link


def test_the_desk_counts_who_lacks_somebody_and_every_number_leads_to_its_rows(
    database, town_scope, stage, staff
):
    with database.writing(town_scope) as session:
        needs_of(session, stage, 2, urgency=Urgency.CRISIS)
        needs_of(session, stage, 3, now=NOW - 3 * DAY)
        needs_of(session, stage, 1, now=NOW - 9 * DAY, check_level=2)
        neighbours(session, 3, check_level=0)
        elsewhere = a_centre(session, name="서부희망케어센터")
        a_need(session, case=a_case(session, centre=elsewhere))
    page = staff.get("/matching")
    numbers = numbers_on(page, "/matching/needs?")
    assert sorted(numbers.values()) == [0, 1, 2, 2, 3, 4]
    for link, number in numbers.items():
        assert behind(staff, link) == number, link
    assert "3 volunteers fit" in page.main
    assert "0 volunteers fit · Lacks the check this help asks for: 3" in page.main
    assert "A need waits from the moment it was written down" in page.main


def test_the_desk_tells_of_an_asking_that_waits_for_its_next_wave(
    database, town_scope, stage, staff
):
    with database.writing(town_scope) as session:
        (quiet, answered) = needs_of(session, stage, 2)
        an_asking(session, quiet)
        [helper] = neighbours(session, 1)
        asking = an_asking(session, answered)
        for offer in offers_of(session, answered):
            answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=NOW)
        asking.skipped = {"asked_today": 3, "rests": 1}
    said = staff.get("/matching").main
    assert "Nobody is being asked at the moment." not in said
    assert said.count("Next wave at the earliest:") == 2
    assert said.count("Asked until:") == 2
    assert "Left in peace at the last look: 4" in said
    assert helper.full_name in said


def test_the_desk_says_who_handed_back_and_whom_no_text_came_to(database, town_scope, stage, staff):
    with database.writing(town_scope) as session:
        (need,) = needs_of(session, stage)
        gave_back, never_asked, *_ = neighbours(session, 3)
        lost = an_offer(session, need, never_asked)
        lost.status, lost.words_lost_at = OfferStatus.LAPSED, NOW
        session.flush()
        held = a_task(session, need, gave_back)
        hand_back_task(session, task_id=held.id, reason=None, by=BY, now=NOW)
        case_id = need.case_id
    for path in ("/matching", f"/cases/{case_id}"):
        page = staff.get(path).main
        assert "Handed back" in page
        assert "Accepted" not in page
        assert "The text did not come to them" in page


def test_what_does_not_fit_on_the_desk_is_in_the_list_behind_it(database, town_scope, stage, staff):
    with database.writing(town_scope) as session:
        needs_of(session, stage, 2)
        [helper] = neighbours(session, 1)
        for need in needs_of(session, stage, ASKINGS_SHOWN):
            an_asking(session, need)
    everything = "/matching/needs?asked=yes"
    assert everything not in {each.attrib["href"] for each in staff.get("/matching").find_all("a")}
    with database.writing(town_scope) as session:
        an_offer(session, needs_of(session, stage)[0], helper)
    assert everything in {each.attrib["href"] for each in staff.get("/matching").find_all("a")}
    assert behind(staff, everything) == ASKINGS_SHOWN + 1


def test_a_list_is_asked_for_made_shown_with_its_proof_and_confirmed(
    database, town_scope, stage, staff
):
    with database.writing(town_scope) as session:
        needs_of(session, stage, 2)
        for each in neighbours(session, 3):
            profile_of(session, each.id).max_active = 1
    done = staff.post("/matching/propose", on="/matching")
    where = done.answer.headers["Location"]
    making = staff.get(where)
    assert "looks again every five seconds" in making.main
    assert run_the_job(database) == 1
    page = staff.get(where)
    assert "that is proven" in page.main
    assert "This holds for the list as it was made" not in page.main
    assert "Different from the list before" not in page.main
    assert "minutes on foot" in page.main
    staff.send(
        f"{where}/confirm", filled(page.fields(f"{where}/confirm"), {"which": "ticked"}), status=303
    )
    page = staff.get(where)
    assert "Volunteers asked: 2." in page.text
    assert "Decided" in page.main
    with database.reading(town_scope) as session:
        assert session.scalar(select(func.count(Offer.id))) == 2
    assert "Wave 1" in staff.get("/matching").main


def a_draft(database, town_scope, stage, *, needs=1, helpers=3, **wished):
    with database.writing(town_scope) as session:
        needs_of(session, stage, needs, **wished)
        people = neighbours(session, helpers)
        for each in people:
            profile_of(session, each.id).max_active = 1
        made = a_list(session, centre=stage[0])
        return made.id, [each.id for each in pairs_in(session, made)], [each.id for each in people]


def test_one_placed_in_every_need_is_asked_once_and_the_list_says_why_the_rest_waits(
    database, town_scope, stage, staff
):
    with database.writing(town_scope) as session:
        needs_of(session, stage, 2)
        neighbours(session, 1)
        made = a_list(session, centre=stage[0])
        path = f"/matching/{made.id}"
    sent = filled(staff.get(path).fields(f"{path}/confirm"), {"which": "all"})
    staff.send(f"{path}/confirm", sent, status=303)
    page = staff.get(path)
    assert "Volunteers asked: 1." in page.text
    assert "left in peace for now and stay on the list: 1." in page.text
    assert "Waits: has not answered what they were asked before" in page.main
    with database.reading(town_scope) as session:
        assert session.scalar(select(func.count(Offer.id))) == 1


def test_the_reasons_of_a_proposal_add_up_to_its_sum(database, town_scope, stage, staff):
    _, (proposal_id,), _ = a_draft(
        database, town_scope, stage, language="vi", language_required=False
    )
    page = staff.get(f"/matching/proposals/{proposal_id}")
    table = page.find("table", class_="rows")
    metres = [
        int(said_by(row.findall("*")[-1]).replace(",", "")) for row in list(table.iter("tr"))[1:]
    ]
    assert sum(metres[:-1]) == metres[-1] > 2_000
    assert "Does not speak Vietnamese, which was wished" in page.main


def test_why_not_her_names_the_rule_or_the_other_case(database, town_scope, stage, staff):
    with database.writing(town_scope) as session:
        needs_of(session, stage, 2)
        first, second = neighbours(session, 2)
        for each in (first, second):
            profile_of(session, each.id).max_active = 1
        a_volunteer(session, name="한바다", check_level=0, skills=["lift"])
        made = a_list(session, centre=stage[0])
        one, two = pairs_in(session, made)
        price = two.price
    page = staff.get(f"/matching/proposals/{one.id}")
    assert "Does not offer this kind of help" in page.main
    assert "Better placed for case" in page.main
    assert f"costs {price:,} m" in page.main
    found = staff.get(f"/matching/proposals/{one.id}?q=한바다")
    assert "한바다" in found.main
    assert "Nobody else of that name" in staff.get(f"/matching/proposals/{one.id}?q=없는이").main


def test_of_who_handed_this_very_help_back_the_page_says_so(database, town_scope, stage, staff):
    with database.writing(town_scope) as session:
        (need,) = needs_of(session, stage)
        (nearest,) = neighbours(session, 1)
        held = a_task(session, need, nearest, now=NOW - DAY)
        a_day_ago = NOW - DAY
        hand_back_task(session, task_id=held.id, reason=None, by=BY, now=a_day_ago)
        neighbours(session, 3)
        made = a_list(session, centre=stage[0])
        (pair,) = pairs_in(session, made)
        assert pair.helper_id != nearest.id
    page = staff.get(f"/matching/proposals/{pair.id}")
    others = [said_by(each) for each in page.find_all("li") if each.attrib.get("class") == "other"]
    (hers,) = [each for each in others if nearest.full_name in each]
    assert "Held this before, and it has ended: only a person asks them again" in hers
    assert f"Choose {nearest.full_name}" in hers
    assert others[-1] == hers, "whom a machine may propose stands before her"
    assert "The list is of Mon 23 Nov, 10 am" in page.main
    assert "Who else could come is judged as it is now" in page.main


def test_somebody_else_is_chosen_and_a_hard_rule_says_no(database, town_scope, stage, staff):
    list_id, (proposal_id,), people = a_draft(database, town_scope, stage)
    path = f"/matching/proposals/{proposal_id}"
    page = staff.get(path)
    wanted = filled(page.fields(f"{path}/choose"), {"helper_id": people[2]})
    assert staff.send(f"{path}/choose", wanted, status=303)
    with database.writing(town_scope) as session:
        assert session.get_one(Proposal, proposal_id).helper_id == people[2]
        profile_of(session, people[1]).skills = ["lift"]
    page = staff.get(path)
    refused = filled(page.fields(f"{path}/choose"), {"helper_id": people[1]})
    answer = staff.send(f"{path}/choose", refused, status=422)
    assert "Does not offer this kind of help" in answer.main
    assert "Chosen by hand" in staff.get(f"/matching/{list_id}").main


def test_a_stale_choice_is_refused(database, town_scope, stage, staff):
    _, (proposal_id,), people = a_draft(database, town_scope, stage)
    path = f"/matching/proposals/{proposal_id}"
    old = filled(staff.get(path).fields(f"{path}/choose"), {"helper_id": people[1]})
    staff.send(f"{path}/choose", filled(old, {"op": "another", "helper_id": people[2]}), status=303)
    staff.send(f"{path}/choose", old, status=409)


def test_what_somebody_changed_meanwhile_is_not_confirmed(database, town_scope, stage, staff):
    list_id, (first, _), people = a_draft(database, town_scope, stage, needs=2)
    path, one = f"/matching/{list_id}", f"/matching/proposals/{first}"
    seen = staff.get(path).fields(f"{path}/confirm")
    choice = staff.get(one).fields(f"{one}/choose")
    staff.send(f"{one}/choose", filled(choice, {"helper_id": people[2]}), status=303)

    staff.send(f"{path}/confirm", filled(seen, {"which": "all"}), status=303)

    assert "Somebody changed the list" in staff.get(path).text
    with database.reading(town_scope) as session:
        assert session.scalar(select(func.count(Offer.id))) == 0
    now_seen = staff.get(path).fields(f"{path}/confirm")
    staff.send(f"{path}/confirm", filled(now_seen, {"which": "all"}), status=303)
    with database.reading(town_scope) as session:
        assert session.scalar(select(func.count(Offer.id))) == 2


def test_asking_for_every_need_leaves_out_those_that_are_asked_for(
    database, town_scope, stage, staff
):
    list_id, _, people = a_draft(database, town_scope, stage, needs=2, helpers=4)
    with database.writing(town_scope) as session:
        pairs = pairs_in(session, session.get_one(ProposalList, list_id))
        asked = session.get_one(Need, pairs[0].need_id)
        other = next(each for each in people if each not in {pair.helper_id for pair in pairs})
        an_offer(session, asked, session.get_one(Person, other))
    path = f"/matching/{list_id}"
    fields = staff.get(path).fields(f"{path}/confirm")
    staff.send(f"{path}/confirm", filled(fields, {"which": "all"}), status=303)
    with database.reading(town_scope) as session:
        offers = session.scalars(select(Offer.need_id)).all()
    assert sorted(offers) == sorted(pair.need_id for pair in pairs)


def test_one_is_left_out_and_one_set_aside(database, town_scope, stage, staff):
    list_id, (first, second), _ = a_draft(database, town_scope, stage, needs=2)
    path = f"/matching/proposals/{first}"
    staff.send(f"{path}/drop", staff.get(path).fields(f"{path}/drop"), status=303)
    path = f"/matching/proposals/{second}"
    page = staff.get(path)
    wrong = filled(page.fields(f"{path}/drop"), {"reason": "too_often"})
    staff.send(f"{path}/drop", wrong, status=422)
    right = filled(page.fields(f"{path}/drop"), {"reason": "did_not_get_on"})
    staff.send(f"{path}/drop", right)
    with database.reading(town_scope) as session:
        statuses = session.scalars(select(Proposal.status).order_by(Proposal.id)).all()
        assert statuses == [ProposalStatus.DROPPED, ProposalStatus.APPEALED]
        assert session.scalars(select(MatchAppeal.reason)).all() == [AppealReason.DID_NOT_GET_ON]
    assert "They did not get on" in staff.get("/matching/appeals").main
    page = staff.get(f"/matching/{list_id}")
    assert "Left out" in page.main
    pairs = zip(page.find_all("dt"), page.find_all("dd"), strict=True)
    facts = {said_by(dt): said_by(dd) for dt, dd in pairs}
    assert facts["Places taken"] == "0 of 2"
    assert facts["Taken out since"] == "2"
    assert "This holds for the list as it was made" in page.main
    rows = staff.get("/matching").find_all("tr")
    (row,) = [
        each for each in rows if any(str(list_id) in link.attrib["href"] for link in each.iter("a"))
    ]
    assert [said_by(cell) for cell in row.iter("td")][1:] == ["2", "0", "0", "2"]


def test_a_place_that_others_are_asked_for_says_so_and_is_not_ticked(
    database, town_scope, stage, staff
):
    list_id, (first, second), people = a_draft(database, town_scope, stage, needs=2)
    with database.writing(town_scope) as session:
        asked, free = (session.get_one(Proposal, each).need_id for each in (first, second))
        an_offer(session, session.get_one(Need, asked), session.get_one(Person, people[2]))
    page = staff.get(f"/matching/{list_id}")
    assert "1 person is being asked already, until" in page.main
    ticks = [each for each in page.find_all("input") if each.attrib.get("name") == "need_ids"]
    ticked = {each.attrib["value"]: "checked" in each.attrib for each in ticks}
    assert ticked == {str(asked): False, str(free): True}


def test_what_cannot_be_asked_any_more_is_said_and_asked_twice_is_asked_once(
    database, town_scope, stage, staff
):
    list_id, (first, _), _ = a_draft(database, town_scope, stage, needs=2)
    path = f"/matching/{list_id}"
    sent = filled(staff.get(path).fields(f"{path}/confirm"), {"which": "all"})
    with database.writing(town_scope) as session:
        helper_id = session.get_one(Proposal, first).helper_id
        profile_of(session, helper_id).check_expires_on = TODAY - DAY
        profile_of(session, helper_id).skills = []
    for _ in range(2):
        staff.send(f"{path}/confirm", sent, status=303)
    page = staff.get(path)
    assert "Needs for which nobody was asked, because something changed: 1." in page.text
    assert "may not be asked any more" in page.main
    with database.reading(town_scope) as session:
        assert session.scalar(select(func.count(Offer.id))) == 1


def test_nothing_ticked_is_said_beside_the_list_and_a_list_may_be_withdrawn(
    database, town_scope, stage, staff
):
    list_id, _, _ = a_draft(database, town_scope, stage)
    path = f"/matching/{list_id}"
    page = staff.get(path)
    sent = filled(page.fields(f"{path}/confirm"), {"need_ids": None, "which": "ticked"})
    assert "Please choose at least one." in staff.send(f"{path}/confirm", sent, status=422).main
    staff.send(f"{path}/withdraw", page.fields(f"{path}/withdraw"), status=303)
    assert "Withdrawn" in staff.get(path).main
    with database.reading(town_scope) as session:
        assert session.get_one(ProposalList, list_id).withdrawn_at is not None


def test_the_map_shows_the_pairs_and_says_what_it_leaves_out(database, town_scope, stage, staff):
    with database.writing(town_scope) as session:
        needs_of(session, stage, 2)
        neighbours(session, 2)
        lost = session.scalars(select(Household).order_by(Household.id)).first()
        made = a_list(session, centre=stage[0])
        lost.grid_lat, lost.grid_lon = 0.0, 0.0
    page = staff.get(f"/matching/{made.id}")
    drawing = page.find(f"{SVG}svg", class_="match-map")
    kinds = [each.tag.removeprefix(SVG) for each in drawing.iter()]
    assert kinds.count("circle") == 2
    assert "1 place lies too far away to be drawn" in page.main
    assert "The map as a table" in page.main


def test_after_a_list_that_found_somebody_for_all_the_finding_page_says_so(
    database, town_scope, stage, staff
):
    with database.writing(town_scope) as session:
        a_list(session, centre=stage[0])
    assert "no need lacked somebody" in staff.get("/matching/recruiting").main
    a_draft(database, town_scope, stage)
    page = staff.get("/matching/recruiting").main
    assert "When the last list was made, somebody was found for every place." in page
    assert "No proposals are made yet." not in page


def test_desk_and_findings_say_the_same_of_a_place_that_was_filled_another_way(
    database, town_scope, stage, staff
):
    _, (proposal_id,), _ = a_draft(database, town_scope, stage)
    with database.writing(town_scope) as session:
        session.get_one(Proposal, proposal_id).status = ProposalStatus.GONE
    page = staff.get("/matching")
    lists = next(each for each in page.find_all("table") if "Asked for" in said_by(each))
    heads = [said_by(each) for each in lists.iter("th") if each.attrib.get("scope") == "col"]
    numbers = [said_by(each) for each in lists.iter("td")][1:]
    told = dict(zip(heads[2:], numbers, strict=True))
    assert told["Nobody found when it was made"] == "0"
    assert (told["Places taken"], told["Taken out since"]) == ("0", "1")
    findings = staff.get("/matching/recruiting").main
    assert "When the last list was made, somebody was found for every place." in findings


def test_findings_lead_to_exactly_their_needs(database, town_scope, stage, staff):
    with database.writing(town_scope) as session:
        needs_of(session, stage, 3, check_level=2)
        needs_of(session, stage, 2, language="vi", language_required=True)
        needs_of(session, stage, 2, urgency=Urgency.SOON)
        (only,) = neighbours(session, 1, check_level=1)
        profile_of(session, only.id).max_active = 1
        made = a_list(session, centre=stage[0])
        assert len(left_open(session, made)) == 6
    page = staff.get("/matching/recruiting")
    numbers = numbers_on(page, "/matching/recruiting/needs?")
    kinds = [link for link in numbers if "kind=" in link]
    assert len(numbers) - len(kinds) == 3 + 2 + 2 + 1
    assert sum(numbers[link] for link in kinds) == 6
    for link, number in numbers.items():
        assert behind(staff, link) == number, link
    assert "Lacks the check this help asks for" in page.main
    assert "3 of 6" in page.main


@pytest.mark.parametrize("language", ["ko", "en"])
def test_needs_of_no_district_we_know_are_found_and_the_page_says_what_that_means(
    database, town_scope, stage, staff, language
):
    with database.writing(town_scope) as session:
        lost, *_ = needs_of(session, stage, 3, check_level=2)
        session.get_one(Person, session.get_one(Case, lost.case_id).resident_id).area_id = None
        neighbours(session, 2, centre=stage[0], check_level=0)
        a_list(session, centre=stage[0])
    page = staff.read_in(language).get("/matching/recruiting")
    numbers = numbers_on(page, "/matching/recruiting/needs?")
    [nowhere] = [link for link in numbers if "nowhere=yes" in link]
    assert numbers[nowhere] == behind(staff, nowhere) == 1
    unknown = {"ko": "지역을 적지 않은", "en": "no district is written down"}[language]
    reach = {"ko": "주민이 사는 지역", "en": "where the resident lives"}[language]
    load = staff.get("/matching/load").main
    assert unknown in page.main
    assert unknown in load
    assert reach in load


def test_no_district_is_called_the_worst_for_a_need_or_two(database, town_scope, stage, staff):
    """As waves judge it: fewer needs than their policy names say nothing of a district."""
    with database.writing(town_scope) as session:
        needs_of(session, stage, 9)
    main = staff.get("/matching/load").main
    assert "Worst:" not in main
    assert "fewer than 5 needs" in main
    with database.writing(town_scope) as session:
        needs_of(session, stage, 2)
    main = staff.get("/matching/load").main
    assert "Worst:" in main
    assert "90 days" in main


def test_load_shows_how_even_it_is_and_whom_nobody_asked(database, town_scope, stage, staff):
    centre, _, _ = stage
    with database.writing(town_scope) as session:
        busy, asked, idle = neighbours(session, 3, centre=centre)
        helped, *open_ = needs_of(session, stage, 3)
        a_task(session, helped, busy)
        an_offer(session, open_[0], asked)
        an_offer(session, open_[0], busy)
        an_offer(session, open_[1], busy, now=NOW - 40 * DAY)
    page = staff.get("/matching/load")
    words = page.main
    assert "times asked: 2, tasks taken on: 1" in words
    assert "1 of the 3 who take requests now" in words
    pairs = zip(page.find_all("dt"), page.find_all("dd"), strict=True)
    facts = {said_by(dt): said_by(dd) for dt, dd in pairs}
    assert facts["Volunteers who take requests now"] == "3"
    assert facts["Of these, asked in this time"] == "2"
    assert facts["Of these, never asked in this time"] == "1"
    assert facts["Times somebody was asked"] == "3"
    assert facts["How unevenly people are asked"] == "0.44"
    assert facts["How unevenly tasks are taken on"] == "0.67"
    for link, number in numbers_on(page, "/matching/needs?").items():
        assert behind(staff, link) == number
    for link, number in numbers_on(page, "/needs?").items():
        assert behind(staff, link) == number
    assert idle.full_name in words


def test_a_volunteer_reads_why_and_says_what_does_not_suit(
    database, town_scope, stage, visitor, app
):
    with database.writing(town_scope) as session:
        (need,) = needs_of(session, stage)
        helper = neighbours(session, 1, centre=stage[0])[0]
        offer = an_offer(session, need, helper)
        account = account_of(session, helper)
    own = visitor.sign_in(account)
    path = f"/my/offers/{offer.id}"
    page = own.get(path)
    assert "Why am I asked?" in page.main
    assert "400" not in page.main, "never how many metres"
    own.send(f"{path}/appeal", page.fields(f"{path}/appeal"), status=422)
    for hidden in ("did_not_get_on", "know_each_other"):
        wrong = filled(page.fields(f"{path}/appeal"), {"misfit": hidden})
        own.send(f"{path}/appeal", wrong, status=422)
    sent = filled(page.fields(f"{path}/appeal"), {"misfit": "too_often"})
    own.send(f"{path}/appeal", sent, status=303)
    assert "Being asked too often" in own.get(path).main
    staff = type(visitor)(app).sign_in(stage[2])
    assert "Waits for a look" in staff.get("/matching/appeals").main
    assert "Being asked too often" in staff.get(f"/volunteers/{helper.id}").main
    waits = "/matching/appeals?looked=waits"
    for page in ("/today", "/matching"):
        assert numbers_on(staff.get(page), waits) == {waits: 1}
    assert behind(staff, waits) == 1
    with database.reading(town_scope) as session:
        appeal_id = session.scalars(select(MatchAppeal.id)).one()
    one = f"/matching/appeals/{appeal_id}"
    staff.send(f"{one}/settle", staff.get(one).fields(f"{one}/settle"), status=303)
    assert "Looked at" in staff.get("/matching/appeals").main
    assert behind(staff, waits) == 0
    assert waits not in staff.get("/matching").links
    assert "Your coordinator has looked at it" in visitor.sign_in(account).get(path).main


def account_of(session, person):
    return session.scalars(select(Account).where(Account.person_id == person.id)).one()


def test_another_centre_sees_neither_the_list_nor_its_people(database, town_scope, stage, visitor):
    list_id, (proposal_id,), _ = a_draft(database, town_scope, stage, name="옥담비")
    with database.writing(town_scope) as session:
        other = a_staff_account(session, centre=a_centre(session, name="서부희망케어센터"))
    stranger = visitor.sign_in(other)
    for path in (f"/matching/{list_id}", f"/matching/proposals/{proposal_id}"):
        assert stranger.client.get(path).status_code == 403
    for path in ("/matching", "/matching/needs", "/matching/recruiting/needs", "/matching/appeals"):
        assert "옥담비" not in stranger.get(path).text


PAGES = (
    "/matching",
    "/matching/recruiting",
    "/matching/load",
    "/matching/load/askings",
    "/matching/load/tasks",
    "/matching/load/people",
    "/matching/appeals",
    "/matching/needs",
)


def test_the_pages_ask_the_database_as_often_however_much_there_is(
    database, town_scope, stage, staff
):
    list_id, (proposal_id, *_), _ = a_draft(database, town_scope, stage, needs=2)
    with database.writing(town_scope) as session:
        (helper,), (need,) = neighbours(session, 1, centre=stage[0]), needs_of(session, stage, 1)
        a_task(session, need, helper)
    paths = (*PAGES, f"/matching/{list_id}", f"/matching/proposals/{proposal_id}")

    def asked():
        counted = {}
        for path in paths:
            staff.get(path)
            with count_queries(database) as found:
                staff.get(path)
            counted[path] = len(found.statements)
        return counted

    few = asked()
    with database.writing(town_scope) as session:
        needs_of(session, stage, 8)
        many = neighbours(session, 8)
        for need in needs_of(session, stage, 4):
            for helper in many[:3]:
                an_offer(session, need, helper)
    assert asked() == few


def test_five_thousand_volunteers_at_one_point_are_no_trouble(database, town_scope, stage, staff):
    with database.writing(town_scope) as session:
        (need,) = needs_of(session, stage)
        a_crowd(session, 5_000, stage[0])
        made = a_list(session, centre=stage[0])
        (pair,) = pairs_in(session, made)
    assert "5000 volunteers fit" in staff.get("/matching").main
    path = f"/matching/{made.id}"
    sent = filled(staff.get(path).fields(f"{path}/confirm"), {"which": "all"})
    staff.send(f"{path}/confirm", sent, status=303)
    with database.reading(town_scope) as session:
        assert session.scalars(select(Offer.helper_id)).all() == [pair.helper_id]
    assert need.id == pair.need_id


def a_crowd(session, how_many, centre):
    """Many volunteers in one place, written at once."""
    people = [
        {"id": uuid7(), "town_id": centre.town_id, "full_name": "무리", "called": "무○",
         "language": "ko", "created_at": NOW, "nobody_of_building": False, "version": 1}
        for _ in range(how_many)
    ]  # fmt: skip
    session.execute(insert(Person), people)
    session.execute(
        insert(VolunteerProfile),
        [
            {"id": uuid7(), "town_id": centre.town_id, "person_id": each["id"],
             "joined_on": TODAY, "centre_id": centre.id, "skills": ["side_dishes"],
             "languages": ["ko"], "avoids": [], "slots": "1" * 28, "radius_m": 2000,
             "max_active": 2, "check_level": 0, "is_on_duty": True, "answers_by": "page",
             "grid_lat": HOME.lat, "grid_lon": HOME.lon, "version": 1}
            for each in people
        ],
    )  # fmt: skip
