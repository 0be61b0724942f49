"""What the page of the rota shows: days, gaps, holidays, who is away, and a form to fill a gap."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from flask import request
from sqlalchemy import true

from hopecare.domain.duty_days import last_moment, rota_days
from hopecare.extensions import desk
from hopecare.queries.holidays import holidays_of
from hopecare.queries.rota import CentreRota, rotas, staff_choices
from hopecare.queries.staff_leaves import leaves_ahead
from hopecare.web.access_log import shown
from hopecare.web.forms import Form, blank_form
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.scopes import reading
from hopecare.web.staff_phones import staff_phone
from hopecare.web.town import current_town
from models import Centre

if TYPE_CHECKING:
    from collections.abc import Sequence

DAYS: Final = 14


def duty_page(form: Form | None) -> dict[str, Any]:
    """Read the rota of the reader's centre, or of all where they work for the town."""
    identity, now, reader = current_identity(), desk().clock(), current_reader()
    zone = ZoneInfo(reader.zone)
    mine = true() if identity.centre_id is None else Centre.id == identity.centre_id
    with reading() as session:
        until = last_moment(now, DAYS, zone=zone)
        found = rotas(session, of=mine, until=until, now=now, on=reader.today)
        staff = staff_choices(session, centre_id=identity.centre_id, on=reader.today)
        country = current_town().country
        holidays = holidays_of(session, town_id=identity.town_id, country=country)
        leaves = leaves_ahead(session, "duty.read", identity=identity, now=now)
    named = [person_id for each in found for person_id in each.names]
    shown([*named, *(person.id for _leave, person in leaves)])
    days = {
        each.centre.id: rota_days(each.watches, each.gaps, now=now, number=DAYS, zone=zone)
        for each in found
    }
    return {
        "rotas": found,
        "days": days,
        "until": until,
        "holidays": holidays.days,
        "knows_holidays": holidays.knows(reader.today + timedelta(days=DAYS)),
        "staff": staff,
        "leaves": leaves,
        "weeks": (reader.today, reader.today + timedelta(days=7)),
        "staff_phone": staff_phone,
        "form": form or blank_form(_first(found)),
    }


def _first(found: Sequence[CentreRota]) -> dict[str, str]:
    """What the form begins with: the gap that was chosen, else today's office hours."""
    today = current_reader().today.isoformat()
    begins, ends = _asked("from"), _asked("until")
    only = str(found[0].centre.id) if len(found) == 1 else ""
    return {
        "centre_id": request.args.get("centre", "") or only,
        "from_on": begins[0] if begins else today,
        "from_clock": begins[1] if begins else "09:00",
        "until_on": ends[0] if ends else today,
        "until_clock": ends[1] if ends else "18:00",
    }


def _asked(name: str) -> tuple[str, str] | None:
    """A moment of a gap from the address, as day and clock of the town."""
    try:
        at = datetime.fromisoformat(request.args.get(name, ""))
        local = at.astimezone(ZoneInfo(current_reader().zone))
    except (ValueError, OverflowError):
        return None
    return local.date().isoformat(), f"{local:%H:%M}"
