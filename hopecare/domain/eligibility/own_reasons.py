"""An answer with nothing in it that tells of other benefits: for whoever is told of one alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hopecare.domain.eligibility.assessment import Receipt
from hopecare.domain.eligibility.pack import ELIGIBLE, RECEIVING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from hopecare.domain.eligibility.assessment import Assessment, ProgrammeResult
    from hopecare.domain.eligibility.pack import Pack

NO_OTHERS: Final[frozenset[str]] = frozenset()


def with_own_reasons(
    answer: Assessment, pack: Pack, *, chosen: AbstractSet[str] = NO_OTHERS
) -> Assessment:
    """Leave out every reason and amount that rests on a programme neither its own nor chosen.

    Whether another benefit is or may be received is told only where that was chosen by name.
    """
    own = (_own(result, pack, chosen) for result in answer.programmes)
    return replace(answer, programmes=tuple(own))


def _own(result: ProgrammeResult, pack: Pack, chosen: AbstractSet[str]) -> ProgrammeResult:
    programme, known = pack.programmes.get(result.programme), {result.programme, *chosen}
    if programme is None:
        return result
    silent = {
        path for path, each in programme.criteria.items() if programmes_in(pack, each.names) - known
    }
    tells = programme.amount is not None and programmes_in(pack, programme.amount.names) - known
    return replace(
        result,
        criteria=tuple(
            each
            for each in result.criteria
            if each.id not in silent and (each.group is None or each.group not in silent)
        ),
        amount=None if tells else result.amount,
        later=tuple(each for each in result.later if each.programme in known),
    )


def is_received(answer: Assessment, programme: str) -> bool:
    """Say whether a benefit is received: what the rules say of it then is theirs alone to tell."""
    return any(
        each.programme == programme and each.receipt is Receipt.RECEIVING
        for each in answer.programmes
    )


def programmes_in(pack: Pack, names: frozenset[str]) -> frozenset[str]:
    """Say of which programmes these names, and what is worked out behind them, tell."""
    behind = names.union(*(each.node.names for each in pack.behind(names)))
    return frozenset(
        name.removeprefix(prefix)
        for name in behind
        for prefix in (RECEIVING, ELIGIBLE)
        if name.startswith(prefix)
    )
