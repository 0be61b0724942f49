"""A town's network changes: nobody stays asked by a way from which no answer comes back."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.channels import Channel
from hopecare.domain.check_ins import AskedBy
from hopecare.domain.timeline import EntryKind
from hopecare.services.change_network import change_network
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from models import CheckInPlan, CheckInSlot, TimelineEntry, Town
from tests.jobs.conftest import BY

MINUTE = timedelta(minutes=1)


@pytest.fixture
def channel_profile():
    return "two-way"


def changed(town, profile="kr-twilio"):
    with town.database.writing(AllTowns()) as session:
        slug = session.scalars(select(Town.slug)).one()
        return change_network(
            session, slug=slug, channel_profile=profile, by=BY, now=town.clock()
        ).moved_plans


def calls_to_the_resident(town):
    number = town.phone_of(town.resident_id)
    return [parcel for parcel in town.calls.sent if parcel.to == number]


def plan_of(town):
    (plan,) = [each for each in town.rows(CheckInPlan) if each.ended_at is None]
    return plan


def notes(town):
    return [
        each.facts["channel"]
        for each in town.rows(TimelineEntry)
        if each.kind is EntryKind.CHECK_INS_CHANGED
    ]


def test_where_no_text_comes_back_any_more_they_are_rung(town):
    assert changed(town) == 1
    assert plan_of(town).channel is Channel.VOICE
    assert notes(town) == ["voice"]
    town.work(10 * MINUTE)
    assert len(calls_to_the_resident(town)) == 1


def test_where_links_bring_the_answer_texts_go_on(town):
    assert changed(town, "one-way-links") == 0
    assert plan_of(town).channel is Channel.SMS
    assert notes(town) == []


def test_back_again_whoever_is_rung_is_rung(town):
    assert changed(town) == 1
    assert changed(town, "two-way") == 0
    assert plan_of(town).channel is Channel.VOICE


def test_who_knocks_or_asks_nobody_is_left_alone(town):
    with town.database.writing(town.scope) as session:
        wish = CheckInWish(local_time=time(11), asked_by=AskedBy.KNOCK)
        plan_check_ins(session, person_id=town.resident_id, wish=wish, by=BY, now=town.clock())
    assert changed(town) == 0


def test_whoever_was_asked_today_is_asked_once(town):
    town.work(10 * MINUTE)
    due = plan_of(town).next_due_at
    assert changed(town) == 1
    assert plan_of(town).next_due_at == due
    town.work(10 * MINUTE)
    assert len(town.rows(CheckInSlot)) == 1
    assert calls_to_the_resident(town) == []
    town.work(21 * MINUTE)
    assert len(calls_to_the_resident(town)) == 1, "what is repeated is a call"
