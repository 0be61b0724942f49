"""What a plan says by itself: whatever is really promised by it has to be among it."""

from __future__ import annotations

import pytest

from hopecare.domain.check_ins import AnswererKind, AskedBy, QuestionCode
from hopecare.domain.escalation import Rung
from hopecare.language.check_in_questions import QUESTIONS, question_to
from hopecare.language.needed_wordings import wordings_of_plan
from hopecare.language.wordings import Text
from hopecare.queries.help_words import WITHOUT_ANYBODY
from hopecare.reading.ladders import shipped_ladders


@pytest.mark.parametrize("steps", shipped_ladders().values(), ids=shipped_ladders())
def test_a_resident_who_is_asked_hears_a_question_and_its_thanks(steps):
    said = wordings_of_plan(AskedBy.MACHINE, AnswererKind.RESIDENT, steps)
    assert {Text.CHECK_IN, Text.NEUTRAL_CHECK_IN, Text.ANSWER_WELL, Text.ANSWER_HELP} <= said
    assert {Text.ALERT_SILENT, Text.ALERT_HOW, Text.ALL_CLEAR_STAFF} <= said
    assert Text.CHECK_IN_CARER not in said


@pytest.mark.parametrize("answer_of", [AnswererKind.RESIDENT, AnswererKind.EITHER])
def test_whoever_is_asked_may_answer_at_night_or_press_a_wrong_key(answer_of):
    said = wordings_of_plan(AskedBy.MACHINE, answer_of, ())
    assert {*WITHOUT_ANYBODY[Text.ANSWER_HELP], Text.KEY_AGAIN, Text.GOODBYE} <= said


@pytest.mark.parametrize("answer_of", [AnswererKind.RESIDENT, AnswererKind.EITHER])
def test_what_nobody_understood_and_a_call_for_help_by_anybody_are_answered_too(answer_of):
    said = wordings_of_plan(AskedBy.MACHINE, answer_of, ())
    assert {Text.ANSWER_NOT_UNDERSTOOD, Text.ALERT_HELP_SOMEBODY} <= said


@pytest.mark.parametrize("asked_by", [AskedBy.MACHINE, AskedBy.KNOCK])
def test_whoever_looks_in_may_find_that_help_is_needed_or_press_a_wrong_key(asked_by):
    steps = shipped_ladders()["default"]
    assert Rung.KEYHOLDER in {step.rung for step in steps}
    said = wordings_of_plan(asked_by, AnswererKind.RESIDENT, steps)
    assert {Text.ALERT_HELP, Text.ANSWER_NOT_UNDERSTOOD, Text.ANSWER_HELP_NOBODY} <= said


def test_a_carer_hears_their_own_question():
    said = wordings_of_plan(AskedBy.MACHINE, AnswererKind.EITHER, ())
    assert {Text.CHECK_IN_CARER, Text.NEUTRAL_CHECK_IN_CARER, Text.ALERT_CANNOT} <= said
    assert Text.CHECK_IN not in said


@pytest.mark.parametrize("question", QuestionCode)
@pytest.mark.parametrize("answer_of", [AnswererKind.RESIDENT, AnswererKind.EITHER])
def test_a_plan_needs_its_own_question_and_no_other(question, answer_of):
    said = wordings_of_plan(
        AskedBy.MACHINE, answer_of, shipped_ladders()["default"], question=question
    )
    own = {question_to(answer_of, question), question_to(answer_of, question, again=True)}
    assert said & QUESTIONS == own


def test_a_knock_needs_the_words_to_whoever_knocks_and_a_wish_for_silence_none():
    knock = wordings_of_plan(AskedBy.KNOCK, AnswererKind.RESIDENT, ())
    assert {Text.KNOCK, Text.ALERT_HELP, Text.ALL_CLEAR_PEOPLE} <= knock
    assert Text.CHECK_IN not in wordings_of_plan(AskedBy.KNOCK, AnswererKind.RESIDENT, ())
    steps = shipped_ladders()["default"]
    assert wordings_of_plan(AskedBy.NOBODY, AnswererKind.RESIDENT, steps) == frozenset()
