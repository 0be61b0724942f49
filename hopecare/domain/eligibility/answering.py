"""One household as other programs write it, answered by every pack of its country."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.sharing import share_of
from hopecare.domain.eligibility.storing import facts_from_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from hopecare.domain.eligibility.assessment import Assessment
    from hopecare.domain.eligibility.pack import Pack

LARGEST_HOUSEHOLD: Final = 1024 * 1024
"""Bytes of one household as JSON: the largest that any pack could ask fills a few per cent."""


def answers_for(
    packs: Sequence[Pack], data: Mapping[str, Any], *, on: date
) -> list[tuple[Pack, Assessment]]:
    """Assess one household by every pack; a day for which no pack has rules is refused."""
    households = [(pack, facts_from_json(pack, share_of(pack, packs, data))) for pack in packs]
    standing = [
        (pack, household)
        for pack, household in households
        if any(programme.in_force(on) for programme in pack.programmes.values())
    ]
    return [(pack, assess(pack, household, on=on)) for pack, household in standing or households]
