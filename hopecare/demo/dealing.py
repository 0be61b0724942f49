"""What every course of the crowd needs: whose staff, which hour, a report to begin with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import TriageAnswer, TriageCode
from hopecare.services.report_need import ReporterSaid, Told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from random import Random
    from typing import Any

    from hopecare.demo.crowd import Crowd
    from hopecare.demo.stage import Stage
    from hopecare.demo.telling import Teller
    from hopecare.domain.identity import Identity
    from models import Person, Report


GRAVE: Final = ((TriageCode.HOME_LOSS,), (TriageCode.UTILITIES_CUT,), ())


@dataclass(frozen=True, slots=True)
class Dealer:
    """Deals with one town's crowd."""

    tell: Teller
    crowd: Crowd
    said: Mapping[str, Sequence[str]]

    @property
    def stage(self) -> Stage:
        """The town's stage."""
        return self.tell.stage

    def staff_of(
        self, person: Person | None, area_centre: object = None
    ) -> tuple[Identity, Identity]:
        """Social worker and coordinator of a resident's centre."""
        wanted = person.centre_id if person else area_centre
        code = next(
            (code for code, centre in self.stage.centres.items() if centre.id == wanted),
            next(iter(self.stage.centres)),
        )
        return self.stage.worker(code), self.stage.coordinator(code)

    def _hour(self, random: Random, days: int) -> datetime:
        """A working hour of a day."""
        return self.stage.at(days, f"{random.randint(9, 17):02d}:{random.randint(0, 59):02d}")

    def _reported(self, random: Random, person: Person | None = None, **changed: Any) -> Report:  # noqa: ANN401  parts of a report
        """Take a report about somebody in, by one of the doors."""
        area = self.crowd.an_area()
        codes = random.choices(GRAVE, (2, 5, 17))[0]
        told: dict[str, Any] = {
            "about_self": False,
            "language": self.stage.town.language,
            "words": random.choice(self.said["reports"]),
            "answers": dict.fromkeys(codes, TriageAnswer.YES),
            "name": person.full_name if person else self.crowd.a_name(),
            "address": None if person else self.crowd.an_address(area),
            "area_id": person.area_id if person else area.id,
            "reporter": ReporterSaid(
                wishes_unnamed=self.crowd.happens(0.5),
                relation=random.choice(self.said["relation"]),
            ),
        }
        door = random.choice((ReportDoor.PAGE, ReportDoor.PHONE, ReportDoor.DESK))
        return self.tell.reports(Told(**(told | changed)), door=door)
