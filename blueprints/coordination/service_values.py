"""What stands in the form of a service: its values, what they are called, and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from babel import Locale

from hopecare.domain.opening_hours import DoorHours, as_on_door, within_days
from hopecare.language import N_
from hopecare.language.answer_cards import programme_choices
from hopecare.queries.areas import districts
from hopecare.queries.places import area_name
from hopecare.queries.service_pages import own_contact, own_place
from hopecare.reading.country_packs import find_country_pack
from hopecare.services.change_service import ServiceWords
from hopecare.services.write_service_place import ServiceWhere
from hopecare.web.districts import district_choices
from hopecare.web.map_points import point_of, written_point
from hopecare.web.requests.change_service import DAYS, windows_of, written_hours
from hopecare.web.requests.volunteer import language_choices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from hopecare.language.reader import Reader
    from hopecare.queries.service_pages import ServiceView

LABELS: Final = {
    "name": N_("What can be asked for there"),
    "name_en": N_("The same in English"),
    "description": N_("What they do there"),
    "programme": N_("Programme"),
    "qualifies": N_("Who qualifies"),
    "mon": N_("Hours on Monday"),
    "tue": N_("Hours on Tuesday"),
    "wed": N_("Hours on Wednesday"),
    "thu": N_("Hours on Thursday"),
    "fri": N_("Hours on Friday"),
    "sat": N_("Hours on Saturday"),
    "sun": N_("Hours on Sunday"),
    "hours_words": N_("What else there is to say of the hours"),
    "languages": N_("Languages"),
    "needs": N_("Kinds of help"),
    "area_ids": N_("Served places"),
    "place_address": N_("Where it is given: address"),
    "place_area_id": N_("Where it is given: district"),
    "place_point": N_("Where it is given: latitude and longitude"),
    "reached_by": N_("How to reach them"),
    "contact_name": N_("Whom to ask"),
    "contact_duty": N_("Their duty"),
    "contact_phone": N_("Their telephone"),
    "contact_email": N_("Their e-mail"),
    "closed_for_now": N_("Closed for the time being"),
}
_OWN: Final = ("name", "name_en", "description", "programme", "qualifies", "hours_words")
_CONTACT: Final = ("name", "duty", "phone", "email")


def words_of(data: Mapping[str, Any]) -> ServiceWords:
    """Read what was typed as what an office says of its service."""
    said = {name: data.get(name) for name in _OWN}
    return ServiceWords(
        said={**said, "name_en": said["name_en"] or said["name"]},
        hours=within_days(
            DoorHours(place, *window)
            for place, day in enumerate(DAYS)
            for window in windows_of(data.get(day))
        ),
        languages=dict.fromkeys(data.get("languages") or ()),
        needs=data.get("needs") or (),
        reached_by=data.get("reached_by") or (),
        area_ids=data.get("area_ids") or (),
        contact={name: data.get(f"contact_{name}") for name in _CONTACT},
        is_closed_for_now=bool(data.get("closed_for_now")),
        where=where_of(data),
    )


def where_of(data: Mapping[str, Any]) -> ServiceWhere:
    """Read where it is given."""
    return ServiceWhere(
        address=data.get("place_address"),
        area_id=data.get("place_area_id"),
        point=point_of(data.get("place_point")),
    )


def values_of(session: Session, view: ServiceView) -> dict[str, object]:
    """Give what is known of the service, as the form would send it."""
    lasting = [each for each in view.facts.hours if not (each.valid_from or each.valid_to)]
    on_door = as_on_door(DoorHours(each.weekday, each.opens, each.closes) for each in lasting)
    contact = own_contact(session, view.service.id)
    return {
        **{name: getattr(view.service, name) for name in _OWN},
        **{
            day: written_hours(
                [(each.opens, each.closes) for each in on_door if each.weekday == place]
            )
            for place, day in enumerate(DAYS)
        },
        "languages": list(view.facts.languages),
        "needs": list(view.needs),
        "area_ids": list(view.facts.area_ids),
        **_where(session, view),
        "reached_by": list(view.service.reached_by or ()),
        **{f"contact_{name}": getattr(contact, name, None) for name in _CONTACT},
        "closed_for_now": view.service.closed_for_now_since is not None,
        "version": view.service.version,
    }


def _where(session: Session, view: ServiceView) -> dict[str, object]:
    """What lies in the middle of a district was written down as that district."""
    row = own_place(session, view.service.id)
    if row is None or row.lat is None or row.lon is None:
        address = row.address if row else None
        return {"place_address": address, "place_area_id": None, "place_point": None}
    middle = (row.lat, row.lon)
    area = next((each for each in districts(session) if (each.lat, each.lon) == middle), None)
    return {
        "place_address": row.address,
        "place_area_id": area.id if area else None,
        "place_point": None if area else written_point(*middle),
    }


def choices_of(view: ServiceView, reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """Offer what may be chosen here, and whatever else stands there already."""
    names = Locale(reader.language).languages
    spoken = [(code, str(names.get(code, code))) for code in view.facts.languages]
    served = [(str(each.id), area_name(each, language=reader.language)) for each in view.areas]
    programme = view.service.programme
    programmes = programme_choices(find_country_pack(reader.country), reader.language)
    return {
        "languages": _with_own(language_choices(reader), spoken),
        "areas": _with_own([(str(each), words) for each, words in district_choices()], served),
        "programmes": _with_own(programmes, [(programme, programme)] if programme else []),
    }


def _with_own(offered: list[tuple[str, str]], own: list[tuple[str, str]]) -> list[tuple[str, str]]:
    known = {code for code, _ in offered}
    return offered + [each for each in own if each[0] not in known]
