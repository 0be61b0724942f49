"""Whether foretold chances came true: as often as said, and the likely ones more often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

PARTS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One tenth of the askings, from the least to the most likely."""

    askings: int
    foretold: float
    observed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What was foretold beside what happened."""

    foretold: float
    observed: float
    brier: float
    """The mean squared error: smaller is better."""
    auc: float
    """How often the one who said yes was held likelier than the one who did not."""
    parts: tuple[Part, ...]


def calibration_of(said: Sequence[float], came: Sequence[bool]) -> Calibration | None:
    """Judge foretold chances by what came; None where nothing was foretold."""
    if not said:
        return None
    chances, yes = np.array(said), np.array(came, dtype=np.float64)
    return Calibration(
        foretold=float(chances.mean()),
        observed=float(yes.mean()),
        brier=float(np.square(chances - yes).mean()),
        auc=_auc(chances, yes),
        parts=tuple(
            Part(
                askings=len(rows),
                foretold=float(chances[rows].mean()),
                observed=float(yes[rows].mean()),
            )
            for rows in np.array_split(np.argsort(chances, kind="stable"), PARTS)
            if len(rows)
        ),
    )


def mean_calibration(found: Sequence[Calibration]) -> Calibration | None:
    """Average over towns; tenths by tenths, as far as all have them."""
    if not found:
        return None
    return Calibration(
        foretold=_mean(each.foretold for each in found),
        observed=_mean(each.observed for each in found),
        brier=_mean(each.brier for each in found),
        auc=_mean(each.auc for each in found),
        parts=tuple(
            Part(
                askings=sum(part.askings for part in tenths),
                foretold=_mean(part.foretold for part in tenths),
                observed=_mean(part.observed for part in tenths),
            )
            for tenths in zip(*(each.parts for each in found), strict=False)
        ),
    )


def _mean(values: Iterable[float]) -> float:
    return float(np.mean(list(values)))


def _auc(chances: NDArray[np.float64], yes: NDArray[np.float64]) -> float:
    """By ranks (Mann and Whitney), ties counted half; a half where all answered alike."""
    _, place, counts = np.unique(chances, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    said_yes = float(yes.sum())
    pairs = said_yes * (len(yes) - said_yes)
    if not pairs:
        return 0.5
    return float((ranks @ yes - said_yes * (said_yes + 1) / 2) / pairs)
