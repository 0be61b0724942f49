"""How likely a person says yes: their own history first, a small model only where it is honest.

Nothing protected goes in: no age, sex, origin or language. What they answered before says enough
(Khalemsky et al. 2023, JMIR mHealth e41551). The model is fitted anew each night and used only
while it is no worse than the plain rates on answers it has not seen.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

PRIOR_YES: Final = 1.2
PRIOR_ASKED: Final = 6.0
"""Whom nobody asked yet says yes as often as one in five, until they have shown otherwise."""
FIT_STEPS: Final = 25
PULL: Final = 1.0
"""How strongly weights are drawn to nothing (L2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What is known about one asking before it is answered."""

    asked: int
    said_yes: int
    distance_m: float
    is_known: bool
    """The last helper of this resident."""
    asked_in_week: int
    is_urgent: bool


def own_rate(asked: int, said_yes: int) -> float:
    """How often they say yes, drawn towards what is usual while little is known."""
    return (said_yes + PRIOR_YES) / (asked + PRIOR_ASKED)


def features(signs: Signs) -> list[float]:
    """The signs as numbers, the first of them always one."""
    rate = own_rate(signs.asked, signs.said_yes)
    return [
        1.0,
        math.log(rate / (1 - rate)),
        signs.distance_m / 1000,
        1.0 if signs.is_known else 0.0,
        signs.asked_in_week / 2,
        1.0 if signs.asked else 0.0,
        1.0 if signs.is_urgent else 0.0,
    ]


@dataclass(frozen=True, slots=True)
class Chances:
    """Predicts a yes; without weights, by the person's own rate alone."""

    weights: tuple[float, ...] | None = None

    def of(self, signs: Signs) -> float:
        """Between nothing and one."""
        if self.weights is None:
            return own_rate(signs.asked, signs.said_yes)
        return 1 / (1 + math.exp(-sum(map(mul, self.weights, features(signs)))))


BY_OWN_RATE: Final = Chances()


def weights_of(signs: Sequence[Signs], said_yes: Sequence[bool]) -> tuple[float, ...]:
    """Fit weights to answers: logistic regression, drawn towards nothing."""
    table = np.array([features(each) for each in signs])
    return _weights(table, np.array(said_yes, dtype=np.float64))


def _weights(table: NDArray[np.float64], answers: NDArray[np.float64]) -> tuple[float, ...]:
    """Logistic regression by Newton's steps; the constant is not drawn to nothing."""
    weights = np.zeros(table.shape[1])
    pull = np.full(table.shape[1], PULL)
    pull[0] = 1e-6
    for _ in range(FIT_STEPS):
        said = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (answers - said) - pull * weights
        bend = (table * (said * (1 - said))[:, None]).T @ table + np.diag(pull)
        step = np.linalg.solve(bend, slope)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-6:  # noqa: PLR2004  nothing moves any more
            break
    return tuple(weights.tolist())
