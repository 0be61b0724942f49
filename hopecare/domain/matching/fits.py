"""Whether a fitted model of who says yes may be used: it must be honest, or the plain rates hold.

Honest means: as frequent as it says, in every tenth of the answers and over all of them, and no
worse than the plain rates. It is judged by the newest answers, which it has not seen, and by what
came of the askings that were decided by the model before it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from hopecare.domain.matching.chances import BY_OWN_RATE, Chances, weights_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hopecare.domain.matching.chances import Signs

LEAST_ANSWERS: Final = 150
LEAST_SINCE: Final = 30
"""So many answers must have come before the model of the days before is judged by them."""
MOST_OFF: Final = 0.02
"""How far, on average, predicted and observed may lie apart before the model is put aside."""
BEYOND_CHANCE: Final = 3.0
"""A tenth of the answers may lie further off by what chance alone does: three times its spread."""
TENTHS: Final = 10
NEWEST_SHARE: Final = 0.3
"""What of the answers the fit does not see, so that it can be judged by them."""


class FitVerdict(StrEnum):
    """Whether the model of a night is used, or why the plain rates are."""

    USED = "used"
    TOO_FEW = "too_few"
    """Fewer answers than a model needs."""
    ALL_ALIKE = "all_alike"
    """Everybody said yes, or nobody did: nothing tells one from another."""
    OFF = "off"
    """It says another frequency than came."""
    WORSE = "worse"
    """The plain rates foretell better."""
    WORSE_SINCE = "worse_since"
    """The model before it did not hold in the askings it was used for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How good it was on answers it had not seen."""

    answers: int
    said: float
    """How often a yes was foretold, on average."""
    came: float
    """How often a yes came."""
    most_off: float
    """How far the worst tenth lies off."""
    is_calibrated: bool
    brier: float
    """The mean of squared errors: less is better."""
    own_brier: float
    """The same of the plain rates."""

    @property
    def verdict(self) -> FitVerdict:
        """What follows for the model."""
        if not self.is_calibrated:
            return FitVerdict.OFF
        return FitVerdict.USED if self.brier <= self.own_brier else FitVerdict.WORSE


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What a night's fit came to."""

    verdict: FitVerdict
    answers: int
    chances: Chances = BY_OWN_RATE
    """The plain rates where it is not used."""
    measured: Measured | None = None


def fit(signs: Sequence[Signs], said_yes: Sequence[bool], *, last: Chances, since: int = 0) -> Fit:
    """Fit to answers in order of time; `last` decided the askings of the newest `since` of them."""
    answers = len(signs)
    if answers < LEAST_ANSWERS:
        return Fit(verdict=FitVerdict.TOO_FEW, answers=answers)
    if len(set(said_yes)) == 1:
        return Fit(verdict=FitVerdict.ALL_ALIKE, answers=answers)
    if last.weights is not None and since >= LEAST_SINCE:
        lately = measured(last, signs[-since:], said_yes[-since:])
        if lately.verdict is not FitVerdict.USED:
            verdict = FitVerdict.WORSE_SINCE
            return Fit(verdict=verdict, answers=answers, measured=lately)
    seen = answers - int(answers * NEWEST_SHARE)
    tried = Chances(weights_of(signs[:seen], said_yes[:seen]))
    judged = measured(tried, signs[seen:], said_yes[seen:])
    if judged.verdict is not FitVerdict.USED:
        return Fit(verdict=judged.verdict, answers=answers, measured=judged)
    chances = Chances(weights_of(signs, said_yes))
    return Fit(verdict=FitVerdict.USED, answers=answers, chances=chances, measured=judged)


def measured(model: Chances, signs: Sequence[Signs], said_yes: Sequence[bool]) -> Measured:
    """Hold what a model says against what came, beside the plain rates."""
    said = np.array([model.of(each) for each in signs])
    plain = np.array([BY_OWN_RATE.of(each) for each in signs])
    came = np.array(said_yes, dtype=np.float64)
    tenths = [part for part in np.array_split(np.argsort(said, kind="stable"), TENTHS) if part.size]
    off = [abs(float(said[part].mean() - came[part].mean())) for part in tenths]
    allowed = [
        MOST_OFF + BEYOND_CHANCE * _spread(float(said[part].mean()), part.size) for part in tenths
    ]
    over_all = abs(float(said.mean() - came.mean()))
    return Measured(
        answers=len(signs),
        said=float(said.mean()),
        came=float(came.mean()),
        most_off=max(off),
        is_calibrated=over_all <= MOST_OFF + _spread(float(said.mean()), len(signs))
        and all(far <= most for far, most in zip(off, allowed, strict=True)),
        brier=float(np.square(said - came).mean()),
        own_brier=float(np.square(plain - came).mean()),
    )


def _spread(share: float, answers: int) -> float:
    return math.sqrt(share * (1 - share) / answers)
