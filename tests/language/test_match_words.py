"""Every rule and every term has its words, and the metres of the reasons add up."""

from __future__ import annotations

import pytest

from hopecare.domain.matching.constraints import Rule
from hopecare.domain.matching.proposals import AppealReason, ListState, ProposalStatus
from hopecare.domain.matching.score import Term
from hopecare.domain.matching.waiting import Waiting
from hopecare.domain.people import GenderWish
from hopecare.language.labels import has_label
from hopecare.language.match_words import TERMS, Wished, bound_words, reasons_of, rule_words
from hopecare.language.reader import Reader
from tests.factories.towns import NOW

READERS = [
    Reader(language=each, zone="Asia/Seoul", country="KR", currency="KRW", now=NOW)
    for each in ("ko", "en")
]
WISHED = Wished(language="vi", gender_wish=GenderWish.FEMALE_PREFERRED)


def test_every_code_of_matching_has_a_label():
    kinds = (Rule, ListState, ProposalStatus, AppealReason, Waiting)
    assert [each for kind in kinds for each in kind if not has_label(each)] == []
    assert set(TERMS) == set(Term)


@pytest.mark.parametrize("reader", READERS, ids=["ko", "en"])
def test_the_reasons_add_up_and_say_what_speaks_for_a_pair(reader):
    terms = {"place_filled": 2_000, "distance": 650, "load": 500, "continuity": -1_500}
    said = reasons_of(terms, WISHED, reader)
    assert sum(each.metres for each in said) == sum(terms.values())
    assert len({each.words for each in said}) == len(said) == 6
    against = reasons_of({"place_filled": 2_000, **dict.fromkeys(
        ("distance", "language_missing", "gender_differs", "one_common_slot"), 300
    )}, WISHED, reader)  # fmt: skip
    assert sum(each.metres for each in against) == 3_200


@pytest.mark.parametrize("reader", READERS, ids=["ko", "en"])
def test_a_rough_distance_is_never_said_to_the_metre(reader):
    rough = Wished(language=None, gender_wish=GenderWish.NONE, is_rough=True)
    words = [each.words for each in reasons_of({"distance": 1_234}, rough, reader)]
    assert not any("234" in each or "1.2" in each for each in words)


def test_the_bound_never_claims_more_than_is_proven():
    reader = READERS[1]
    assert "0.1 %" in bound_words(1_000_001, 1_000_000, reader)
    assert "0.2 %" in bound_words(1_002_000, 1_000_000, reader)
    assert "0.3 %" in bound_words(1_002_001, 1_000_000, reader)
    assert "No better list" in bound_words(7, 7, reader)
    assert "No better list" in bound_words(0, 0, reader)


def test_an_unknown_rule_is_said_as_such():
    assert rule_words("no_such_rule", READERS[1]) == "Another rule stands in the way"
    assert rule_words(None, READERS[1]) == ""
