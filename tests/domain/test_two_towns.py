"""Which town hears a telephone that several know."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.two_towns import ANSWERED_WITHIN, HeardInTown, Hearing, who_hears
from tests.factories.towns import NOW

OLDEST, NEWER, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
HOUR = timedelta(hours=1)
LONG_AGO = NOW - ANSWERED_WITHIN - HOUR
ANSWERS = [each for each in ReplyMeaning if each not in (ReplyMeaning.STOP, ReplyMeaning.START)]
CRIES = (ReplyMeaning.HELP, ReplyMeaning.CANNOT_ANY_MORE)


@pytest.mark.parametrize("meaning", ANSWERS)
def test_whoever_wrote_last_and_lately_hears_the_answer(meaning):
    wrote_at = {OLDEST: NOW - 2 * HOUR, NEWER: NOW - HOUR, OTHER: None}

    towns = (NEWER, OLDEST, OTHER) if meaning in CRIES else (NEWER,)
    assert who_hears(wrote_at, meaning, at=NOW) == Hearing(towns)


@pytest.mark.parametrize("meaning", ANSWERS)
def test_an_open_question_comes_before_whoever_wrote_last(meaning):
    wrote_at = {OLDEST: NOW - 3 * HOUR, NEWER: NOW - HOUR, OTHER: NOW - 2 * HOUR}

    hearing = who_hears(wrote_at, meaning, asking={OLDEST, OTHER}, at=NOW)

    towns = (OTHER, OLDEST, NEWER) if meaning in CRIES else (OTHER,)
    assert hearing == Hearing(towns)


@pytest.mark.parametrize("meaning", ANSWERS)
@pytest.mark.parametrize(
    ("lately", "hears"), [(HOUR, (OTHER, OLDEST)), (2 * ANSWERED_WITHIN, None)]
)
def test_a_number_about_somebody_else_is_heard_by_those_that_asked(meaning, lately, hears):
    wrote_at = {OLDEST: NOW - 3 * lately, NEWER: NOW - HOUR, OTHER: NOW - lately}

    hearing = who_hears(wrote_at, meaning, asking={OLDEST, OTHER}, is_of_others=True, at=NOW)

    assert hearing.is_sure is bool(hears)
    if hears or meaning in CRIES:
        assert hearing.town_ids == (hears or (OTHER, OLDEST, NEWER))


@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.parametrize("wrote", [LONG_AGO, None])
def test_a_question_asked_long_ago_is_sure_by_its_code_alone(wrote, is_named):
    wrote_at = {OLDEST: wrote, NEWER: NOW - HOUR}

    hearing = who_hears(wrote_at, ReplyMeaning.YES, asking={OLDEST}, is_named=is_named, at=NOW)

    assert hearing == Hearing((OLDEST,), is_sure=is_named)


def test_a_code_that_names_nothing_makes_nothing_sure():
    wrote_at = {OLDEST: LONG_AGO - HOUR, NEWER: LONG_AGO}

    hearing = who_hears(wrote_at, ReplyMeaning.YES, is_named=True, at=NOW)

    assert hearing == Hearing((NEWER,), is_sure=False)


@pytest.mark.parametrize("meaning", ANSWERS)
def test_a_call_for_help_long_after_is_heard_by_all_and_the_rest_read_by_the_last(meaning):
    wrote_at = {OLDEST: LONG_AGO - HOUR, NEWER: LONG_AGO}

    hearing = who_hears(wrote_at, meaning, at=NOW)

    towns = (NEWER, OLDEST) if meaning in CRIES else (NEWER,)
    assert hearing == Hearing(towns, is_sure=False)


@pytest.mark.parametrize("meaning", ANSWERS)
def test_where_none_has_ever_written_all_of_them_read_it(meaning):
    hearing = who_hears({NEWER: None, OLDEST: None}, meaning, at=NOW)

    assert hearing == Hearing((OLDEST, NEWER), is_sure=False)


@pytest.mark.parametrize("meaning", [ReplyMeaning.STOP, ReplyMeaning.START])
def test_a_wish_about_texts_is_heard_by_all(meaning):
    hearing = who_hears({OLDEST: None, NEWER: NOW - HOUR}, meaning, at=NOW)

    assert hearing.town_ids == (NEWER, OLDEST)


def test_the_networks_own_name_is_there_once_and_last():
    named = list(Hearing((NEWER, OLDEST), is_sure=False).everywhere("SM1"))

    assert named == [
        HeardInTown(OLDEST, f"SM1:{OLDEST}", is_sure=False),
        HeardInTown(NEWER, "SM1", is_sure=False),
    ]


def test_it_answers_a_question_in_the_first_town_alone():
    named = Hearing((NEWER, OLDEST, OTHER)).everywhere("SM1")

    assert [(each.town_id, each.is_sure) for each in named] == [
        (OLDEST, False),
        (OTHER, False),
        (NEWER, True),
    ]
