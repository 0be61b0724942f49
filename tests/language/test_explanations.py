"""An assessment in plain sentences: what a resident and a social worker read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import HouseholdFacts
from hopecare.language.explanations import ask, decides, explain, explain_programme
from tests.domain.eligibility import situations
from tests.factories.households import person
from tests.packs_read import read_once

DAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def korea():
    return read_once()


def said(pack, facts, programme, language):
    result = assess(pack, facts, on=DAY).programme(programme)
    return explain_programme(result, pack, language)


def test_a_narrow_miss_says_by_how_much_and_where_it_stands(korea):
    assert said(korea, situations.park_yeoul(), "education", "ko") == [
        "교육급여: 지금은 어려워 보여요.",
        (
            "소득인정액(소득과 재산을 합쳐 계산한 돈)은 3,255,369원, 기준은 3,247,369원 이하예요: "
            "8,000원 넘음 (0.2%). (국민기초생활 보장법 제12조)"
        ),
        "조금 차이로 벗어났어요: 8,000원 넘음 (0.2%).",
    ]


def test_a_gap_says_what_it_would_bring(korea):
    facts = replace(situations.kim_darae(), receiving={"livelihood": False})
    found = said(korea, facts, "livelihood", "en")
    assert found[:3] == [
        "Livelihood benefit: may qualify.",
        "Not received yet: a benefit that is being missed.",
        "About KRW 502,556 a month.",
    ]


def test_an_amount_of_nothing_has_no_minus(korea):
    on_the_limit = situations.household(person(40), income__benefits=820_556)
    assert "About KRW 0 a month." in said(korea, on_the_limit, "livelihood", "en")
    assert "한 달에 0원쯤이에요." in said(korea, on_the_limit, "livelihood", "ko")


def test_the_end_of_a_benefit_is_for_a_person_to_talk_about(korea):
    facts = replace(situations.moon_isul(), receiving={"livelihood": True})
    assert "지금 받고 있어요. 먼저 사회복지사가 함께 살펴봐요." in said(
        korea, facts, "livelihood", "ko"
    )


def test_an_open_answer_names_what_to_find_out(korea):
    found = " ".join(said(korea, situations.bae_marru(), "livelihood", "ko"))
    assert "더 알아봐야 해요" in found
    assert "따로 사는 부모·자녀가 있는지" in found
    assert "0원~980,000원" in found


def test_an_unconfirmed_figure_is_said_to_be_so(korea):
    found = said(korea, situations.baek_nuri(), "housing", "ko")
    assert found[-1].startswith("공식 문서로 아직 확인하지 못했어요: 주거급여 기준")


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    "facts",
    [
        HouseholdFacts(),
        situations.kim_darae(),
        situations.oh_narae(),
        situations.oh_narae(refuses=False),
        situations.han_sol(),
    ],
)
def test_every_answer_ends_with_who_decides_and_shows_no_inner_name(korea, facts, language):
    assessment = assess(korea, facts, on=DAY)
    sentences = explain(assessment, korea, language)
    assert sentences[-1] == decides(language)
    assert all(sentence.strip() for sentence in sentences)
    whole = " ".join(sentences)
    inner = [*korea.facts, *korea.parameters, *(item.key for item in korea.derived), "None", "{"]
    assert not [name for name in inner if ("." in name or "_" in name) and name in whole]


def test_a_question_is_asked_in_the_words_of_the_pack(korea):
    questions = assess(korea, HouseholdFacts(), on=DAY).next_questions
    question = next(item for item in questions if item.fact == "household.size")
    assert ask(question, korea, "ko") == "본인을 포함해 가구원은 모두 몇 명인가요?"


def test_a_pension_that_counts_as_income_is_explained_and_not_hidden(korea):
    found = said(korea, situations.kim_darae(), "livelihood", "ko")
    assert "기초연금도 소득으로 계산해요. 함께 받으면 152,856원쯤이에요." in found
    found = said(korea, situations.kim_darae(), "livelihood", "en")
    assert "Basic pension counts as income here. With it, about KRW 152,856." in found


def test_a_home_over_the_limit_is_said_to_need_a_check(korea):
    found = " ".join(said(korea, situations.nam_onsae(), "emergency", "en"))
    assert "Property needs a check" in found
    assert "a social worker" in found


def test_a_receipt_that_is_not_known_is_named_in_words(korea):
    found = " ".join(said(korea, situations.jo_haneul(), "near_poor", "ko"))
    assert "의료급여" in found
