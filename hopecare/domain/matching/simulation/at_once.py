"""The needs of a town's week solved at once: how near the best possible, and how steady."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.batch import Batch
from hopecare.domain.matching.proposing import propose
from hopecare.domain.matching.simulation.town import ON
from hopecare.domain.matching.waves import DAY, WEEK

if TYPE_CHECKING:
    from hopecare.domain.matching.proposing import Answer
    from hopecare.domain.matching.simulation.town import SimulatedTown

LEAVE: Final = 0.01
"""Of the helpers, for the question how many proposals change then."""
SEED: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class AtOnce:
    """What one solve of a week's needs came to."""

    needs: int
    regret: float
    """How far it costs more than the best possible, at most: beside the proven bound."""
    changed: float
    """What share of the proposals is another once some of the helpers have gone."""


def solved_at_once(town: SimulatedTown, *, since_day: int) -> AtOnce:
    """Solve what comes in the week from a day on, with everybody, and once more with fewer."""
    since = since_day * DAY
    needs = [each.need for each in town.coming if since <= each.at < since + WEEK]
    batch = Batch(needs=needs, helpers=town.helpers, on=ON)
    answer = propose(batch)
    return AtOnce(
        needs=len(needs),
        regret=answer.certificate.gap,
        changed=share_changed(answer, propose(without_some(batch))),
    )


def without_some(batch: Batch) -> Batch:
    """The same batch, and one helper in a hundred has gone."""
    chance = random.Random(SEED)  # noqa: S311  an invented town is no secret
    return replace(batch, helpers=[each for each in batch.helpers if chance.random() >= LEAVE])


def share_changed(before: Answer, after: Answer) -> float:
    """What share of the proposals is another, but for those whose helper has gone."""
    still = {str(helper.helper_id) for helper in after.choices.batch.helpers}
    kept = [pair for pair in before.pairs if str(pair.helper_id) in still]
    return sum(pair not in after.pairs for pair in kept) / len(kept) if kept else 0.0
