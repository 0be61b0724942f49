"""The same four benefits written by hand in numpy, complete facts, yes or no only: the metal."""

from __future__ import annotations

import numpy as np

MEDIAN = (2_564_238, 4_199_292, 5_359_036, 6_494_738, 7_556_719, 8_555_952, 9_515_150)
LIMITS = {
    name: np.array([int(one * rate + 0.5) for one in MEDIAN], dtype=np.float64)
    for name, rate in {
        "livelihood": 0.32,
        "medical": 0.40,
        "housing": 0.48,
        "education": 0.50,
    }.items()
}
BASIC = np.array([99e6, 80e6, 77e6, 53e6])
CAP = np.array([172e6, 151e6, 146e6, 112e6])


def households(count: int, seed: int = 1) -> dict[str, np.ndarray]:
    """Invented households, spread about as incomes and sizes are."""
    chance = np.random.default_rng(seed)
    size = chance.choice(np.arange(1.0, 8.0), count, p=[0.36, 0.29, 0.19, 0.12, 0.03, 0.008, 0.002])
    poor = chance.random(count) < 0.35

    def won(none: float, shape: float, scale: np.ndarray | float) -> np.ndarray:
        drawn = chance.gamma(shape, np.broadcast_to(scale, count))
        return np.floor(np.where(chance.random(count) < none, 0.0, drawn))

    return {
        "size": size,
        "place.region": chance.integers(0, 4, count).astype(np.float64),
        "earned": won(0.3, 2.0, np.where(poor, 5e5, 2.2e6)),
        "other": won(0.5, 1.5, 2.5e5),
        "spend": won(0.8, 2.0, 8e4),
        "home": won(0.35, 2.0, np.where(poor, 30e6, 120e6)),
        "general": won(0.6, 1.2, 20e6),
        "financial": won(0.3, 1.1, np.where(poor, 3e6, 15e6)),
        "debt": won(0.6, 1.3, 15e6),
        "car": won(0.93, 1.2, 1.5e6),
        "has_student": chance.random(count) < np.where(size > 2, 0.45, 0.03),
        "obligor_ok": chance.random(count) < 0.9,
    }


def four_benefits(known: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Judge every household as a person who knows numpy would write it."""
    region, size = known["place.region"].astype(np.int64), known["size"].astype(np.int64) - 1
    income = np.maximum(known["earned"] * 0.7 + known["other"] - known["spend"], 0.0)
    counted = np.minimum(known["home"], CAP[region])
    rest = known["general"] + (known["home"] - counted)
    allowance = BASIC[region] + known["debt"]
    after_home = np.maximum(allowance - counted, 0.0)
    after_rest = np.maximum(after_home - rest, 0.0)
    savings = np.maximum(known["financial"] - 5e6, 0.0)
    recognised = (
        income
        + np.maximum(counted - allowance, 0.0) * 0.0104
        + np.maximum(rest - after_home, 0.0) * 0.0417
        + np.maximum(savings - after_rest, 0.0) * 0.0626
        + known["car"] * 1.0
    )
    found = {name: recognised <= limits[size] for name, limits in LIMITS.items()}
    found["medical"] &= known["obligor_ok"]
    found["education"] &= known["has_student"]
    return found
