"""Asking neighbours, their answers, and what follows when nobody can."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import (
    AskingStatus,
    CaseStatus,
    MessageStatus,
    NeedStatus,
    OfferStatus,
    TaskStatus,
)
from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.domain.needs import NeedKind
from hopecare.domain.offers import DeclineReason, StandDownCause, TaskEnd
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.people import GenderWish
from hopecare.domain.timeline import EntryKind
from hopecare.domain.urgency import Urgency
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.askings import find_live_asking
from hopecare.queries.candidates import candidates_for
from hopecare.queries.cases import case_by_id
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.ask_next_wave import ask_next_wave
from hopecare.services.close_case import close_case
from hopecare.services.end_need import end_need
from hopecare.services.finish_task import finish_task
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.lapse_offer import lapse_offer
from hopecare.services.stand_down_offers import stand_down_offers
from models import Alert, CallTask, Case, Message, Offer, Person, Task, TimelineEntry
from tests.factories.askings import deliver_questions
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import NO, YES, a_task, an_offer
from tests.factories.people import a_volunteer
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours

LATER = NOW + timedelta(hours=1)


def asked(session, *, how_many=3, **wished):
    """A need for which this many neighbours were asked."""
    a_town(session)
    need = a_need(session, **wished)
    helpers = neighbours(session, how_many, skills=[need.kind.value])
    offers = ask_neighbours(session, need_id=need.id, wave=Wave(how_many=how_many), by=BY, now=NOW)
    return need, helpers, offers


def say(session, offer, answer=YES, *, now=LATER):
    return answer_offer(session, offer_id=offer.id, answer=answer, by=BY, now=now)


def texts(session, kind):
    found = select(Message).where(Message.kind == kind).order_by(Message.created_at, Message.id)
    return session.scalars(found).all()


def test_the_nearest_are_asked_first_and_the_text_names_nobody(database, town_scope):
    with database.writing(town_scope) as session:
        need, helpers, offers = asked(session)
        case = session.get_one(Case, need.case_id)
        resident = session.get_one(Person, case.resident_id)
        bodies = [message.body for message in texts(session, MessageKind.OFFER)]
    assert [offer.helper_id for offer in offers] == [helper.id for helper in helpers]
    assert (need.status, case.status) == (NeedStatus.ASKING, CaseStatus.ASKING)
    assert len(bodies) == 3
    assert not any(resident.called in body or resident.full_name in body for body in bodies)
    assert all("진접읍" in body for body in bodies)


def test_the_terms_of_an_offer_add_up_to_its_cost(database, town_scope):
    with database.writing(town_scope) as session:
        _, _, offers = asked(session)
    assert all(sum(offer.terms.values()) == offer.cost for offer in offers)


def test_the_night_does_not_count_while_an_ordinary_offer_stands(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        neighbours(session, 1)
        evening = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
        [offer] = ask_neighbours(session, need_id=need.id, by=BY, now=evening)
    assert offer.lapses_at == datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


def test_a_yes_gives_the_task_and_stands_the_others_down(database, town_scope):
    with database.writing(town_scope) as session:
        need, helpers, offers = asked(session)
        answered = say(session, offers[1])
        tasks = session.scalars(select(Task)).all()
        told = {message.to_person_id for message in texts(session, MessageKind.TASK_DETAILS)}
        case = session.get_one(Case, need.case_id)
    assert answered.result is OfferResult.YOURS
    assert [(task.helper_id, task.status) for task in tasks] == [(helpers[1].id, TaskStatus.ACTIVE)]
    assert [offer.status for offer in offers] == [
        OfferStatus.STOOD_DOWN,
        OfferStatus.ACCEPTED,
        OfferStatus.STOOD_DOWN,
    ]
    assert (need.status, case.status) == (NeedStatus.HELPED, CaseStatus.HELPED)
    assert told == {helpers[1].id}


def test_a_text_that_has_not_left_is_recalled_and_one_that_has_is_followed(database, town_scope):
    with database.writing(town_scope) as session:
        _, helpers, offers = asked(session)
        sent = next(m for m in texts(session, MessageKind.OFFER) if m.offer_id == offers[2].id)
        sent.status = MessageStatus.DELIVERED
        say(session, offers[0])
        recalled = next(m for m in texts(session, MessageKind.OFFER) if m.offer_id == offers[1].id)
        kind_words = [message.to_person_id for message in texts(session, MessageKind.STAND_DOWN)]
    assert recalled.status is MessageStatus.STOPPED
    assert kind_words == [helpers[2].id]


@pytest.mark.parametrize(
    ("language", "found", "ended"),
    [
        ("ko", "다른 이웃이 맡아", "이번 부탁은 끝났어요"),
        ("en", "a neighbour", "request has ended"),
    ],
)
def test_each_end_of_asking_has_its_own_true_words(database, town_scope, language, found, ended):
    with database.writing(town_scope) as session:
        _, helpers, offers = asked(session)
        for helper in helpers:
            helper.language = language
        other = an_offer(session, a_need(session), helpers[0])
        for question in texts(session, MessageKind.OFFER):
            question.status = MessageStatus.DELIVERED
        say(session, offers[1])
        end_need(session, need_id=other.need_id, is_met=False, by=BY, now=LATER)
        bodies = {each.offer_id: each.body or "" for each in texts(session, MessageKind.STAND_DOWN)}
    assert found in bodies[offers[0].id]
    assert ended in bodies[other.id]
    assert found not in bodies[other.id]


def test_the_same_yes_twice_comes_to_the_same(database, town_scope):
    with database.writing(town_scope) as session:
        _, _, offers = asked(session)
        first, second = say(session, offers[0]), say(session, offers[0])
        tasks = session.scalars(select(Task)).all()
    assert first.result is second.result is OfferResult.YOURS
    assert first.task is second.task
    assert len(tasks) == 1


def test_a_late_yes_is_thanked_and_kept_as_backup(database, town_scope):
    with database.writing(town_scope) as session:
        _, helpers, offers = asked(session)
        say(session, offers[0])
        late = say(session, offers[1])
        again = say(session, offers[1])
        thanked = [message.to_person_id for message in texts(session, MessageKind.THANKS)]
    assert late.result is again.result is OfferResult.LATE
    assert offers[1].status is OfferStatus.LATE
    assert thanked == [helpers[1].id]


def test_a_yes_after_the_time_was_over_counts_when_nobody_was_faster(database, town_scope):
    with database.writing(town_scope) as session:
        _, _, [offer] = asked(session, how_many=1)
        lapse_offer(session, offer_id=offer.id, by=BY, now=offer.lapses_at)
        answered = say(session, offer, now=offer.lapses_at + timedelta(minutes=5))
    assert answered.result is OfferResult.YOURS


def test_a_no_is_free_and_keeps_its_reason(database, town_scope):
    with database.writing(town_scope) as session:
        need, _, offers = asked(session)
        no = OfferAnswer(says_yes=False, way=ReplyWay.SMS, reason=DeclineReason.TOO_FAR)
        answered = say(session, offers[0], no)
        say(session, offers[0], no)
    assert answered.result is OfferResult.DECLINED
    assert offers[0].decline_reason is DeclineReason.TOO_FAR
    assert need.status is NeedStatus.ASKING


@pytest.mark.parametrize("ends", [OfferStatus.LAPSED, OfferStatus.STOOD_DOWN])
def test_a_no_after_the_time_is_kept_and_nobody_is_asked_the_same_again(database, town_scope, ends):
    with database.writing(town_scope) as session:
        need, [helper], [offer] = asked(session, how_many=1)
        deliver_questions(session)
        if ends is OfferStatus.LAPSED:
            lapse_offer(session, offer_id=offer.id, by=BY, now=offer.lapses_at)
        else:
            case = case_by_id(session, need.case_id)
            cause = StandDownCause.ENDED
            stand_down_offers(session, case, need, cause=cause, by=BY, now=offer.lapses_at)
        assert offer.status is ends
        later = offer.lapses_at + timedelta(minutes=5)
        answered = say(session, offer, NO, now=later)
        found = candidates_for(session, need, now=later + timedelta(days=2), explain=False)
    assert (answered.result, offer.status) == (OfferResult.DECLINED, OfferStatus.DECLINED)
    assert (offer.answered_at, offer.answered_by_way) == (later, NO.way)
    assert [each.helper_id for each in found.answered] == [helper.id]
    assert not found.askable


def test_nobody_is_given_more_than_they_set_for_themself(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        helper = neighbours(session, 1)[0]
        case = a_case(session)
        for _ in range(2):
            a_task(session, a_need(session, case=case), helper)
        offer = an_offer(session, a_need(session, case=case), helper)
        answered = say(session, offer)
    assert answered.result is OfferResult.FULL
    assert offer.status is OfferStatus.STANDING


def test_two_people_for_one_visit_fill_two_places(database, town_scope):
    with database.writing(town_scope) as session:
        need, _, offers = asked(session, people_needed=2)
        first = say(session, offers[0])
        still_asked = [offer.status for offer in offers[1:]]
        second = say(session, offers[1])
        third = say(session, offers[2])
    assert still_asked == [OfferStatus.STANDING, OfferStatus.STANDING]
    assert {first.task.place, second.task.place} == {1, 2}
    assert third.result is OfferResult.LATE
    assert need.status is NeedStatus.HELPED


def test_when_all_have_said_no_the_next_wave_is_due_at_once_and_nobody_rings_yet(
    database, town_scope
):
    with database.writing(town_scope) as session:
        need, _, offers = asked(session, how_many=2)
        for offer in offers:
            say(session, offer, NO)
        asking = find_live_asking(session, need.id)
        owed = session.scalars(select(CallTask)).all()
        case = session.get_one(Case, need.case_id)
    assert asking is not None
    assert (asking.next_wave_at, asking.due_at) == (LATER, LATER)
    assert owed == []
    assert (need.status, case.status) == (NeedStatus.OPEN, CaseStatus.OPEN)


def test_silence_ends_the_wave_once_however_often_the_job_comes(database, town_scope):
    with database.writing(town_scope) as session:
        need, _, offers = asked(session, how_many=2)
        for question in texts(session, MessageKind.OFFER):
            question.status = MessageStatus.DELIVERED
        over = max(offer.lapses_at for offer in offers)
        for _ in range(2):
            for offer in offers:
                lapse_offer(session, offer_id=offer.id, by=BY, now=over)
        entries = select(TimelineEntry).where(TimelineEntry.kind == EntryKind.OFFER_LAPSED)
        lapsed = session.scalars(entries).all()
        asking = find_live_asking(session, need.id)
    assert [offer.status for offer in offers] == [OfferStatus.LAPSED] * 2
    assert need.status is NeedStatus.OPEN
    assert len(lapsed) == 2
    assert asking is not None
    assert asking.due_at == over


def test_an_offer_does_not_lapse_whose_question_never_left(database, town_scope):
    with database.writing(town_scope) as session:
        _, _, offers = asked(session, how_many=2)
        waits, left = offers
        for question in texts(session, MessageKind.OFFER):
            if question.offer_id == left.id:
                question.status = MessageStatus.DELIVERED
        over = waits.lapses_at
        for offer in offers:
            lapse_offer(session, offer_id=offer.id, by=BY, now=over)
        put = [each for each in texts(session, MessageKind.OFFER) if each.offer_id == waits.id]
    assert (waits.status, left.status) == (OfferStatus.STANDING, OfferStatus.LAPSED)
    assert waits.lapses_at > over
    assert [each.status for each in put] == [MessageStatus.STOPPED, MessageStatus.PENDING]
    assert put[-1].valid_until == waits.lapses_at


def test_an_offer_whose_time_is_not_over_stands(database, town_scope):
    with database.writing(town_scope) as session:
        _, _, [offer] = asked(session, how_many=1)
        lapse_offer(session, offer_id=offer.id, by=BY, now=LATER)
    assert offer.status is OfferStatus.STANDING


def test_a_crisis_alerts_whoever_is_on_duty_once_nobody_is_left_to_ask(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session, case=a_case(session, urgency=Urgency.CRISIS))
        neighbours(session, 1)
        [offer] = ask_neighbours(session, need_id=need.id, by=BY, now=NOW)
        say(session, offer, NO)
        asking = find_live_asking(session, need.id)
        assert asking is not None
        for _ in range(2):
            ask_next_wave(session, asking_id=asking.id, by=BY, now=LATER)
        alerts = session.scalars(select(Alert)).all()
        owed = session.scalars(select(CallTask)).all()
    assert len(alerts) == 1
    assert [task.kind for task in owed] == [CallTaskKind.UNFILLED]
    assert asking.status is AskingStatus.ESCALATED


def test_a_task_handed_back_is_offered_again_at_once(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        helpers = neighbours(session, 3)
        task = a_task(session, need, helpers[0])
        hand_back_task(session, task_id=task.id, reason=DeclineReason.NO_TIME, by=BY, now=LATER)
        standing = session.scalars(
            select(Offer.helper_id).where(Offer.status == OfferStatus.STANDING)
        ).all()
    assert task.ended_by is TaskEnd.HANDED_BACK
    assert set(standing) == {helpers[1].id, helpers[2].id}
    assert need.status is NeedStatus.ASKING


def test_a_task_handed_back_with_nobody_near_owes_a_call(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        task = a_task(session, need, neighbours(session, 1)[0])
        hand_back_task(session, task_id=task.id, reason=None, by=BY, now=LATER)
        owed = session.scalars(select(CallTask)).all()
    assert need.status is NeedStatus.OPEN
    assert len(owed) == 1


def test_a_help_given_once_is_met_when_its_task_is_done(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        task = a_task(session, need, neighbours(session, 1)[0])
        finish_task(session, task_id=task.id, by=BY, now=LATER)
        finish_task(session, task_id=task.id, by=BY, now=LATER)
    assert need.status is NeedStatus.MET
    assert task.ended_by is TaskEnd.FINISHED


def test_closing_a_case_ends_whatever_hangs_from_it(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        case = a_case(session)
        helped, open_ = a_need(session, case=case), a_need(session, case=case)
        helpers = neighbours(session, 3)
        task = a_task(session, helped, helpers[0])
        standing = an_offer(session, open_, helpers[1])
        close_case(
            session,
            case_id=case.id,
            version=None,
            outcome=CaseOutcome.NEED_MET,
            by=BY,
            now=LATER,
        )
        late = say(session, standing)
    assert case.status is CaseStatus.CLOSED
    assert (helped.status, open_.status) == (NeedStatus.MET, NeedStatus.ENDED)
    assert task.status is TaskStatus.ENDED
    assert standing.status is OfferStatus.STOOD_DOWN
    assert late.result is OfferResult.OVER


def test_staff_cannot_bend_a_hard_rule(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session, kind=NeedKind.CHILD_AFTER_SCHOOL)
        unchecked = a_volunteer(session, skills=["child_after_school"], check_level=1)
        wave = Wave(helper_ids=[unchecked.id])
        with pytest.raises(InvalidInputError):
            ask_neighbours(session, need_id=need.id, wave=wave, by=BY, now=NOW)


def test_a_required_gender_leaves_everybody_else_out(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session, gender_wish=GenderWish.FEMALE_REQUIRED)
        neighbours(session, 2)
        offers = ask_neighbours(session, need_id=need.id, by=BY, now=NOW)
    assert offers == []
    assert need.status is NeedStatus.OPEN


def test_nobody_is_asked_for_a_need_that_is_filled(database, town_scope):
    with database.writing(town_scope) as session:
        _, _, offers = asked(session)
        say(session, offers[0])
        with pytest.raises(MoveNotAllowedError):
            ask_neighbours(session, need_id=offers[0].need_id, by=BY, now=LATER)


def test_after_a_death_helpers_are_rung_and_not_told_by_a_text(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        case = a_case(session)
        task = a_task(session, a_need(session, case=case), neighbours(session, 1)[0])
        close_case(
            session, case_id=case.id, version=None, outcome=CaseOutcome.DIED, by=BY, now=LATER
        )
        notices = texts(session, MessageKind.NOTICE)
        told = [each for each in notices if each.to_person_id == task.helper_id]
    assert task.status is TaskStatus.ENDED
    assert told == []


def test_whoever_said_yes_too_late_is_asked_first_when_the_helper_hands_back(database, town_scope):
    with database.writing(town_scope) as session:
        need, helpers, offers = asked(session, how_many=2)
        neighbours(session, 3, first_m=20, skills=[need.kind.value])
        task = say(session, offers[0]).task
        assert say(session, offers[1]).result is OfferResult.LATE
        hand_back_task(session, task_id=task.id, reason=None, by=BY, now=LATER)
        standing = session.scalars(
            select(Offer).where(Offer.need_id == need.id, Offer.status == OfferStatus.STANDING)
        ).all()
    assert [offer.helper_id for offer in standing] == [helpers[1].id]
