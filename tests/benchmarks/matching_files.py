"""Invented instances in the exchange format: plenty of helpers, too few, or far away."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

SKILLS = (
    "shopping", "meds_pickup", "escort_walk", "befriending", "paperwork", "dog_walk",
    "childcare", "cooking", "tech_help", "home_repair", "car_transport", "personal_care",
)  # fmt: skip
ASKED = np.array([16, 6, 8, 11, 11, 3, 3, 6, 4, 5, 8, 5]) / 86
FLAGS = ("smoker", "dog", "cat", "stairs")
DISTRICTS = 16
KM_A_DEGREE = 111.2
APART = 0.6
"""Degrees from one city to the next: nobody goes so far."""


class Town:
    """One invented town and its chance."""

    def __init__(self, kind: str, seed: int, cities: int = 1) -> None:
        self.kind, self.chance, self.cities = kind, np.random.default_rng(seed), cities
        self.middles = self.chance.uniform(size=(DISTRICTS, 2))
        crowded = self.chance.gamma(1.5, size=DISTRICTS) + 0.05
        self.lives = crowded / crowded.sum()
        self.elsewhere = (1 / crowded) / (1 / crowded).sum()

    def places(self, how_many: int, *, elsewhere: bool = False) -> list[tuple[str, str, int]]:
        """Latitude, longitude and district of so many people, some 20 by 16 kilometres wide."""
        shares = self.elsewhere if elsewhere else self.lives
        district = self.chance.choice(DISTRICTS, how_many, p=shares)
        at = self.middles[district] + self.chance.normal(0, 0.08, (how_many, 2))
        lat = 50 + at[:, 1] * 16 / KM_A_DEGREE
        lon = 8.5 + at[:, 0] * 20 / (KM_A_DEGREE * np.cos(np.radians(50)))
        if self.cities > 1:
            city = self.chance.integers(self.cities, size=how_many)
            lon, district = lon + city * APART, district + city * DISTRICTS
        return [
            (f"{a:.6f}", f"{b:.6f}", int(d)) for a, b, d in zip(lat, lon, district, strict=True)
        ]

    def some(self, words: Sequence[str], share: float) -> str:
        return "|".join(word for word in words if self.chance.random() < share)

    def slots(self, share: float) -> str:
        return "".join("1" if free else "0" for free in self.chance.random(28) < share)

    def of(self, *choices: Any, p: Sequence[float] | None = None) -> Any:
        return choices[self.chance.choice(len(choices), p=p)]

    def kinds(self, how_many: int) -> str:
        return "|".join(self.chance.choice(SKILLS, how_many, replace=False, p=ASKED))


def write_instance(
    folder: Path, needs: int, helpers: int, *, kind: str, seed: int, cities: int = 1
) -> Path:
    """Write one: `ample`, `tight`, or `desert`, where helpers live where the need is not."""
    town = Town(kind, seed, cities)
    folder.mkdir(parents=True)
    (folder / "meta.json").write_text(json.dumps({"today": "2027-03-01"}), encoding="utf-8")
    _write(folder / "volunteers.csv", _helpers(town, helpers))
    _write(folder / "cases.csv", _needs(town, needs, helpers))
    return folder


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    lines = list(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(lines[0]))
        writer.writeheader()
        writer.writerows(lines)


def _helpers(town: Town, helpers: int) -> Iterable[dict[str, Any]]:
    is_short = town.kind != "ample"
    radius = np.clip(town.chance.gamma(3, 800, helpers), 1_000, 5_000).astype(int) // 100 * 100
    for at, (lat, lon, district) in enumerate(
        town.places(helpers, elsewhere=town.kind == "desert")
    ):
        yield {
            "volunteer_id": f"V{at:06d}",
            "lat": lat,
            "lon": lon,
            "district": district,
            "radius_m": int(radius[at]),
            "skills": town.kinds(int(town.chance.integers(1, 5) if is_short else 4)),
            "level": town.of(0, 1, 2, p=(0.25, 0.5, 0.25)),
            "check_expires": f"{town.chance.integers(2026, 2031)}-06-30",
            "langs": "l0" + town.of("", "|l1", "|l2", "|l3", p=(0.7, 0.1, 0.1, 0.1)),
            "slots": town.slots(0.35 if is_short else 0.25),
            "gender": town.of("F", "M", "X", p=(0.56, 0.42, 0.02)),
            "avoid": town.some(FLAGS, 0.1),
            "max_active": town.of(1, 2, 3, p=(0.52, 0.29, 0.19)),
            "active": min(3, int(town.chance.poisson(0.9 if is_short else 0.45))),
            "load_30d": int(town.chance.poisson(0.7)),
            "status": town.of("active", "suspended", p=(0.99, 0.01)),
            "offers_seen": 0,
            "offers_accepted": 0,
        }


def _needs(town: Town, needs: int, helpers: int) -> Iterable[dict[str, Any]]:
    for at, (lat, lon, district) in enumerate(town.places(needs)):
        gender = town.of("X", "F", "M", p=(0.8, 0.15, 0.05))
        known = f"V{town.chance.integers(helpers):06d}"
        yield {
            "case_id": f"C{at:06d}",
            "lat": lat,
            "lon": lon,
            "district": district,
            "needs": town.kinds(town.of(1, 2, p=(0.85, 0.15))),
            "level": town.of(0, 1, 2, p=(0.2, 0.55, 0.25)),
            "lang": town.of("l0", "l1", "l2", "l3", p=(0.9, 0.04, 0.03, 0.03)),
            "lang_mode": town.of("required", "preferred", p=(0.8, 0.2)),
            "slots": town.slots(0.15),
            "gender": gender,
            "gender_mode": "none" if gender == "X" else town.of("preferred", "required"),
            "flags": town.some(FLAGS, 0.1),
            "priority": town.of(1, 2, 3, p=(0.65, 0.25, 0.1)),
            "people": town.of(1, 2, p=(0.94, 0.06)),
            "prev_volunteer": town.of("", known, p=(0.8, 0.2)),
            "blocked": town.of("", known, p=(0.98, 0.02)),
            "opened_min": 0,
        }
