"""What a plan asks is what leaves: counted at the provider's side, in the resident's language."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.channels import Channel
from hopecare.domain.check_ins import QuestionCode
from hopecare.domain.identity import SystemActor
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.jobs.deliver import deliver
from hopecare.language.check_in_questions import question_to
from hopecare.language.wording_versions import stamp_of
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from models import CheckInPlan, CheckInSlot, Message
from tests.factories.people import a_resident
from tests.factories.towns import NOW, a_town

BY = SystemActor(name="test")
ASKED = {
    (QuestionCode.WELLBEING, "ko"): "오늘 어떠세요?",
    (QuestionCode.WELLBEING, "en"): "how are you today?",
    (QuestionCode.MEALS, "ko"): "오늘 식사는 하셨어요?",
    (QuestionCode.MEALS, "en"): "have you eaten today?",
    (QuestionCode.MEDICINE, "ko"): "오늘 약은 드셨어요?",
    (QuestionCode.MEDICINE, "en"): "have you taken your medicine today?",
    (QuestionCode.WARMTH, "ko"): "집 안이 춥거나 덥지 않고 지낼 만하세요?",
    (QuestionCode.WARMTH, "en"): "is it comfortable at home, not too cold or too hot?",
}
"""The question of each kind, as a text carries it."""


def plan_all(town, profile):
    """One resident a question and language; gives which plan asks what."""
    with town.database.writing(AllTowns()) as session:
        here = a_town(session, channel_profile=profile)
        plans = {}
        for question, language in ASKED:
            resident = a_resident(session, town_id=here.id, address=None)
            wish = CheckInWish(local_time=time(10, 5), question=question, language=language)
            plan = plan_check_ins(session, person_id=resident.id, wish=wish, by=BY, now=NOW)
            plans[plan.id] = (question, language)
        return plans


def work(town, after):
    town.clock.advance(after)
    for job in (ask_due_check_ins, climb_ladders, deliver):
        job(town.tools)


def promised(town):
    """Every question that was promised, with the plan behind it, in order."""
    with town.database.reading(AllTowns()) as session:
        asked = (
            select(Message, CheckInPlan)
            .join(CheckInSlot, CheckInSlot.id == Message.slot_id)
            .join(CheckInPlan, CheckInPlan.id == CheckInSlot.plan_id)
            .order_by(Message.id)
        )
        return [(message, plan) for message, plan in session.execute(asked)]


def test_each_text_carries_the_question_of_its_plan(town):
    plans = plan_all(town, "two-way")
    work(town, timedelta(minutes=5))

    left = [text.fields["Body"] for text in town.twilio.texts]
    assert len(left) == len(plans) == 8
    for message, plan in promised(town):
        assert ASKED[plans[plan.id]] in message.body
        assert message.body in left
        assert message.wording == stamp_of(question_to(plan.answer_of, plan.question))


def test_asked_once_more_it_is_the_same_question(town):
    plans = plan_all(town, "two-way")
    work(town, timedelta(minutes=5))
    work(town, timedelta(minutes=31))

    again = promised(town)[len(plans) :]
    assert len(again) == len(plans)
    left = [text.fields["Body"] for text in town.twilio.texts]
    for message, plan in again:
        stamp = stamp_of(question_to(plan.answer_of, plan.question, again=True))
        assert message.wording == stamp
        assert message.body in left
        if plan.question is not QuestionCode.WELLBEING:
            assert ASKED[plans[plan.id]].casefold() in message.body.casefold()


@pytest.mark.parametrize("question", QuestionCode)
def test_a_call_of_a_one_way_country_says_what_is_asked(town, question):
    plans = plan_all(town, "kr-twilio")
    work(town, timedelta(minutes=5))

    assert len(town.twilio.calls) == len(plans)
    (said,) = [
        message.body
        for message, plan in promised(town)
        if plan.question is question and plan.language == "ko"
    ]
    known = {
        QuestionCode.WELLBEING: "안부를 여쭈려고",
        QuestionCode.MEALS: "식사는 하셨는지 여쭈려고",
        QuestionCode.MEDICINE: "약은 드셨는지 여쭈려고",
        QuestionCode.WARMTH: "지낼 만하신지 여쭈려고",
    }
    assert known[question] in said
    assert "1번" in said
    assert "2번" in said
    assert {message.channel for message, _ in promised(town)} == {Channel.VOICE}
