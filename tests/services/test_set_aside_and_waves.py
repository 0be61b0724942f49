"""Two of whom staff said that they do not suit are not brought together by a wave."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, true

from hopecare.domain.care_path import MessageStatus, OfferStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.matching.proposals import AppealReason, ProposalStatus
from hopecare.domain.matching.score import Term
from hopecare.domain.offers import StopReason
from hopecare.queries.batch_facts import open_needs
from hopecare.queries.candidates import candidates_for
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.change_proposal import change_proposal
from hopecare.services.confirm_proposals import confirm_proposals
from hopecare.services.finish_task import finish_task
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.refuse_helper import refuse_helper
from hopecare.services.stop_task import stop_task
from models import Case, MatchAppeal, Message, Need
from tests.factories.askings import an_asking, look, offers_of
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import NO, YES, a_task, an_offer
from tests.factories.proposals import a_list, pairs_in
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours
from tests.factories.weekly import a_backup, a_missed_week, a_weekly_task

pytestmark = pytest.mark.both_databases

HOUR = timedelta(hours=1)
LONG_AGO = NOW - timedelta(days=99)


def set_aside(session, need, helper, *, when=NOW - timedelta(days=1)):
    resident_id = session.get_one(Case, need.case_id).resident_id
    session.add(
        MatchAppeal(
            town_id=need.town_id, need_id=need.id, case_id=need.case_id, resident_id=resident_id,
            helper_id=helper.id, by_staff=True, reason=AppealReason.OTHER, made_at=when,
            made_by_id=None,
        )
    )  # fmt: skip
    session.flush()


def ask_by_hand(session, need, helper):
    wave = Wave(helper_ids=(helper.id,))
    return ask_neighbours(session, need_id=need.id, wave=wave, by=BY, now=NOW)


def confirm(session, made, need):
    version = made.version
    return confirm_proposals(
        session, list_id=made.id, need_id=need.id, version=version, by=BY, now=NOW + HOUR
    )


def refuse(session, need, helper):
    resident_id = session.get_one(Case, need.case_id).resident_id
    refuse_helper(session, resident_id=resident_id, helper_id=helper.id, by=BY, now=NOW)


@pytest.fixture
def known(database, town_scope):
    """The last helper lives nearest, and the resident asks for the same again."""
    with database.writing(town_scope) as session:
        a_town(session)
        last, *others = neighbours(session, 4)
        case = a_case(session)
        before = a_task(session, a_need(session, case=case), last, now=LONG_AGO)
        finish_task(session, task_id=before.id, by=BY, now=LONG_AGO)
        yield session, a_need(session, case=case), last, others


@pytest.mark.parametrize("keep_apart", [set_aside, refuse])
def test_a_wave_leaves_them_apart_and_gives_no_head_start(known, keep_apart):
    session, need, last, others = known
    keep_apart(session, need, last)
    asking = an_asking(session, need)
    assert asking.known_helper_id is None
    asked = {offer.helper_id for offer in offers_of(session, need)}
    assert asked
    assert asked <= {each.id for each in others}


def test_after_a_month_they_may_meet_again(known):
    session, need, last, _ = known
    set_aside(session, need, last, when=NOW - timedelta(days=31))
    asking = an_asking(session, need)
    assert asking.known_helper_id == last.id
    assert [offer.helper_id for offer in offers_of(session, need)] == [last.id]


def test_the_list_says_why_and_a_person_may_overrule(known):
    session, need, last, others = known
    set_aside(session, need, last)
    lookup = candidates_for(session, need, now=NOW)
    assert lookup.excluded_by[Rule.SET_ASIDE] == 1
    assert {each.helper_id for each in lookup.candidates} == {each.id for each in others}
    wave = Wave(helper_ids=[last.id])
    offers = ask_neighbours(session, need_id=need.id, wave=wave, by=BY, now=NOW)
    assert [offer.helper_id for offer in offers] == [last.id]


def test_whom_staff_set_aside_the_system_does_not_ask_as_backup_either(known):
    session, _, _, others = known
    helper, backup, _third = others
    task = a_weekly_task(session, helper)
    need = session.get_one(Need, task.need_id)
    a_backup(session, need.id, backup)
    set_aside(session, need, backup)

    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=NOW)

    asked = {offer.helper_id for offer in offers_of(session, need)} - {helper.id}
    assert asked
    assert backup.id not in asked


def test_nor_for_one_missed_day(known):
    session, _, _, others = known
    helper, backup, _third = others
    task = a_weekly_task(session, helper)
    a_backup(session, task.need_id, backup)
    set_aside(session, session.get_one(Need, task.need_id), backup)

    missed = a_missed_week(session, task)

    cover = session.get_one(Need, missed.cover_need_id)
    assert backup.id not in {offer.helper_id for offer in offers_of(session, cover)}


def known_to_batch(session, need):
    found = open_needs(session, town_id=need.town_id, now=NOW, only=true()).needs
    return next(each.facts for each in found if each.need_id == str(need.id))


def stopped(session, task):
    stop_task(session, task_id=task.id, reason=StopReason.NO_GOOD_MATCH, by=BY, now=LONG_AGO)


def handed_back(session, task):
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=LONG_AGO)


@pytest.mark.parametrize("end", [stopped, handed_back])
def test_whose_help_ended_before_its_end_is_not_asked_first_for_the_same_again(
    database, town_scope, end
):
    with database.writing(town_scope) as session:
        a_town(session)
        [helper] = neighbours(session, 1)
        case = a_case(session)
        end(session, a_task(session, a_need(session, case=case), helper, now=LONG_AGO))
        neighbours(session, 3)
        again = a_need(session, case=case)
        asking = an_asking(session, again)
        found = candidates_for(session, again, now=NOW).candidates
        terms = {each.helper_id: each.terms for each in found}
        in_batch = known_to_batch(session, again)
    assert asking.known_helper_id is None
    assert Term.CONTINUITY not in terms[helper.id]
    assert in_batch.previous_helper_id is None


def test_two_whom_staff_parted_since_they_do_not_go_well_together_stay_apart(known):
    session, need, last, _ = known
    held = a_task(session, need, last)
    stop_task(session, task_id=held.id, reason=StopReason.NO_GOOD_MATCH, by=BY, now=NOW)
    again = a_need(session, case=session.get_one(Case, need.case_id))
    asking = an_asking(session, again)
    assert asking.known_helper_id is None
    assert last.id not in {each.helper_id for each in offers_of(session, again)}
    assert last.id in known_to_batch(session, again).set_aside_ids
    assert candidates_for(session, again, now=NOW).excluded_by[Rule.SET_ASIDE] == 1


def test_a_yes_of_whom_staff_parted_meanwhile_opens_no_door_until_a_person_asks_again(known):
    session, need, last, _ = known
    asking = an_asking(session, need)
    [offer] = [each for each in offers_of(session, need) if each.helper_id == last.id]
    hour = timedelta(hours=1)
    set_aside(session, need, last, when=NOW + hour)
    late = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW + 2 * hour)
    assert (late.result, asking.ended_at) == (OfferResult.OVER, None)
    decline = answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=NOW + 3 * hour)
    assert decline.result is not OfferResult.YOURS
    other = a_need(session, case=session.get_one(Case, need.case_id))
    by_hand = Wave(helper_ids=(last.id,))
    [again] = ask_neighbours(session, need_id=other.id, wave=by_hand, by=BY, now=NOW + 4 * hour)
    taken = answer_offer(session, offer_id=again.id, answer=YES, by=BY, now=NOW + 5 * hour)
    assert taken.result is OfferResult.YOURS


def test_what_the_two_were_still_asked_ends_kindly_and_the_next_are_asked(known):
    session, _, last, others = known
    case = a_case(session)
    held = a_task(session, a_need(session, case=case), last)
    other, third = a_need(session, case=case), a_need(session, case=case)
    asking = an_asking(session, other)
    late = an_offer(session, third, last)
    a_task(session, third, others[0])
    answer_offer(session, offer_id=late.id, answer=YES, by=BY, now=NOW)
    assert late.status is OfferStatus.LATE
    elsewhere = an_offer(session, a_need(session), last)
    [standing] = ask_by_hand(session, other, last)
    for message in session.scalars(select(Message)):
        message.status = MessageStatus.DELIVERED
    session.flush()

    stop_task(session, task_id=held.id, reason=StopReason.NO_GOOD_MATCH, by=BY, now=NOW)

    assert [standing.status, late.status] == [OfferStatus.STOOD_DOWN] * 2
    assert elsewhere.status is OfferStatus.STANDING
    told = select(Message).where(
        Message.to_person_id == last.id,
        Message.kind == MessageKind.STAND_DOWN,
        Message.status == MessageStatus.PENDING,
    )
    assert {message.offer_id for message in session.scalars(told)} >= {standing.id}
    assert late.id not in {message.offer_id for message in session.scalars(told)}
    assert (asking.ended_at, asking.due_at) == (None, NOW)
    look(session, asking, NOW)
    asked = {each.helper_id for each in offers_of(session, other)} - {last.id}
    assert asked
    assert asked <= {each.id for each in others}


def test_a_pair_set_aside_after_the_list_was_made_is_not_asked_on_confirming(session):
    [helper] = neighbours(session, 1)
    need = a_need(session)
    made = a_list(session)
    [pair] = pairs_in(session, made)
    assert pair.helper_id == helper.id
    set_aside(session, need, helper, when=NOW)

    came = confirm(session, made, need)
    assert (came.asked, came.why_not) == (0, Rule.SET_ASIDE.value)
    assert pair.status is ProposalStatus.GONE
    assert not list(offers_of(session, need))


def test_a_person_who_chose_them_by_hand_has_thought_better_of_it(session):
    [helper] = neighbours(session, 1)
    need = a_need(session)
    made = a_list(session)
    [pair] = pairs_in(session, made)
    set_aside(session, need, helper, when=NOW)
    change_proposal(session, proposal_id=pair.id, helper_id=helper.id, by=BY, now=NOW)
    assert confirm(session, made, need).asked == 1
    [offer] = offers_of(session, need)
    taken = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW + HOUR)
    assert taken.result is OfferResult.YOURS
