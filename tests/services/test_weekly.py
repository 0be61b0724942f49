"""Help every week: its backup, one missed day, the successor, and every end of it."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import (
    CallTaskEvent,
    CallTaskStatus,
    MessageStatus,
    MissedWeekStatus,
    NeedStatus,
    OfferStatus,
    TaskStatus,
)
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.delivery import MessageKind
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.offers import VisitResult
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.undoing import LeftReason, StoppedKind
from hopecare.domain.weekly import BackupEnd, BackupOrigin
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.undone_deaths import undone_death
from hopecare.queries.weekly import find_missed_week
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.ask_next_wave import ask_next_wave
from hopecare.services.change_need import change_need
from hopecare.services.close_case import close_case
from hopecare.services.end_need import end_need
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.finish_task import finish_task
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.lapse_offer import lapse_offer
from hopecare.services.log_visit import VisitMade, log_visit
from hopecare.services.move_call_task import move_call_task
from hopecare.services.name_backup import BackupWish, name_backup
from hopecare.services.record_death import record_death
from hopecare.services.refuse_helper import refuse_helper
from hopecare.services.settle_missed_week import settle_missed_week
from hopecare.services.suspend_volunteer import suspend_volunteer
from hopecare.services.tell_usual_helper import tell_usual_helper
from hopecare.services.undo_death import undo_death
from hopecare.services.withdraw_consent import withdraw_consent
from models import (
    Asking,
    Backup,
    CallTask,
    Case,
    Introduction,
    Message,
    MissedWeek,
    Need,
    Offer,
    Person,
    Task,
)
from tests.factories.caps import given
from tests.factories.cases import BY, a_wish
from tests.factories.offers import NO, YES, a_task, an_offer
from tests.factories.people import a_consent
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import (
    DAY,
    EVENING,
    MIDNIGHT,
    OVER,
    a_backup,
    a_missed_week,
    a_weekly_need,
    a_weekly_task,
)

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def helped(session):
    """The helper's task, the backup and three others, the nearest first."""
    people = neighbours(session, 5)
    task = a_weekly_task(session, people[0])
    a_backup(session, task.need_id, people[1])
    return task, people


def say(session, offer, answer=YES, *, now=LATER):
    return answer_offer(session, offer_id=offer.id, answer=answer, by=BY, now=now)


def asked(session, need_id):
    """Who is being asked for a need now."""
    return session.scalars(
        select(Offer)
        .where(Offer.need_id == need_id, Offer.status == OfferStatus.STANDING)
        .order_by(Offer.cost)
    ).all()


def bodies(session, kind, person_id):
    found = select(Message).where(Message.kind == kind, Message.to_person_id == person_id)
    return [message.body or "" for message in session.scalars(found)]


def resident_of(session, task):
    return session.get_one(Person, session.get_one(Case, task.case_id).resident_id)


def wants_no_texts(session, task):
    act = ConsentAct.WITHDRAWN
    a_consent(session, resident_of(session, task), ConsentPurpose.CHECK_INS, act=act)


def live_backup(session):
    return session.scalars(select(Backup).where(Backup.until.is_(None))).one_or_none()


def calls(session, kind):
    return session.scalars(
        select(CallTask).where(CallTask.kind == kind, CallTask.status == CallTaskStatus.OPEN)
    ).all()


def test_the_backup_alone_is_asked_first_and_told_who_usually_comes(session, helped):
    task, people = helped
    missed = a_missed_week(session, task)
    assert [offer.helper_id for offer in asked(session, missed.cover_need_id)] == [people[1].id]
    [body] = bodies(session, MessageKind.OFFER, people[1].id)
    assert (people[0].called in body, "11월 27일" in body) == (True, True)
    assert resident_of(session, task).called not in body
    assert missed.status is MissedWeekStatus.ASKED_BACKUP
    assert asked(session, missed.cover_need_id)[0].lapses_at <= EVENING


@pytest.mark.parametrize(
    "wish",
    [
        {"away_until": date(2026, 11, 25)},
        {"asked_from": time(18), "asked_until": time(20)},
    ],
)
def test_a_backup_who_rests_is_left_in_peace_and_the_others_are_asked(session, helped, wish):
    task, people = helped
    given(session, people[1], **wish)
    missed = a_missed_week(session, task)
    helpers = {offer.helper_id for offer in asked(session, missed.cover_need_id)}
    assert helpers
    assert people[1].id not in helpers


@pytest.mark.parametrize("way", ["no", "lapse"])
def test_after_the_backup_the_others_are_asked_and_never_the_helper(session, helped, way):
    task, people = helped
    missed = a_missed_week(session, task)
    [offer] = asked(session, missed.cover_need_id)
    if way == "no":
        say(session, offer, NO)
    else:
        for question in session.scalars(select(Message).where(Message.offer_id == offer.id)):
            question.status = MessageStatus.DELIVERED
        lapse_offer(session, offer_id=offer.id, by=BY, now=offer.lapses_at)
    others = [each.helper_id for each in asked(session, missed.cover_need_id)]
    assert missed.status is MissedWeekStatus.ASKED_OTHERS
    assert set(others) <= {person.id for person in people[2:]}
    assert others
    [body] = bodies(session, MessageKind.OFFER, others[0])
    assert people[0].called not in body
    assert "하루만" in body


def test_whoever_takes_it_holds_that_day_alone_and_the_resident_hears_who(session, helped):
    task, people = helped
    missed = a_missed_week(session, task)
    answered = say(session, asked(session, missed.cover_need_id)[0])
    assert answered.result is OfferResult.YOURS
    assert missed.status is MissedWeekStatus.TAKEN
    assert session.get_one(Task, task.id).status is TaskStatus.ACTIVE
    [told] = bodies(session, MessageKind.NOTICE, resident_of(session, task).id)[-1:]
    assert (people[1].called in told, "11월 27일" in told) == (True, True)


def test_where_no_text_may_go_a_person_tells_the_resident_who_comes(session, helped):
    task, _ = helped
    wants_no_texts(session, task)
    missed = a_missed_week(session, task)
    say(session, asked(session, missed.cover_need_id)[0])
    [call] = calls(session, CallTaskKind.CALL_BACK)
    assert call.person_id == resident_of(session, task).id
    assert call.due_at == LATER + timedelta(hours=1)


def test_two_never_come_on_one_day(session, helped):
    task, people = helped
    missed = a_missed_week(session, task)
    say(session, asked(session, missed.cover_need_id)[0], NO)
    first, second, *_ = asked(session, missed.cover_need_id)
    assert say(session, first).result is OfferResult.YOURS
    assert say(session, second).result is OfferResult.LATE
    cover = select(Task).where(
        Task.need_id == missed.cover_need_id, Task.status == TaskStatus.ACTIVE
    )
    assert len(session.scalars(cover).all()) == 1
    assert people[0].id not in {first.helper_id, second.helper_id}


@pytest.mark.parametrize("is_met", [True, False])
def test_the_task_of_one_day_ends_itself_and_counts_only_what_was_given(session, helped, is_met):
    task, _ = helped
    missed = a_missed_week(session, task)
    taken = say(session, asked(session, missed.cover_need_id)[0]).task
    settle_missed_week(session, missed_id=missed.id, by=BY, now=EVENING)
    assert missed.due_at == OVER
    if is_met:
        at = OVER - timedelta(hours=5)
        made = VisitMade(visited_at=at, minutes=30, result=VisitResult.MET)
        log_visit(session, task_id=taken.id, made=made, by=BY, now=at)
    settle_missed_week(session, missed_id=missed.id, by=BY, now=OVER - timedelta(minutes=1))
    statuses = [taken.status]
    settle_missed_week(session, missed_id=missed.id, by=BY, now=OVER)
    cover = session.get_one(Need, missed.cover_need_id)
    statuses.append(taken.status)
    assert statuses == [TaskStatus.ACTIVE, TaskStatus.ENDED]
    assert cover.status is (NeedStatus.MET if is_met else NeedStatus.ENDED)
    assert missed.status is MissedWeekStatus.TAKEN
    assert session.scalars(select(MissedWeek.due_at)).all() == [None]
    assert session.get_one(Task, task.id).status is TaskStatus.ACTIVE


@pytest.mark.parametrize("may_text", [True, False])
def test_nobody_by_the_evening_before_is_left_to_staff_and_told(session, helped, may_text):
    task, _ = helped
    if not may_text:
        wants_no_texts(session, task)
    missed = a_missed_week(session, task)
    settle_missed_week(session, missed_id=missed.id, by=BY, now=EVENING)
    assert missed.status is MissedWeekStatus.UNFILLED
    [call] = calls(session, CallTaskKind.UNFILLED)
    assert DAY.isoformat() in (call.words or "")
    resident = resident_of(session, task)
    told = [body for body in bodies(session, MessageKind.NOTICE, resident.id) if "아직" in body]
    owed = [each.person_id for each in calls(session, CallTaskKind.CALL_BACK)]
    assert (len(told), owed) == ((1, []) if may_text else (0, [resident.id]))
    settle_missed_week(session, missed_id=missed.id, by=BY, now=EVENING)
    assert len(calls(session, CallTaskKind.UNFILLED)) == 1


def test_a_late_yes_still_counts_and_the_call_is_dropped(session, helped):
    task, _ = helped
    missed = a_missed_week(session, task)
    [offer] = asked(session, missed.cover_need_id)
    settle_missed_week(session, missed_id=missed.id, by=BY, now=EVENING)
    assert say(session, offer, now=EVENING).result is OfferResult.YOURS
    assert missed.status is MissedWeekStatus.TAKEN
    assert calls(session, CallTaskKind.UNFILLED) == []


@pytest.mark.parametrize("now", [EVENING, EVENING + timedelta(hours=16)])
def test_too_late_for_texts_goes_to_staff_at_once(session, helped, now):
    task, people = helped
    missed = a_missed_week(session, task, now=now)
    assert missed.status is MissedWeekStatus.UNFILLED
    assert asked(session, missed.cover_need_id) == []
    [call] = calls(session, CallTaskKind.UNFILLED)
    assert call.due_at == now + timedelta(hours=1)
    assert people[0].called not in (call.words or "")
    assert people[1].called in (call.words or "")
    assert [each.person_id for each in calls(session, CallTaskKind.CALL_BACK)] == [
        resident_of(session, task).id
    ]


def test_without_a_backup_the_others_are_asked_at_once(session):
    people = neighbours(session, 3)
    missed = a_missed_week(session, a_weekly_task(session, people[0]))
    assert missed.status is MissedWeekStatus.ASKED_OTHERS
    assert {each.helper_id for each in asked(session, missed.cover_need_id)} == {
        person.id for person in people[1:]
    }


def test_with_nobody_to_ask_staff_ring(session):
    [helper] = neighbours(session, 1)
    missed = a_missed_week(session, a_weekly_task(session, helper))
    assert missed.status is MissedWeekStatus.UNFILLED
    assert len(calls(session, CallTaskKind.UNFILLED)) == 1


def test_when_everybody_says_no_staff_ring_once(session):
    people = neighbours(session, 3)
    missed = a_missed_week(session, a_weekly_task(session, people[0]))
    for offer in asked(session, missed.cover_need_id):
        say(session, offer, NO)
    asking = session.scalars(select(Asking)).all()[-1]
    ask_next_wave(session, asking_id=asking.id, by=BY, now=LATER)
    assert len(calls(session, CallTaskKind.UNFILLED)) == 1
    settle_missed_week(session, missed_id=missed.id, by=BY, now=EVENING)
    assert missed.status is MissedWeekStatus.UNFILLED
    assert len(calls(session, CallTaskKind.UNFILLED)) == 1


def test_whoever_took_it_may_hand_it_back_and_others_are_asked(session, helped):
    task, people = helped
    missed = a_missed_week(session, task)
    taken = say(session, asked(session, missed.cover_need_id)[0]).task
    hand_back_task(session, task_id=taken.id, reason=None, by=BY, now=LATER)
    assert missed.status is MissedWeekStatus.ASKED_OTHERS
    others = {each.helper_id for each in asked(session, missed.cover_need_id)}
    assert others
    assert not others & {people[0].id, people[1].id}


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (DAY - timedelta(days=7), "date_in_past"),
        (DAY + timedelta(days=1), "not_a_choice"),
        (DAY + timedelta(days=70), "not_a_choice"),
    ],
)
def test_a_day_that_is_over_or_not_of_the_rhythm_is_refused(session, helped, day, code):
    task, _ = helped
    with pytest.raises(InvalidInputError) as refused:
        a_missed_week(session, task, on=day)
    assert refused.value.fields == {"on_date": [code]}
    assert session.scalars(select(MissedWeek)).all() == []


def test_the_same_day_said_twice_is_one(session, helped):
    task, _ = helped
    first, second = a_missed_week(session, task), a_missed_week(session, task, now=LATER)
    assert first is second
    assert len(session.scalars(select(Need)).all()) == 2


def test_help_that_is_given_once_or_has_ended_has_no_missed_day(session, helped):
    task, _ = helped
    missed = a_missed_week(session, task)
    taken = say(session, asked(session, missed.cover_need_id)[0]).task
    with pytest.raises(MoveNotAllowedError):
        a_missed_week(session, taken)
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=LATER)
    with pytest.raises(MoveNotAllowedError):
        a_missed_week(session, task, on=date(2026, 12, 1))


def test_a_hard_rule_is_not_bent_for_a_backup(session):
    people = neighbours(session, 2)
    task = a_weekly_task(session, people[0])
    [unfit] = neighbours(session, 1, skills=["tutoring"])
    refused = people[1]
    refuse_helper(
        session,
        resident_id=resident_of(session, task).id,
        helper_id=refused.id,
        by=BY,
        now=NOW,
    )
    for person in (people[0], unfit, refused):
        with pytest.raises(InvalidInputError):
            a_backup(session, task.need_id, person)
    assert live_backup(session) is None


def test_one_backup_at_a_time_and_a_volunteer_takes_nobodys_place(session, helped):
    task, people = helped
    wish = BackupWish(helper_id=people[2].id, origin=BackupOrigin.SAID_YES_LATE, replaces=False)
    kept = name_backup(session, need_id=task.need_id, wish=wish, by=BY, now=LATER)
    assert kept.helper_id == people[1].id
    a_backup(session, task.need_id, people[2])
    assert live_backup(session).helper_id == people[2].id
    assert kept.ended_as is BackupEnd.REPLACED


def hands_back(session, task):
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=LATER)


def is_done(session, task):
    finish_task(session, task_id=task.id, by=BY, now=LATER)


@pytest.mark.parametrize("leaves", [hands_back, is_done])
def test_when_the_helper_leaves_the_backup_is_asked_first_and_then_the_others(
    session, helped, leaves
):
    task, people = helped
    leaves(session, task)
    assert task.status is TaskStatus.ENDED
    [offer] = asked(session, task.need_id)
    assert offer.helper_id == people[1].id
    say(session, offer, NO)
    asking = session.scalars(select(Asking).where(Asking.ended_at.is_(None))).one()
    assert asking.due_at == LATER
    ask_next_wave(session, asking_id=asking.id, by=BY, now=LATER)
    others = {each.helper_id for each in asked(session, task.need_id)}
    assert others
    assert others.isdisjoint({people[0].id, people[1].id})


def test_help_of_every_week_that_nobody_can_go_on_with_is_told_to_staff(session):
    task = a_weekly_task(session, neighbours(session, 1)[0])
    finish_task(session, task_id=task.id, by=BY, now=LATER)
    assert len(calls(session, CallTaskKind.UNFILLED)) == 1


def test_help_of_every_week_is_met_when_it_is_done_on_its_last_day(session):
    need = a_weekly_need(session)
    need.until_on = DAY
    task = a_task(session, need, neighbours(session, 2)[0])
    finish_task(session, task_id=task.id, by=BY, now=EVENING + timedelta(hours=16))
    assert need.status is NeedStatus.MET
    assert calls(session, CallTaskKind.UNFILLED) == []


def test_whoever_follows_is_backup_no_more_and_a_day_left_open_is_called_off(session, helped):
    task, _ = helped
    missed = a_missed_week(session, task)
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=LATER)
    [offer] = asked(session, task.need_id)
    say(session, offer)
    backup = session.scalars(select(Backup)).one()
    assert backup.ended_as is BackupEnd.BECAME_HELPER
    assert missed.status is MissedWeekStatus.CALLED_OFF
    assert asked(session, missed.cover_need_id) == []


def test_an_introduction_is_kept_until_the_successor_has_left(session, helped):
    task, _ = helped
    hand_back_task(
        session, task_id=task.id, reason=None, introduction="꽃을 좋아하세요", by=BY, now=LATER
    )
    kept = session.scalars(select(Introduction)).one()
    [offer] = asked(session, task.need_id)
    follows = say(session, offer).task
    assert kept.words == "꽃을 좋아하세요"
    hand_back_task(session, task_id=follows.id, reason=None, by=BY, now=LATER)
    assert kept.words is None


def end_the_need(session, task, _people):
    end_need(session, need_id=task.need_id, is_met=True, by=BY, now=LATER)


def close(session, task, _people):
    close_case(
        session,
        case_id=task.case_id,
        version=None,
        outcome=CaseOutcome.NEED_MET,
        by=BY,
        now=LATER,
    )


def withdraw(session, task, _people):
    withdraw_consent(
        session,
        resident_of(session, task),
        purpose=ConsentPurpose.PEER_HELP,
        form=ConsentForm.PAPER,
        by=BY,
        now=LATER,
    )


def die(session, task, _people):
    record_death(
        session, person_id=resident_of(session, task).id, died_on=NOW.date(), by=BY, now=LATER
    )


def once(session, task, _people):
    need = session.get_one(Need, task.need_id)
    change_need(session, need_id=need.id, version=need.version, wish=a_wish(), by=BY, now=LATER)


@pytest.mark.parametrize("end", [end_the_need, close, withdraw, die, once])
def test_backup_and_missed_days_end_with_what_they_hang_from(session, helped, end):
    task, people = helped
    open_day, taken_day = (
        a_missed_week(session, task),
        a_missed_week(session, task, on=DAY + timedelta(days=4)),
    )
    taken = say(session, asked(session, taken_day.cover_need_id)[0]).task
    end(session, task, people)
    assert live_backup(session) is None
    assert {open_day.status, taken_day.status} == {MissedWeekStatus.CALLED_OFF}
    assert {open_day.due_at, taken_day.due_at} == {None}
    assert session.get_one(Task, taken.id).status is TaskStatus.ENDED
    assert asked(session, open_day.cover_need_id) == []
    assert calls(session, CallTaskKind.UNFILLED) == []


def test_after_a_death_was_undone_the_backup_steps_in_and_a_day_is_said_off_again(session, helped):
    task, people = helped
    missed = a_missed_week(session, task)
    die(session, task, people)
    assert live_backup(session) is None
    record = undo_death(session, person_id=resident_of(session, task).id, by=BY, now=LATER)
    assert session.get_one(Need, missed.cover_need_id).status is NeedStatus.ENDED
    assert session.get_one(Need, task.need_id).status is NeedStatus.HELPED
    assert live_backup(session).helper_id == people[1].id
    again = find_missed_week(session, task, DAY)
    assert again
    assert again.status is MissedWeekStatus.ASKED_BACKUP
    assert [offer.helper_id for offer in asked(session, again.cover_need_id)] == [people[1].id]
    assert (record.stopped["left"]["backups"], record.stopped["left"]["missed_days"]) == ({}, {})


def test_a_day_for_which_nobody_was_asked_is_said_off_again_too(session):
    """It lies seven weeks ahead, and there is no backup."""
    task = a_weekly_task(session, neighbours(session, 2)[0])
    far = date(2027, 1, 12)
    a_missed_week(session, task, on=far)
    die(session, task, ())
    undo_death(session, person_id=resident_of(session, task).id, by=BY, now=LATER)
    assert find_missed_week(session, task, far) is not None


def test_what_does_not_come_back_after_an_undone_death_is_named(session, helped):
    task, people = helped
    backup = live_backup(session)
    missed = a_missed_week(session, task)
    die(session, task, people)
    suspend_volunteer(session, person_id=people[1].id, is_suspended=True, by=BY, now=LATER)
    resident_id = resident_of(session, task).id
    record = undo_death(session, person_id=resident_id, by=BY, now=MIDNIGHT)
    named = {str(backup.id): LeftReason.HELPER_NOT_FREE}
    assert record.stopped["left"]["backups"] == named
    assert record.stopped["left"]["missed_days"] == {str(missed.id): LeftReason.TIME_OVER}
    shown = {each.kind: each for each in undone_death(session, resident_id).left}
    assert shown[StoppedKind.BACKUPS].helper == people[1]
    assert shown[StoppedKind.MISSED_DAYS].on == DAY


def test_a_taker_who_heard_of_the_death_is_asked_for_the_day_by_a_person(session, helped):
    task, people = helped
    missed = a_missed_week(session, task)
    say(session, asked(session, missed.cover_need_id)[0])
    die(session, task, people)
    for call in calls(session, CallTaskKind.HELPER_AFTER_DEATH):
        move_call_task(call, event=CallTaskEvent.DONE, now=LATER)
    known = len(bodies(session, MessageKind.OFFER, people[1].id))
    record = undo_death(session, person_id=resident_of(session, task).id, by=BY, now=LATER)
    assert record.stopped["left"]["missed_days"] == {str(missed.id): LeftReason.SAID_TOO_LATE}
    assert len(bodies(session, MessageKind.OFFER, people[1].id)) == known


@pytest.mark.parametrize("when", [LATER, EVENING], ids=["in time", "from the evening on"])
def test_who_heard_of_a_death_hears_of_the_day_in_the_call_that_says_it_was_a_mistake(
    session, helped, when
):
    task, people = helped
    a_missed_week(session, task)
    die(session, task, people)
    for call in calls(session, CallTaskKind.HELPER_AFTER_DEATH):
        if call.person_id == people[0].id:
            move_call_task(call, event=CallTaskEvent.DONE, now=LATER)
    known = bodies(session, MessageKind.NOTICE, people[0].id)
    undo_death(session, person_id=resident_of(session, task).id, by=BY, now=when)
    [call] = [
        each for each in calls(session, CallTaskKind.CALL_BACK) if each.person_id == task.helper_id
    ]
    again = find_missed_week(session, task, DAY)
    assert again
    assert ("11월 27일" in call.words) == (when == EVENING)
    if when != EVENING:
        assert say(session, asked(session, again.cover_need_id)[0]).task
        assert people[1].called in call.words
    assert bodies(session, MessageKind.NOTICE, people[0].id) == known
    assert "잘못이었습니다" in call.words
    finish_call_task(session, task_id=call.id, outcome=CallOutcome.SPOKE, by=BY, now=when)
    # Once they have heard it they read of a day by text as ever.
    tell_usual_helper(session, again, instead=None, now=when)
    assert len(bodies(session, MessageKind.NOTICE, people[0].id)) == len(known) + 1


@pytest.mark.parametrize("meanwhile", [False, True], ids=["free", "another steps in"])
def test_a_helper_whose_death_was_undone_steps_in_again_where_they_did(session, helped, meanwhile):
    task, people = helped
    backup = live_backup(session)
    record_death(session, person_id=people[1].id, died_on=NOW.date(), by=BY, now=LATER)
    assert live_backup(session) is None
    if meanwhile:
        a_backup(session, task.need_id, people[2])
    record = undo_death(session, person_id=people[1].id, by=BY, now=LATER)
    assert live_backup(session).helper_id == people[2 if meanwhile else 1].id
    named = {str(backup.id): LeftReason.PLACE_TAKEN} if meanwhile else {}
    assert record.stopped["left"]["backups"] == named


def refuse(session, task, people):
    refuse_helper(
        session,
        resident_id=resident_of(session, task).id,
        helper_id=people[1].id,
        by=BY,
        now=LATER,
    )


def suspend(session, _task, people):
    suspend_volunteer(session, person_id=people[1].id, is_suspended=True, by=BY, now=LATER)


def backup_dies(session, _task, people):
    record_death(session, person_id=people[1].id, died_on=NOW.date(), by=BY, now=LATER)


@pytest.mark.parametrize("end", [refuse, suspend, backup_dies])
@pytest.mark.parametrize("has_taken", [True, False])
def test_a_backup_who_may_not_help_is_asked_no_more_and_others_are(session, helped, end, has_taken):
    task, people = helped
    missed = a_missed_week(session, task)
    if has_taken:
        say(session, asked(session, missed.cover_need_id)[0])
    end(session, task, people)
    assert live_backup(session) is None
    assert missed.status is MissedWeekStatus.ASKED_OTHERS
    others = {each.helper_id for each in asked(session, missed.cover_need_id)}
    assert others
    assert not others & {people[0].id, people[1].id}


@pytest.mark.parametrize("has_backup", [True, False])
def test_a_late_yes_to_weekly_help_is_asked_whether_they_would_step_in(session, has_backup):
    people = neighbours(session, 3)
    need = a_weekly_need(session)
    offers = [an_offer(session, need, person) for person in people[:2]]
    say(session, offers[0])
    if has_backup:
        a_backup(session, need.id, people[2])
    assert say(session, offers[1]).result is OfferResult.LATE
    [body] = bodies(session, MessageKind.THANKS, people[1].id)
    assert ("대신 나서 주시겠어요" in body) is not has_backup


def test_a_missed_day_is_no_need_to_be_changed_or_proposed(session, helped):
    task, _ = helped
    missed = a_missed_week(session, task)
    cover = session.get_one(Need, missed.cover_need_id)
    assert (cover.rhythm, cover.from_on, cover.people_needed) == (NeedRhythm.ONCE, DAY, 1)
    with pytest.raises(MoveNotAllowedError):
        change_need(
            session,
            need_id=cover.id,
            version=cover.version,
            wish=a_wish(NeedKind.TUTORING),
            by=BY,
            now=LATER,
        )
