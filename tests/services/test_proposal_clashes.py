"""Nobody is proposed, chosen or confirmed for two places at one hour; it is looked at again."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from sqlalchemy import select

from hopecare.domain.channels import ReplyWay
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.matching.proposals import ProposalStatus
from hopecare.errors import InvalidInputError
from hopecare.queries.volunteers import profile_of
from hopecare.services.change_proposal import change_proposal
from hopecare.services.confirm_proposals import confirm_proposals
from models import ContactPoint, Offer, Proposal
from tests.factories.cases import BY, a_need
from tests.factories.offers import a_task
from tests.factories.proposals import a_list, left_open, pairs_in
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours

pytestmark = pytest.mark.both_databases

TWO: Any = {"starts_at": time(14), "minutes": 60}
HALF_PAST: Any = {"starts_at": time(14, 30), "minutes": 60}


def confirm(session, made, need):
    return confirm_proposals(
        session, list_id=made.id, need_id=need.id, version=made.version, by=BY, now=NOW
    )


def who(session, made):
    return {pair.need_id: pair.helper_id for pair in pairs_in(session, made)}


def test_two_needs_at_one_hour_go_to_two_people(session):
    near, far = neighbours(session, 2)
    needs = [a_need(session, **TWO), a_need(session, **HALF_PAST)]
    found = who(session, a_list(session))
    assert set(found) == {each.id for each in needs}
    assert set(found.values()) == {near.id, far.id}


def test_who_has_promised_to_be_elsewhere_then_is_not_proposed(session):
    (only,) = neighbours(session, 1)
    a_task(session, a_need(session, **TWO), only)
    need = a_need(session, **HALF_PAST)
    made = a_list(session)
    assert who(session, made) == {}
    (place,) = left_open(session, made)
    assert (place.need_id, place.stopped_by) == (need.id, Rule.CLASHES.value)


def test_by_hand_nobody_is_chosen_for_a_second_place_at_that_hour(session):
    neighbours(session, 2)
    a_need(session, **TWO), a_need(session, **HALF_PAST)
    one, other = pairs_in(session, a_list(session))
    with pytest.raises(InvalidInputError) as refused:
        change_proposal(session, proposal_id=one.id, helper_id=other.helper_id, by=BY, now=NOW)
    assert f"rule_{Rule.CLASHES}" in str(refused.value.fields)


def elsewhere(session, helper):
    a_task(session, a_need(session, **HALF_PAST), helper)


def unreached(session, helper):
    profile_of(session, helper.id).answers_by = ReplyWay.SMS
    point = select(ContactPoint).where(ContactPoint.person_id == helper.id)
    session.scalars(point).one().opted_out_at = NOW
    session.flush()


@pytest.mark.parametrize(("happens", "code"), [(elsewhere, "clashes"), (unreached, "no_way")])
@pytest.mark.parametrize("by_hand", [False, True])
def test_what_has_come_between_is_named_when_it_is_confirmed(session, happens, code, by_hand):
    helper, other = neighbours(session, 2)
    need = a_need(session, **TWO)
    made = a_list(session)
    (pair,) = pairs_in(session, made)
    if by_hand:
        change_proposal(session, proposal_id=pair.id, helper_id=other.id, by=BY, now=NOW)
        helper = other
    happens(session, helper)
    asked_before = len(session.scalars(select(Offer)).all())

    came = confirm(session, made, need)

    assert (came.asked, came.why_not) == (0, code)
    assert len(session.scalars(select(Offer)).all()) == asked_before
    gone = session.get_one(Proposal, pair.id)
    assert (gone.status, gone.reason) == (ProposalStatus.GONE, code)
