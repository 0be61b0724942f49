"""A resident's sheet over every pack, verdict and watch: no word hurts, none is from inside."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from hopecare.domain.eligibility.assessment import Receipt, Verdict
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import Answer, Decision, FactKind, HouseholdFacts
from hopecare.domain.resident_sheets import papers_for, parts_of
from hopecare.domain.rules_day import rules_day
from hopecare.domain.watches import Watch, WatchKind
from hopecare.language.reader import Reader
from hopecare.language.resident_sheets import sheet_in_words
from tests.language.hurtful import hurtful_in
from tests.packs.test_packs import DAY, PACKS
from tests.packs_read import read_once

LANGUAGES = ("ko", "en")
MOST_EXAMPLES = 40
"""Of a pack that has hundreds, spread over all of them."""


@pytest.fixture(scope="module", params=PACKS, ids=[path.name for path in PACKS])
def pack(request):
    return read_once(request.param)


def reader_of(pack, language):
    now = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC)
    return Reader(
        language=language, zone="UTC", country=pack.country, currency=pack.currency, now=now
    )


def last_day_of(pack):
    day = rules_day(pack, DAY)
    assert day is not None
    return day


def everything_in(sheet):
    """Every word of a sheet."""
    may = [part for each in sheet.may for part in (each.name, each.amount, *each.later)]
    watched = [
        part for each in sheet.watched for part in (each.name, *each.near_misses, *each.sentences)
    ]
    return "\n".join([*may, *watched, *sheet.papers, *sheet.received, *sheet.open, *sheet.others])


def something(fact):
    """An answer that says that there is some of it."""
    match fact.kind:
        case FactKind.YES_NO:
            return True
        case FactKind.CHOICE:
            return fact.choices[-1]
        case _:
            return 1


def all_said(pack):
    """A household of which something was said to everything."""
    values: dict[str, Answer] = {}
    row: dict[str, Answer] = {}
    for key, fact in pack.facts.items():
        if fact.judged_by is None and fact.rows is None:
            values[key] = something(fact)
        elif fact.judged_by is None:
            row[key.rpartition(".")[2]] = something(fact)
    judged = {
        key: Decision(holds=True, because="") for key, fact in pack.facts.items() if fact.judged_by
    }
    return HouseholdFacts(values=values, rows=dict.fromkeys(pack.lists, (row,)), decisions=judged)


def every_watch(pack, programme):
    for kind in WatchKind:
        facts = [key for key, fact in pack.facts.items() if fact.is_cost]
        for fact in facts if kind is WatchKind.COST_NOT_ASKED else [None]:
            yield Watch(
                programme=programme, kind=kind, on=DAY, age=65, fact=fact, at_least=fact and 9_444
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_verdict_of_any_pack_hurts(pack, language):
    reader, answer = reader_of(pack, language), assess(pack, HouseholdFacts(), on=last_day_of(pack))
    for verdict, receipt, is_near in product(Verdict, Receipt, (True, False)):
        told = replace(
            answer,
            programmes=tuple(
                replace(each, verdict=verdict, receipt=receipt, near_miss=is_near)
                for each in answer.programmes
            ),
        )
        watches = [each for key in pack.programmes for each in every_watch(pack, key)]
        sheet = sheet_in_words(told, all_said(pack), watches, pack, reader)
        words = everything_in(sheet)
        assert words
        assert hurtful_in(words) == [], (verdict, receipt)


def test_no_example_of_any_pack_hurts(pack):
    for case in pack.cases[:: len(pack.cases) // MOST_EXAMPLES + 1]:
        answer = assess(pack, case.facts, on=case.on)
        for language in LANGUAGES:
            sheet = sheet_in_words(answer, case.facts, (), pack, reader_of(pack, language))
            assert hurtful_in(everything_in(sheet)) == [], case.name


def test_every_programme_stands_on_the_sheet_once(pack):
    answer = assess(pack, HouseholdFacts(), on=last_day_of(pack))
    for verdict, receipt, is_near in product(Verdict, Receipt, (True, False)):
        told = replace(
            answer,
            programmes=tuple(
                replace(each, verdict=verdict, receipt=receipt, near_miss=is_near)
                for each in answer.programmes
            ),
        )
        parts = parts_of(told, ())
        stand = [*parts.may, *parts.received, *parts.open, *parts.watched, *parts.others]
        assert sorted(stand) == sorted(each.programme for each in answer.programmes)
        assert bool(parts.may) is (verdict is Verdict.ELIGIBLE and receipt is not Receipt.RECEIVING)


def test_nothing_said_asks_for_no_papers(pack):
    assert papers_for(pack, HouseholdFacts(), pack.programmes) == ()


def test_hurtful_words_are_found():
    assert hurtful_in("Your request was refused") == ["refus"]
    assert "탈락" in hurtful_in("탈락했어요")
    assert hurtful_in("receives basic_pension or spending.medical") == [
        "basic_pension",
        "spending.medical",
    ]
    assert hurtful_in("생계급여, 지금은 어려워 보여요") == []
