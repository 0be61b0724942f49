"""A home or a number that somebody else changed since the page was read: both are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import url_for

from hopecare.errors import StaleVersionError
from hopecare.language import N_
from hopecare.queries.households import find_membership
from hopecare.queries.resident_views import ResidentView, resident_view
from hopecare.queries.residents import contact_points_of, held_person
from hopecare.queries.visibility import refuse_unless
from hopecare.web.access_log import shown
from hopecare.web.districts import district_choices
from hopecare.web.home_points import written_home_point
from hopecare.web.identity import current_identity
from hopecare.web.language import current_reader
from hopecare.web.scopes import reading
from hopecare.web.stale import stale_page
from models import Person

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Response
    from sqlalchemy.orm import Session

    from hopecare.web.forms import Form

HOME_LABELS = {
    "area_id": N_("District"),
    "address": N_("Address"),
    "door_notes": N_("Door notes"),
    "point": N_("Point on the map (latitude, longitude)"),
}
PHONE_LABELS = {
    "phone": N_("New number"),
    "is_shared": N_("Others use this telephone too"),
}


def refuse_other_home(session: Session, person: Person, form: Form) -> None:
    """Refuse to move somebody who moved since the page was read; hold them until it is done."""
    held_person(session, person.id)
    lived = find_membership(session, person.id)
    lives_id = lived.id if lived else None
    if lives_id != form.data["lives_id"]:
        raise StaleVersionError(kind="household_member", id=lives_id)


def refuse_newer_number(session: Session, person: Person, form: Form) -> None:
    """Refuse a number where another was noted since the page was read."""
    held_person(session, person.id)
    standing = contact_points_of(session, [person.id], on=current_reader().today)
    read = form.data["newest_id"]
    newer = [point.id for point in standing if read is None or point.id > read]
    if newer:
        raise StaleVersionError(kind="contact_point", id=max(newer))


def home_beside(person_id: UUID, form: Form) -> Response:
    """Show where they live now beside what was written."""
    view = _view(person_id)
    home = view.living.household if view.living else None
    standing = {name: getattr(home, name, None) for name in ("area_id", "address", "door_notes")}
    standing["point"] = written_home_point(home)
    return stale_page(
        form,
        theirs={**standing, "lives_id": view.lives_id or ""},
        labels=HOME_LABELS,
        names={str(area_id): name for area_id, name in district_choices()},
        leave=url_for("casework.reach", person_id=person_id),
    )


def number_beside(person_id: UUID, form: Form) -> Response:
    """Show the number that was noted meanwhile beside what was written."""
    newest, mine = _view(person_id).newest_point, form.data["phone"].e164
    theirs = newest.value if newest else ""
    reader = current_reader()
    return stale_page(
        replace(form, data={**form.data, "phone": mine}),
        theirs={
            "phone": theirs,
            "is_shared": bool(newest and newest.is_shared),
            "newest_id": newest.id if newest else "",
        },
        labels=PHONE_LABELS,
        names={number: reader.phone(number) for number in (mine, theirs) if number},
        leave=url_for("casework.reach", person_id=person_id),
    )


def _view(person_id: UUID) -> ResidentView:
    with reading() as session:
        refuse_unless(session, "resident.change", current_identity(), Person, person_id)
        view = resident_view(session, person_id, on=current_reader().today)
    shown([person_id])
    return view
