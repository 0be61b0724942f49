"""A small door of the tests' own: one of everything the web floor offers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from marshmallow import fields
from sqlalchemy import Select, select

from hopecare.domain.needs import NeedKind
from hopecare.domain.states import CaseStatus, SlotStatus
from hopecare.domain.urgency import Urgency
from hopecare.errors import NotFoundError
from hopecare.extensions import desk
from hopecare.web.access_log import shown
from hopecare.web.acts import act_once, expect_version
from hopecare.web.fields import (
    Amount,
    BirthDate,
    Code,
    Codes,
    Day,
    Id,
    Note,
    Phone,
    Request,
    Ticked,
    TimeOfDay,
    Version,
    WholeNumber,
    Words,
    YesNo,
)
from hopecare.web.forms import blank_form, read_form
from hopecare.web.identity import current_identity
from hopecare.web.keyset import Key
from hopecare.web.listing import Column, Listing, show_listing
from hopecare.web.pages import again, page
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import Area

blueprint = Blueprint("sample", __name__, template_folder="templates", url_prefix="/sample")


class EverythingRequest(Request):
    """One field of each kind."""

    title = Words(required=True, longest=20, emoji=False)
    note = Note(longest=50)
    phone = Phone()
    born_on = BirthDate()
    from_on = Day(future=True)
    at = TimeOfDay()
    members = WholeNumber(least=1, most=20)
    income = Amount()
    kind = Code(NeedKind)
    kinds = Codes(NeedKind)
    agreed = Ticked()
    is_alone = YesNo()
    area_id = Id()


class AreaRequest(Request):
    """What may be changed of an area."""

    name = Words(required=True)
    name_en = Words(required=True)
    version = Version()


class AreasFilter(Request):
    """Which areas to list."""

    kind = fields.String()
    begins = Words(longest=10)


def _areas(_session, _identity, wanted) -> Select[Any]:
    areas = select(Area)
    if wanted.get("kind"):
        areas = areas.where(Area.kind == wanted["kind"])
    if wanted.get("begins"):
        areas = areas.where(Area.name.startswith(wanted["begins"], autoescape=True))
    return areas


AREAS = Listing(
    name="sample_areas",
    title="Districts",
    permission="area.read",
    endpoint="sample.areas",
    columns=(
        Column("code", "Number or name", lambda row, _: row.Area.code),
        Column("name", "Districts", lambda row, _: row.Area.name),
        Column(
            "people",
            "Residents",
            lambda row, reader: reader.count(row.Area.population),
            is_number=True,
        ),
    ),
    source=_areas,
    order=(Key(Area.kind, descending=True), Key(Area.code)),
    filters=AreasFilter,
    empty="Nothing here",
)


@blueprint.get("/areas")
@permits("area.read")
def areas():
    return show_listing(AREAS)


@blueprint.get("/everything")
@permits("page.read")
def everything():
    return page("sample/everything.html", form=blank_form(), NeedKind=NeedKind)


@blueprint.post("/everything")
@permits("page.read")
def send_everything():
    form = read_form(EverythingRequest)
    if not form.is_valid:
        return again("sample/everything.html", form=form, NeedKind=NeedKind)
    return page("sample/read.html", form=form)


@blueprint.route("/areas/<uuid:area_id>", methods=["GET", "POST"])
@permits("area.read")
def area(area_id):
    def theirs(session):
        row = session.get(Area, area_id)
        return {"name": row.name, "name_en": row.name_en, "version": row.version}

    if desk().settings.is_production:
        raise NotFoundError
    form = read_form(AreaRequest)
    if not form.data.get("version"):
        with reading() as session:
            values = theirs(session)
        return page("sample/area.html", form=blank_form(values), area_id=area_id)
    if not form.is_valid:
        return again("sample/area.html", form=form, area_id=area_id)

    def act(session):
        row = session.get(Area, area_id)
        expect_version(row, form.data["version"])
        row.name, row.name_en = form.data["name"], form.data["name_en"]
        return url_for("sample.area", area_id=area_id)

    labels = {"name": "Name", "name_en": "Name"}
    return act_once(
        current_identity(), act, said="Save this", form=form, theirs=theirs, labels=labels
    )


@blueprint.get("/seen/<uuid:person_id>")
@permits("resident.read")
def seen(person_id):
    shown([person_id, None, person_id])
    return page("sample/parts.html", SlotStatus=SlotStatus, CaseStatus=CaseStatus, Urgency=Urgency)


@blueprint.get("/broken")
@permits("page.read")
def broken():
    raise ZeroDivisionError
