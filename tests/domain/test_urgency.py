"""How soon somebody must act."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.urgency import (
    TRIAGE_QUESTIONS,
    TriageAnswer,
    TriageCode,
    Urgency,
    judge_urgency,
)

YES, NO, UNKNOWN = TriageAnswer.YES, TriageAnswer.NO, TriageAnswer.UNKNOWN
ANSWERS = st.dictionaries(st.sampled_from(list(TriageCode)), st.sampled_from(list(TriageAnswer)))


RISING = (Urgency.ORDINARY, Urgency.SOON, Urgency.CRISIS)


@pytest.mark.parametrize(
    ("answers", "urgency"),
    [
        pytest.param({}, Urgency.ORDINARY, id="nothing was asked"),
        pytest.param({TriageCode.DANGER_TO_LIFE: YES}, Urgency.CRISIS, id="danger to life"),
        pytest.param({TriageCode.DANGER_TO_LIFE: UNKNOWN}, Urgency.SOON, id="perhaps in danger"),
        pytest.param({TriageCode.NO_FOOD_HEAT_MEDICINE: YES}, Urgency.CRISIS, id="no food today"),
        pytest.param({TriageCode.EARNER_LOST: YES}, Urgency.CRISIS, id="main earner died"),
        pytest.param({TriageCode.HOME_LOSS: YES}, Urgency.CRISIS, id="losing the home"),
        pytest.param({TriageCode.ALONE_UNABLE: YES}, Urgency.CRISIS, id="a child alone"),
        pytest.param({TriageCode.VIOLENCE: YES}, Urgency.CRISIS, id="violence"),
        pytest.param({TriageCode.UTILITIES_CUT: YES}, Urgency.SOON, id="power cut off"),
        pytest.param({TriageCode.ALONE_AND_ILL: YES}, Urgency.SOON, id="alone and ill"),
        pytest.param({TriageCode.ALONE_AND_ILL: UNKNOWN}, Urgency.ORDINARY, id="perhaps ill"),
        pytest.param(dict.fromkeys(TriageCode, NO), Urgency.ORDINARY, id="all of it no"),
    ],
)
def test_the_gravest_answer_decides(answers, urgency):
    assert judge_urgency(answers).urgency is urgency


def test_every_code_is_asked_once():
    assert [question.code for question in TRIAGE_QUESTIONS] == list(TriageCode)


def test_the_emergency_number_is_shown_when_life_is_in_danger():
    assert judge_urgency({TriageCode.DANGER_TO_LIFE: YES}).calls_emergency
    assert not judge_urgency({TriageCode.EARNER_LOST: YES}).calls_emergency


@given(answers=ANSWERS)
def test_an_urgency_above_ordinary_always_has_a_reason_the_gravest_first(answers):
    decision = judge_urgency(answers)
    assert (decision.urgency is Urgency.ORDINARY) is not bool(decision.reasons)
    if decision.reasons:
        assert decision.reasons[0].urgency is decision.urgency
    for reason in decision.reasons:
        assert answers[reason.code] is reason.answer


@given(answers=ANSWERS, code=st.sampled_from(list(TriageCode)))
def test_one_more_yes_never_makes_it_less_urgent(answers, code):
    before = judge_urgency(answers).urgency
    after = judge_urgency({**answers, code: YES}).urgency
    assert RISING.index(after) >= RISING.index(before)
