"""An asking keeps to the day of its need: staff ring in time, and a passed day asks nobody."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select, true

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import AskingStatus, CallTaskStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.matching.constraints import Rule
from hopecare.domain.need_wishes import NeedWish
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.offers import StopReason
from hopecare.domain.urgency import Urgency
from hopecare.errors import DayHasPassedError
from hopecare.queries.askings import find_live_asking
from hopecare.queries.batch_facts import open_needs
from hopecare.queries.candidates import candidates_for
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from hopecare.services.begin_asking import begin_asking
from hopecare.services.change_need import change_need
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.owe_passed import owe_passed
from hopecare.services.stop_task import stop_task
from models import Alert, CallTask
from tests.factories.askings import an_asking, look, offers_of
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import NO, YES, a_task
from tests.factories.towns import NOW, TODAY, a_town
from tests.factories.volunteers import neighbours

DAY = timedelta(days=1)
TOMORROW = TODAY + DAY
MIDNIGHT_AFTER_TOMORROW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
EVENING_BEFORE_TOMORROW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def asking_for(session, need):
    asking = find_live_asking(session, need.id)
    assert asking is not None
    return asking


def calls_of(session, need):
    owed = select(CallTask).where(
        CallTask.case_id == need.case_id, CallTask.kind == CallTaskKind.UNFILLED
    )
    return session.scalars(owed.order_by(CallTask.created_at)).all()


def change(session, need, *, now, **wished):
    wish = NeedWish(kind=need.kind, **wished)
    change_need(session, need_id=need.id, version=need.version, wish=wish, by=BY, now=now)


def say(session, offer, answer, now):
    return answer_offer(session, offer_id=offer.id, answer=answer, by=BY, now=now)


@pytest.fixture
def town_session(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        neighbours(session, 12)
        yield session


@pytest.mark.parametrize(
    ("times", "ends"),
    [
        ({"from_on": TOMORROW, "until_on": TOMORROW}, MIDNIGHT_AFTER_TOMORROW),
        ({"from_on": TOMORROW, "starts_at": time(14)}, datetime(2026, 11, 24, 5, tzinfo=UTC)),
        ({"from_on": TODAY, "until_on": TOMORROW}, MIDNIGHT_AFTER_TOMORROW),
        (
            {
                "from_on": TODAY,
                "until_on": TODAY + 3 * DAY,
                "rhythm": NeedRhythm.WEEKLY,
                "weekdays": ("tue",),
            },
            MIDNIGHT_AFTER_TOMORROW,
        ),
    ],
)
def test_nobody_is_asked_beyond_the_day_it_is_for(town_session, times, ends):
    need = a_need(town_session, **times)
    asking = an_asking(town_session, need)
    assert asking.deadline == ends
    assert {offer.lapses_at <= ends for offer in offers_of(town_session, need)} == {True}
    assert asking.escalated_at is None
    look(town_session, asking, EVENING_BEFORE_TOMORROW)
    assert asking.escalated_at == EVENING_BEFORE_TOMORROW
    [call] = calls_of(town_session, need)
    assert call.due_at < ends


def test_far_off_the_limit_of_its_urgency_holds(town_session):
    asking = an_asking(town_session, a_need(town_session, from_on=TODAY + 30 * DAY))
    assert asking.deadline == NOW + 5 * DAY


def test_what_any_day_will_do_for_waits_until_somebody_is_found(town_session):
    """Once, from a day on, with neither an hour nor an end: that day is its first, not its last."""
    need = a_need(town_session, from_on=TODAY)
    later = NOW + 20 * DAY
    assert an_asking(town_session, need, now=later).deadline == later + 5 * DAY
    assert offers_of(town_session, need)
    found = open_needs(town_session, town_id=need.town_id, now=later, only=true()).needs
    assert [each.need_id for each in found] == [str(need.id)]


def test_handed_back_on_its_own_day_a_person_rings_at_once_and_in_time(town_session):
    need = a_need(town_session, from_on=TOMORROW, until_on=TOMORROW)
    helper = neighbours(town_session, 1)[0]
    task = a_task(town_session, need, helper)
    morning = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    hand_back_task(town_session, task_id=task.id, reason=None, by=BY, now=morning)
    asking = asking_for(town_session, need)
    assert asking.deadline == MIDNIGHT_AFTER_TOMORROW
    assert asking.escalated_at == morning
    [call] = calls_of(town_session, need)
    assert morning < call.due_at < MIDNIGHT_AFTER_TOMORROW
    assert call.words


def test_in_a_crisis_whoever_is_on_duty_hears_of_it_at_once(town_session):
    case = a_case(town_session, urgency=Urgency.CRISIS)
    need = a_need(town_session, case=case, from_on=TOMORROW, until_on=TOMORROW)
    task = a_task(town_session, need, neighbours(town_session, 1)[0])
    morning = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    hand_back_task(town_session, task_id=task.id, reason=None, by=BY, now=morning)
    assert [alert.case_id for alert in town_session.scalars(select(Alert))] == [case.id]


def test_weekly_help_handed_back_presses_for_its_next_day_and_goes_on_for_those_after(town_session):
    need = a_need(town_session, rhythm=NeedRhythm.WEEKLY, weekdays=("tue", "fri"))
    task = a_task(town_session, need, neighbours(town_session, 1)[0])
    late = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # seven in the evening before the Tuesday
    hand_back_task(town_session, task_id=task.id, reason=None, by=BY, now=late)
    asking = asking_for(town_session, need)
    assert asking.escalated_at == late
    assert asking.deadline == late + 5 * DAY
    [call] = calls_of(town_session, need)
    assert call.due_at < MIDNIGHT_AFTER_TOMORROW


def test_weekly_help_that_has_ended_asks_nobody_and_owes_a_call(town_session):
    need = a_need(town_session, rhythm=NeedRhythm.WEEKLY, weekdays=("tue",), until_on=TOMORROW)
    task = a_task(town_session, need, neighbours(town_session, 1)[0])
    later = NOW + 3 * DAY
    stop_task(town_session, task_id=task.id, reason=StopReason.OTHER, by=BY, now=later)
    assert find_live_asking(town_session, need.id) is None
    assert {offer.helper_id for offer in offers_of(town_session, need)} == {task.helper_id}
    [call] = calls_of(town_session, need)
    assert call.words is None


def test_a_passed_day_is_not_asked_for(town_session):
    need = a_need(town_session, from_on=TODAY - 10 * DAY, until_on=TODAY - 10 * DAY)
    with pytest.raises(DayHasPassedError):
        begin_asking(town_session, need_id=need.id, by=BY, now=NOW)
    assert not offers_of(town_session, need)
    assert not open_needs(town_session, town_id=need.town_id, now=NOW, only=true()).needs


def test_a_yes_after_the_day_is_kindly_told_that_it_is_over(town_session):
    need = a_need(town_session, from_on=TOMORROW, starts_at=time(14), minutes=60)
    an_asking(town_session, need)
    first, *_ = offers_of(town_session, need)
    while_it_lasts = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
    after_it = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    assert say(town_session, first, YES, after_it).result is OfferResult.OVER
    assert say(town_session, first, YES, while_it_lasts).result is OfferResult.YOURS


def test_what_is_moved_moves_the_end_of_the_asking(town_session):
    need = a_need(town_session, from_on=TODAY + 30 * DAY)
    asking = an_asking(town_session, need)
    wish = NeedWish(kind=NeedKind.SIDE_DISHES, from_on=TOMORROW, until_on=TOMORROW)
    change_need(town_session, need_id=need.id, version=need.version, wish=wish, by=BY, now=NOW)
    assert asking.deadline == MIDNIGHT_AFTER_TOMORROW
    assert asking.due_at is not None
    assert asking.due_at <= EVENING_BEFORE_TOMORROW
    standing = list(offers_of(town_session, need))
    assert all(each.lapses_at <= MIDNIGHT_AFTER_TOMORROW for each in standing)
    yesterday = TODAY - DAY
    wish = NeedWish(kind=NeedKind.SIDE_DISHES, from_on=yesterday, until_on=yesterday)
    change_need(town_session, need_id=need.id, version=need.version, wish=wish, by=BY, now=NOW)
    assert asking.due_at <= NOW
    look(town_session, asking, NOW)
    assert asking.status is AskingStatus.EXPIRED


@pytest.mark.parametrize(
    ("way", "becomes"),
    [(ReplyWay.PAGE, CallTaskStatus.CANCELLED), (ReplyWay.HELPER_CALL, CallTaskStatus.DONE)],
)
def test_once_somebody_is_found_nobody_rings_for_it_any_more(town_session, way, becomes):
    need = a_need(town_session, from_on=TODAY, starts_at=time(18))
    an_asking(town_session, need)
    [call] = calls_of(town_session, need)
    before = call.status
    assert before is CallTaskStatus.OPEN
    say(town_session, offers_of(town_session, need)[0], OfferAnswer(says_yes=True, way=way), NOW)
    assert call.status is becomes


def test_everybody_said_no_the_evening_still_owes_a_call(town_session):
    need = a_need(town_session, from_on=TOMORROW, until_on=TOMORROW)
    asking = an_asking(town_session, need)
    for offer in offers_of(town_session, need):
        say(town_session, offer, NO, NOW)
    look(town_session, asking, EVENING_BEFORE_TOMORROW)
    assert len(calls_of(town_session, need)) == 1


def test_left_on_the_very_day_a_person_rings_though_one_rang_before(town_session):
    """The evening's call found somebody; the next morning they are gone, and she waits."""
    need = a_need(town_session, from_on=TOMORROW, starts_at=time(14), minutes=60)
    asking = an_asking(town_session, need)
    look(town_session, asking, EVENING_BEFORE_TOMORROW)
    offer = next(each for each in offers_of(town_session, need))
    by_call = OfferAnswer(says_yes=True, way=ReplyWay.HELPER_CALL)
    task = say(town_session, offer, by_call, EVENING_BEFORE_TOMORROW).task
    [rung] = calls_of(town_session, need)
    assert rung.status is CallTaskStatus.DONE
    ten_past = datetime(2026, 11, 24, 5, 10, tzinfo=UTC)
    hand_back_task(town_session, task_id=task.id, reason=None, by=BY, now=ten_past)
    owe_passed(town_session, need_id=need.id, by=BY, now=ten_past + timedelta(hours=1))
    _, owed = calls_of(town_session, need)
    assert (owed.status, owed.created_at) == (CallTaskStatus.OPEN, ten_past)
    made = ten_past + timedelta(hours=2)
    finish_call_task(town_session, task_id=owed.id, outcome=CallOutcome.SPOKE, by=BY, now=made)
    owe_passed(town_session, need_id=need.id, by=BY, now=made + timedelta(hours=1))
    assert len(calls_of(town_session, need)) == 2


def test_a_second_day_that_passes_is_rung_for_too(town_session):
    """Rung on the first day, moved to the next with nobody asked: what was said was of the first.

    What is written over it once the day has passed changes nothing.
    """
    need = a_need(town_session, from_on=TOMORROW, until_on=TOMORROW)
    owe_passed(town_session, need_id=need.id, by=BY, now=MIDNIGHT_AFTER_TOMORROW)
    [rung] = calls_of(town_session, need)
    made = MIDNIGHT_AFTER_TOMORROW + timedelta(hours=10)
    finish_call_task(town_session, task_id=rung.id, outcome=CallOutcome.SPOKE, by=BY, now=made)
    change(town_session, need, now=made, from_on=TOMORROW, until_on=TOMORROW, words="초인종 고장")
    owe_passed(town_session, need_id=need.id, by=BY, now=made + timedelta(hours=1))
    assert len(calls_of(town_session, need)) == 1
    friday = TODAY + 4 * DAY
    change(town_session, need, now=made + DAY, from_on=friday, until_on=friday)
    for hours in (1, 5):
        over = MIDNIGHT_AFTER_TOMORROW + 3 * DAY + timedelta(hours=hours)
        owe_passed(town_session, need_id=need.id, by=BY, now=over)
    assert [each.status for each in calls_of(town_session, need)] == [
        CallTaskStatus.DONE,
        CallTaskStatus.OPEN,
    ]


def test_any_day_asks_whoever_has_time_on_any_a_window_for_the_days_left_of_it(session):
    """Neither is kept out on a Monday because the wish was written on one."""
    [one] = neighbours(session, 1)
    profile_of(session, one.id).slots = "0000" + "1111" * 6
    any_day = a_need(session, from_on=TODAY)
    until_tuesday = a_need(session, from_on=TODAY, until_on=TOMORROW)
    on_monday = a_need(session, from_on=TODAY, until_on=TODAY)

    def stops(need, now):
        return set(candidates_for(session, need, now=now).excluded_by)

    assert stops(on_monday, NOW) == {Rule.NO_COMMON_SLOT}
    assert not stops(any_day, NOW)
    assert not stops(any_day, NOW + 7 * DAY)
    assert not stops(until_tuesday, NOW)
    profile_of(session, one.id).slots = "1111" + "0000" * 6
    assert not stops(until_tuesday, NOW)
    assert stops(until_tuesday, NOW + DAY) == {Rule.NO_COMMON_SLOT}
