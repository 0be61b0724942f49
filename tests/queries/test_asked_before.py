"""Who was asked before, under the records that are theirs by now."""

from __future__ import annotations

from uuid import uuid4

from hopecare.domain.matching.constraints import Rule
from hopecare.queries.asked_before import AskedBefore


def test_each_of_several_keeps_what_stood_against_them_under_another_record():
    ids = [uuid4() for _ in range(8)]
    broken = {each: frozenset({rule}) for each, rule in zip(ids, Rule, strict=False)}
    before = AskedBefore(offers=[], held=[], broken=broken, facts=(), people=2)
    moved = dict(zip(ids[:4], [uuid4() for _ in range(4)], strict=True))

    after = before.under(moved)

    assert after.broken == {moved.get(each, each): rules for each, rules in broken.items()}
    assert (after.offers, after.facts, after.people) == (before.offers, before.facts, 2)
