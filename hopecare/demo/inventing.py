"""What is invented about people of the crowd: names, places and chances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.matching.distance import Point, moved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.demo.stage import Stage
    from models import Area

SPREAD_M: Final = 900


@dataclass(slots=True)
class Inventor:
    """Invents for one town; the same seed gives the same."""

    stage: Stage
    words: Mapping[str, Any]

    def happens(self, chance: float) -> bool:
        """Whether something of this chance happens."""
        return self.stage.random.random() < chance

    def an_area(self) -> Area:
        """A district, as likely as it is populous."""
        areas = list(self.stage.areas.values())
        weights = [area.population or 1 for area in areas]
        return self.stage.random.choices(areas, weights)[0]

    def a_name(self) -> str:
        """A name of plain nouns."""
        random = self.stage.random
        family, given = random.choice(self.words["families"]), random.choice(self.words["given"])
        return f"{given} {family}" if self.stage.town.language == "en" else f"{family}{given}"

    def a_point(self, area: Area) -> tuple[float, float]:
        """A place around the middle of the district."""
        random = self.stage.random
        there = moved(
            Point(area.lat or 0.0, area.lon or 0.0),
            north_m=random.gauss(0, SPREAD_M),
            east_m=random.gauss(0, SPREAD_M),
        )
        return there.lat, there.lon

    def an_address(self, area: Area) -> str:
        """An address that does not exist."""
        random = self.stage.random
        street, house = random.choice(self.words["streets"]), random.randint(1, 99)
        if self.stage.town.language == "en":
            return f"{house} {street}, {area.name_en}"
        flat = random.randint(1, 15) * 100 + random.randint(1, 6)
        return f"경기도 남양주시 {area.name} {street} {house}, {flat}호"
