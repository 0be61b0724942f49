"""A visit for two of which both helpers miss one day: one neighbour never fills both places."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import MissedWeekStatus, OfferStatus, TaskStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.language.wordings import Text
from hopecare.queries.candidates import candidates_for
from hopecare.queries.words_to_yes import words_to_yes
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from models import Message, Need, Offer, Task
from tests.factories.cases import BY
from tests.factories.offers import NO, YES, a_task, an_offer
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import DAY, a_backup, a_missed_week, a_weekly_need

LATER = NOW + timedelta(minutes=5)
HOURS = pytest.mark.parametrize("at", [None, time(15)], ids=["no hour", "at three"])


@pytest.fixture
def people(session):
    """Two helpers, the backup and three others, the nearest first."""
    return neighbours(session, 6)


def a_visit_for_two(session, people, at):
    """Both helpers hold it every week, and the third neighbour steps in."""
    need = a_weekly_need(session)
    need.people_needed, need.starts_at = 2, at
    session.flush()
    tasks = [a_task(session, need, helper) for helper in people[:2]]
    a_backup(session, need.id, people[2])
    return tasks


def asked_ids(session, missed):
    standing = select(Offer.helper_id).where(
        Offer.need_id == missed.cover_need_id, Offer.status == OfferStatus.STANDING
    )
    return set(session.scalars(standing))


def offer_to(session, missed, helper):
    mine = select(Offer).where(Offer.need_id == missed.cover_need_id, Offer.helper_id == helper.id)
    return session.scalars(mine).one()


def days_held(session, helper):
    held = select(Task).where(Task.helper_id == helper.id, Task.status == TaskStatus.ACTIVE)
    return len(session.scalars(held).all())


def say(session, offer, answer=YES):
    return answer_offer(session, offer_id=offer.id, answer=answer, by=BY, now=LATER).result


@HOURS
def test_both_miss_one_day_and_each_neighbour_is_asked_for_one_place(session, people, at):
    first, second = (a_missed_week(session, task) for task in a_visit_for_two(session, people, at))
    backup = people[2]
    assert asked_ids(session, first) == {backup.id}
    assert second.status is not MissedWeekStatus.ASKED_BACKUP
    others = asked_ids(session, second)
    assert others
    assert backup.id not in others
    assert say(session, offer_to(session, first, backup)) is OfferResult.YOURS
    assert days_held(session, backup) == 1
    cover = session.get_one(Need, second.cover_need_id)
    found = candidates_for(session, cover, now=LATER, must=[backup.id]).candidates
    assert backup.id not in {each.helper_id for each in found}


@HOURS
def test_whoever_took_one_place_is_not_asked_for_the_other(session, people, at):
    tasks, backup = a_visit_for_two(session, people, at), people[2]
    first = a_missed_week(session, tasks[0])
    assert say(session, offer_to(session, first, backup)) is OfferResult.YOURS
    second = a_missed_week(session, tasks[1])
    others = asked_ids(session, second)
    assert others
    assert backup.id not in others


def test_whoever_said_no_to_one_place_or_holds_another_day_may_be_asked(session, people):
    tasks, backup = a_visit_for_two(session, people, None), people[2]
    other_day = a_missed_week(session, tasks[1], on=date(2026, 12, 1))
    say(session, offer_to(session, other_day, backup))
    first = a_missed_week(session, tasks[0])
    assert asked_ids(session, first) == {backup.id}
    say(session, offer_to(session, first, backup), NO)
    second = a_missed_week(session, tasks[1])
    assert asked_ids(session, second) == {backup.id}


@HOURS
def test_a_yes_to_the_second_place_is_refused_with_what_they_hold_then(session, people, at):
    tasks, backup = a_visit_for_two(session, people, at), people[2]
    first = a_missed_week(session, tasks[0])
    second = a_missed_week(session, tasks[1])
    cover = session.get_one(Need, second.cover_need_id)
    is_asked = backup.id in asked_ids(session, second)
    asked = offer_to(session, second, backup) if is_asked else an_offer(session, cover, backup)
    say(session, offer_to(session, first, backup))
    answer = OfferAnswer(says_yes=True, way=ReplyWay.SMS)
    words = words_to_yes(session, asked.id, now=LATER)
    assert say(session, asked, answer) is OfferResult.CLASH
    assert words.text is Text.CLASHES
    assert asked.status is OfferStatus.STANDING
    assert days_held(session, backup) == 1
    thanks = select(Message.body).where(
        Message.to_person_id == backup.id, Message.kind == MessageKind.THANKS
    )
    said = [body or "" for body in session.scalars(thanks)]
    assert any("11월 27일" in body for body in said)
    assert first.on_date == DAY


def test_whoever_comes_every_week_by_now_does_not_stand_in_for_the_other(session, people):
    """They were asked for the day before they took the second place of the visit."""
    tasks = a_visit_for_two(session, people, None)
    first = a_missed_week(session, tasks[0])
    follows = people[3]
    asked = an_offer(session, session.get_one(Need, first.cover_need_id), follows)
    tasks[1].helper_id = follows.id
    session.flush()
    assert say(session, asked) is OfferResult.CLASH
