"""A list is proposed whole, changed within the rules, and asked need by need or not at all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.matching.proposals import (
    AppealReason,
    ListState,
    ProposalEvent,
    ProposalStatus,
    moved,
)
from hopecare.domain.runs import RunState
from hopecare.domain.urgency import Urgency
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.askings import find_live_asking
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import answer_offer
from hopecare.services.appeal_offer import appeal_offer
from hopecare.services.appeal_proposal import appeal_proposal
from hopecare.services.change_proposal import change_proposal
from hopecare.services.confirm_proposals import Confirmed, confirm_proposals
from hopecare.services.drop_proposal import drop_proposal
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.set_away import set_away
from hopecare.services.settle_appeal import settle_appeal
from hopecare.services.withdraw_asking import withdraw_asking
from hopecare.services.withdraw_proposals import withdraw_proposals
from models import Case, MatchAppeal, Offer, Person, Run
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import NO, a_task, an_offer
from tests.factories.people import a_consent
from tests.factories.proposals import a_list, left_open, pairs_in
from tests.factories.towns import NOW, TODAY, a_centre
from tests.factories.volunteers import neighbours

DAY = timedelta(days=1)


def offers_of(session):
    return session.scalar(select(func.count(Offer.id)))


def confirmed(session, made, need, **more):
    more.setdefault("version", made.version)
    return confirm_proposals(session, list_id=made.id, need_id=need.id, by=BY, now=NOW, **more)


def test_a_list_holds_prices_that_add_up_a_proof_and_what_stays_open(session):
    urgent = a_need(session, case=a_case(session, urgency=Urgency.CRISIS))
    later, hopeless = a_need(session), a_need(session, check_level=2)
    (only,) = neighbours(session, 1, check_level=1)
    profile_of(session, only.id).max_active = 1
    made = a_list(session)
    (pair,) = pairs_in(session, made)
    assert (pair.need_id, pair.helper_id, pair.status) == (
        urgent.id, only.id, ProposalStatus.PROPOSED,
    )  # fmt: skip
    assert sum(pair.terms.values()) == pair.cost
    assert pair.price > 0, "others would have their time"
    assert {each.need_id: (each.fitting, each.stopped_by) for each in left_open(session, made)} == {
        later.id: (1, None),
        hopeless.id: (0, Rule.CHECK_LEVEL.value),
    }
    assert (made.needs, made.helpers, made.places, made.filled) == (3, 1, 3, 1)
    assert made.lower_bound <= made.cost <= made.lower_bound * 1.005
    assert made.state(NOW) is ListState.DRAFT
    assert made.state(NOW + DAY) is ListState.EXPIRED
    run = session.get_one(Run, made.run_id)
    assert (run.state, run.result) == (RunState.DONE, {"proposed": 1, "left_open": 2})


def test_whoever_is_dearer_than_the_open_place_is_kept_with_both_prices(session):
    need = a_need(session)
    neighbours(session, 1, first_m=18_000, radius_m=20_000)
    (place,) = left_open(session, a_list(session))
    assert (place.need_id, place.fitting, place.stopped_by) == (need.id, 1, None)
    assert place.kept_out == {"cheapest": 20_000, "open_price": 15_000}


def test_confirming_asks_each_need_once_and_closes_the_list(session):
    two = a_need(session, people_needed=2)
    one = a_need(session)
    for each in neighbours(session, 3):
        profile_of(session, each.id).max_active = 1
    made = a_list(session)
    assert confirmed(session, made, two) == Confirmed(asked=2)
    assert made.state(NOW) is ListState.DRAFT
    assert confirmed(session, made, two) == Confirmed(), "nothing waits there any more"
    assert confirmed(session, made, one) == Confirmed(asked=1)
    assert made.state(NOW) is ListState.CONFIRMED
    assert offers_of(session) == 3
    for pair in pairs_in(session, made):
        offer = session.get_one(Offer, pair.offer_id)
        assert (offer.helper_id, offer.need_id, offer.cost) == (
            pair.helper_id, pair.need_id, pair.cost,
        )  # fmt: skip
    with pytest.raises(MoveNotAllowedError):
        confirmed(session, made, one)


def _went_away(session, pair):
    set_away(session, person_id=pair.helper_id, is_on_duty=False, away_until=None, by=BY, now=NOW)


def _lost_the_check(session, pair):
    profile_of(session, pair.helper_id).check_expires_on = TODAY - DAY


def _is_refused(session, pair):
    resident = session.get_one(Person, session.get_one(Case, pair.case_id).resident_id)
    a_consent(session, resident, ConsentPurpose.PEER_HELP, act=ConsentAct.WITHDRAWN)


@pytest.mark.parametrize("change", [_went_away, _lost_the_check, _is_refused])
def test_what_cannot_be_asked_any_more_is_said_and_nobody_is_asked(session, change):
    need = a_need(session, people_needed=2, check_level=1)
    neighbours(session, 2)
    made = a_list(session)
    change(session, pairs_in(session, made)[0])
    session.flush()
    came = confirmed(session, made, need)
    assert came.asked == 0
    assert came.why_not in {"invalid_input", "no_consent"}
    pairs = pairs_in(session, made)
    assert {each.status for each in pairs} == {ProposalStatus.GONE}
    assert {each.reason for each in pairs} == {came.why_not}
    assert offers_of(session) == 0, "both or nobody"


def test_a_helper_far_down_the_rank_may_be_asked_where_a_list_proposes_them(session):
    """Forty stand nearer; the ask page would not show this one."""
    need = a_need(session)
    others = neighbours(session, 40, step_m=10)
    far = neighbours(session, 1, first_m=1_900)[0]
    made = a_list(session)
    pair = pairs_in(session, made)[0]
    assert pair.helper_id == others[0].id
    change_proposal(session, proposal_id=pair.id, helper_id=far.id, by=BY, now=NOW)
    assert confirmed(session, made, need) == Confirmed(asked=1)
    assert session.scalars(select(Offer.helper_id)).all() == [far.id]


def test_somebody_else_may_be_chosen_at_their_own_price(session):
    need = a_need(session)
    near, other = neighbours(session, 2)
    made = a_list(session)
    (pair,) = pairs_in(session, made)
    change_proposal(session, proposal_id=pair.id, helper_id=other.id, by=BY, now=NOW)
    assert (pair.helper_id, pair.previous_helper_id) == (other.id, near.id)
    assert pair.status is ProposalStatus.CHANGED
    assert sum(pair.terms.values()) == pair.cost == 2_000 + pair.distance_m
    anew = a_list(session)
    assert [each.helper_id for each in pairs_in(session, anew)] == [other.id], "it is held on to"
    assert made.state(NOW) is ListState.WITHDRAWN
    assert anew.changed == 0
    assert confirmed(session, anew, need) == Confirmed(asked=1)


def test_who_left_this_help_is_proposed_no_more_and_may_be_chosen(session):
    need = a_need(session)
    left, other = neighbours(session, 2)
    handed = a_task(session, need, left)
    hand_back_task(session, task_id=handed.id, reason=None, by=BY, now=NOW)
    asking = find_live_asking(session, need.id)
    assert asking is not None
    withdraw_asking(session, asking_id=asking.id, by=BY, now=NOW)
    made = a_list(session)
    (pair,) = pairs_in(session, made)
    assert pair.helper_id == other.id
    change_proposal(session, proposal_id=pair.id, helper_id=left.id, by=BY, now=NOW)
    assert confirmed(session, made, need) == Confirmed(asked=1)


def test_whom_a_list_proposed_and_who_has_left_it_since_is_not_asked(session):
    need = a_need(session)
    neighbours(session, 1)
    made = a_list(session)
    (pair,) = pairs_in(session, made)
    held = a_task(session, need, session.get_one(Person, pair.helper_id))
    hand_back_task(session, task_id=held.id, reason=None, by=BY, now=NOW)
    assert confirmed(session, made, need).why_not == Rule.ASKED_ALREADY


def test_a_hard_rule_is_never_bent_by_hand(session):
    a_need(session, check_level=2)
    neighbours(session, 1)
    unchecked = neighbours(session, 1, check_level=1)[0]
    made = a_list(session)
    (pair,) = pairs_in(session, made)
    with pytest.raises(InvalidInputError) as refused:
        change_proposal(session, proposal_id=pair.id, helper_id=unchecked.id, by=BY, now=NOW)
    assert refused.value.fields == {"helper_id": ["rule_check_level"]}


def test_whoever_is_needed_elsewhere_in_the_list_cannot_be_had_twice(session):
    """Her time is given to another place of the list: it says so instead of promising it twice."""
    for _ in range(2):
        a_need(session)
    first, second = neighbours(session, 2)
    for each in (first, second):
        profile_of(session, each.id).max_active = 1
    made = a_list(session)
    one, two = pairs_in(session, made)
    assert {one.helper_id, two.helper_id} == {first.id, second.id}
    with pytest.raises(InvalidInputError) as refused:
        change_proposal(session, proposal_id=one.id, helper_id=two.helper_id, by=BY, now=NOW)
    assert refused.value.fields == {"helper_id": ["proposed_elsewhere"]}
    drop_proposal(session, proposal_id=two.id, by=BY, now=NOW)
    change_proposal(session, proposal_id=one.id, helper_id=two.helper_id, by=BY, now=NOW)
    assert one.helper_id == two.helper_id


def test_a_pair_called_unsuitable_is_not_proposed_for_thirty_days_unless_by_hand(session):
    a_need(session)
    near, other = neighbours(session, 2)
    made = a_list(session)
    (pair,) = pairs_in(session, made)
    appeal = appeal_proposal(
        session, proposal_id=pair.id, reason=AppealReason.DID_NOT_GET_ON, by=BY, now=NOW
    )
    assert (pair.status, pair.reason) == (ProposalStatus.APPEALED, "did_not_get_on")
    assert (appeal.helper_id, appeal.by_staff) == (near.id, True)
    soon = a_list(session, now=NOW + 29 * DAY)
    (again,) = pairs_in(session, soon)
    assert again.helper_id == other.id
    change_proposal(session, proposal_id=again.id, helper_id=near.id, by=BY, now=NOW + 29 * DAY)
    assert again.helper_id == near.id
    later = a_list(session, now=NOW + 31 * DAY)
    assert pairs_in(session, later)[0].helper_id == near.id


def test_a_volunteer_may_say_that_it_does_not_suit_in_general(session):
    need = a_need(session)
    helper = neighbours(session, 1)[0]
    offer = an_offer(session, need, helper)
    first = appeal_offer(session, offer_id=offer.id, reason=AppealReason.TOO_FAR, by=BY, now=NOW)
    settle_appeal(session, appeal_id=first.id, by=BY, now=NOW)
    again = appeal_offer(
        session, offer_id=offer.id, reason=AppealReason.TOO_OFTEN, by=BY, now=NOW + DAY
    )
    assert again is first
    assert (again.reason, again.settled_at) == (AppealReason.TOO_OFTEN, None)
    assert session.scalar(select(func.count(MatchAppeal.id))) == 1
    for reason in (AppealReason.DID_NOT_GET_ON, AppealReason.KNOW_EACH_OTHER):
        with pytest.raises(InvalidInputError):
            appeal_offer(session, offer_id=offer.id, reason=reason, by=BY, now=NOW)
    answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=NOW)


def test_nothing_is_changed_in_a_list_that_is_no_draft(session):
    a_need(session)
    helper = neighbours(session, 1)[0]
    made = a_list(session)
    (pair,) = pairs_in(session, made)
    withdraw_proposals(session, list_id=made.id, now=NOW)
    for act in (
        lambda: drop_proposal(session, proposal_id=pair.id, by=BY, now=NOW),
        lambda: change_proposal(session, proposal_id=pair.id, helper_id=helper.id, by=BY, now=NOW),
        lambda: withdraw_proposals(session, list_id=made.id, now=NOW),
    ):
        with pytest.raises(MoveNotAllowedError):
            act()


def test_a_centres_list_holds_its_own_needs_and_leaves_the_others_list_alone(session):
    east, west = a_centre(session), a_centre(session, name="서부희망케어센터")
    mine = a_need(session, case=a_case(session, centre=east))
    a_need(session, case=a_case(session, centre=west))
    neighbours(session, 2)
    of_west, of_east = a_list(session, centre=west), a_list(session, centre=east)
    assert [each.need_id for each in pairs_in(session, of_east)] == [mine.id]
    assert of_west.state(NOW) is ListState.DRAFT


@pytest.mark.parametrize("status", list(ProposalStatus))
def test_what_was_asked_is_never_taken_back_by_a_list(status):
    allowed = {event for event in ProposalEvent if _may(status, event)}
    assert (allowed == set()) is (status is ProposalStatus.CONFIRMED)


def _may(status, event):
    try:
        moved(status, event)
    except MoveNotAllowedError:
        return False
    return True
