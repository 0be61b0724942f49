"""Programmes that are open on some days only and do not say that they close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.eligibility.checker.finding import Finding
from hopecare.domain.eligibility.columns import frame_of
from hopecare.domain.eligibility.facts import HouseholdFacts
from hopecare.domain.eligibility.judging import judge_test
from hopecare.domain.eligibility.spans import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.domain.eligibility.nodes import TruthNode
    from hopecare.domain.eligibility.pack import Pack, Programme


def windows_left_open(pack: Pack) -> Iterator[Finding]:
    """Give what is met on some days and later no more, where older rules would carry it on.

    Whether a rule holds yet begins once; what ends again is a window of days.
    """
    for key, programme in pack.programmes.items():
        if programme.closes or programme.until is None:
            continue
        for path, criterion in programme.criteria.items():
            if criterion.test is not None and _ends_again(pack, programme, criterion.test):
                yield Finding(("programmes", key), "window_not_closed", f"{key}.{path}")


def _ends_again(pack: Pack, programme: Programme, test: TruthNode) -> bool:
    """Tell whether a test of figures alone is met first and later not, as long as both stand."""
    if not test.names or not test.names <= set(pack.parameters):
        return False
    days = {programme.since}.union(
        dated.since for name in test.names for dated in pack.parameters[name].values
    )
    nobody = HouseholdFacts()
    truths = [
        judge_test(test, frame_of(pack, nobody, pack.figures(day))).truth[0]
        for day in sorted(days)
        if programme.in_force(day)
    ]
    return YES in truths and NO in truths[truths.index(YES) :]
