"""What the offices of a demonstration say of themselves: hours, languages, free places."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any, Final

from hopecare.demo.town_files import read_toml
from hopecare.domain.needs import NeedKind
from hopecare.domain.service_facts import CapacityState, HeardBy
from hopecare.services.note_capacity import SaidCapacity, note_capacity
from models import ServiceContact, ServiceHours, ServiceLanguage, ServiceNeed, ServicePlace

if TYPE_CHECKING:
    from hopecare.demo.stage import Stage
    from models import Service

COLUMNS: Final = (
    "reached_by",
    "interpretation",
    "qualifies",
    "least_age",
    "papers",
    "fees",
)


def tell_of_services(stage: Stage) -> None:
    """Write down what is known of each service; of some an office never said how full it is."""
    known = read_toml("known_services.toml").get(stage.town.slug, {})
    for service in stage.services.values():
        said = known.get(service.name_en)
        if said is not None:
            _tell(stage, service, said)
    stage.session.flush()


def _tell(stage: Stage, service: Service, said: dict[str, Any]) -> None:
    for name in COLUMNS:
        if name in said:
            setattr(service, name, said[name])
    whose: dict[str, Any] = {"town_id": stage.town.id, "service_id": service.id}
    lat, lon = said["point"]
    stage.session.add_all(
        [
            *(
                ServiceHours(
                    weekday=day,
                    opens=time.fromisoformat(opens),
                    closes=time.fromisoformat(closes),
                    **whose,
                )
                for day in said["weekdays"]
                for opens, closes in said["open"]
            ),
            *(ServiceLanguage(language=code, **whose) for code in said["languages"]),
            *(ServiceNeed(kind=NeedKind(kind), **whose) for kind in said.get("needs", ())),
            ServicePlace(
                lat=lat,
                lon=lon,
                address=said["address"],
                accessibility=said.get("accessibility"),
                **whose,
            ),
            ServiceContact(
                organisation_id=service.organisation_id,
                duty="접수 창구",
                phone=said["phone"],
                **whose,
            ),
        ]
    )
    if "no_longer_listed_days" in said:
        last = stage.ends_at - timedelta(days=said["no_longer_listed_days"])
        service.vanished_on = last.astimezone(stage.zone).date()
    if "capacity" in said:
        _say_capacity(stage, service, said["capacity"])


def _say_capacity(stage: Stage, service: Service, said: dict[str, Any]) -> None:
    """How old a word is counts from the last day of the story."""
    word = SaidCapacity(
        state=CapacityState(said["state"]),
        free_places=said.get("places"),
        heard_by=HeardBy(said["heard_by"]),
    )
    at = stage.ends_at - timedelta(days=said["days_ago"])
    by = stage.coordinator(next(iter(stage.centres)))
    note_capacity(stage.session, service_id=service.id, said=word, by=by, now=at)
