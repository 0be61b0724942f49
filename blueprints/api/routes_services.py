"""What one can refer into, for other systems: offices, services, and the word on free places."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from marshmallow import Schema, fields
from sqlalchemy import select

from blueprints.api.acting import Verb, serve_act
from blueprints.api.door import blueprint
from blueprints.api.lists import Noun, Source, serve_list, serve_one
from blueprints.api.views import view_of
from hopecare.domain.needs import NeedKind
from hopecare.domain.service_facts import CapacityState, HeardBy, ReachedBy
from hopecare.queries.service_facts import old_after_days
from hopecare.queries.service_pages import service_view
from hopecare.queries.service_search import metres_to
from hopecare.queries.visibility import refuse_unless, visible
from hopecare.services.end_service import end_service
from hopecare.services.note_capacity import SaidCapacity, note_capacity
from hopecare.web.fields import Request, Ticked
from hopecare.web.identity import current_identity
from hopecare.web.keyset import Key
from hopecare.web.language import current_reader
from hopecare.web.listings.services import SERVICES
from hopecare.web.permits import permits
from hopecare.web.requests.note_capacity import NoteCapacityRequest
from hopecare.web.scopes import reading
from models import Organisation, Service

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from blueprints.api.acting import Act
    from hopecare.domain.identity import Identity
    from hopecare.queries.service_pages import ServiceView

LISTED: Final = (
    "id version organisation_id name name_en programme ended_on closed_for_now_since vanished_on "
    "checked_on"
)
DETAILS: Final = (
    f"{LISTED} description url email qualifies least_age most_age fees papers interpretation "
    "hours_words"
)


class CapacityView(Schema):
    """The newest word on free places, and whether one should ring before relying on it."""

    state = fields.Enum(CapacityState, by_value=True, required=True)
    free_places = fields.Integer(required=True, allow_none=True)
    as_of = fields.AwareDateTime(required=True)
    heard_by = fields.Enum(HeardBy, by_value=True, required=True)
    is_old = fields.Boolean(required=True)


class WindowView(Schema):
    """On one weekday (0 is Monday), from when until when, in the town's local time."""

    weekday = fields.Integer(required=True)
    opens = fields.Time(required=True)
    closes = fields.Time(required=True)
    valid_from = fields.Date(required=True, allow_none=True)
    valid_to = fields.Date(required=True, allow_none=True)


CAPACITY: Final = fields.Nested(
    CapacityView,
    required=True,
    allow_none=True,
    metadata={"description": "null: nobody has asked yet."},
)
SERVICE_VIEW: Final = view_of(
    "ServiceView",
    Service,
    LISTED,
    "One service one can refer into.",
    {
        "capacity": CAPACITY,
        "metres": fields.Integer(
            required=True,
            allow_none=True,
            metadata={"description": "From the home of `person_id` to its nearest place."},
        ),
    },
)
WHOLE: Final = view_of(
    "WholeServiceView",
    Service,
    DETAILS,
    "One service: when, where, for whom, in which languages, and how its office is told.",
    {
        "capacity": CAPACITY,
        "phone": fields.String(
            required=True,
            allow_none=True,
            metadata={"description": "Of the service's own desk, else of its office."},
        ),
        "languages": fields.List(fields.String(), required=True),
        "needs": fields.List(fields.Enum(NeedKind, by_value=True), required=True),
        "hours": fields.List(fields.Nested(WindowView), required=True),
        "area_ids": fields.List(fields.UUID(), required=True),
        "area_words": fields.List(fields.String(), required=True),
        "reached_by": fields.List(fields.Enum(ReachedBy, by_value=True), required=True),
    },
)
SERVICES_NOUN: Final = Noun(
    path="services",
    singular="service",
    rows=Service,
    view=SERVICE_VIEW,
    permission="organisation.read",
)
OFFICES: Final = Noun(
    path="organisations",
    singular="organisation",
    rows=Organisation,
    view=view_of(
        "OrganisationView",
        Organisation,
        "id version name name_en phone address description url email ended_on checked_on "
        "vanished_on",
        "One office that takes referrals.",
    ),
    permission="organisation.read",
)


class OfficesFilter(Request):
    """What the list of offices may be narrowed by."""

    ended_too = Ticked()


def _offices(_session: Session, identity: Identity, wanted: dict[str, Any]) -> Select[Any]:
    asked: Select[Any] = select(Organisation).where(
        visible("organisation.read", identity, Organisation)
    )
    return asked if wanted["ended_too"] else asked.where(Organisation.ended_on.is_(None))


def _listed(row: Row[Any]) -> dict[str, Any]:
    word = row.ServiceCapacity
    said = ("state", "free_places", "as_of", "heard_by")
    capacity = word and {
        **{name: getattr(word, name) for name in said},
        "is_old": word.as_of <= row.old_before,
    }
    names = {name: getattr(row.Service, name) for name in LISTED.split()}
    return {**names, "capacity": capacity, "metres": metres_to(row)}


serve_list(
    SERVICES_NOUN,
    SERVICES,
    says="List what one can refer into, the nearest first where a `person_id` is given.",
    each=_listed,
)
serve_list(
    OFFICES,
    Source(
        filters=OfficesFilter,
        source=_offices,
        order=(Key(Organisation.id),),
        people=lambda _row: (),
    ),
    says="List the offices that take referrals, and where asked for those that have ended.",
)
serve_one(OFFICES, says="Give one office.")


@blueprint.get("/services/<uuid:service_id>")
@permits(SERVICES_NOUN.scope)
@blueprint.response(HTTPStatus.OK, WHOLE)
def get_service(service_id: UUID) -> dict[str, Any]:
    """Give one service with what its office said about free places, and when."""
    identity, reader = current_identity(), current_reader()
    with reading() as session:
        refuse_unless(session, "organisation.read", identity, Service, service_id)
        view = service_view(session, service_id)
        days = old_after_days(session, identity.town_id, on=reader.today)
    return _whole(view, is_old=view.facts.capacity.is_old(reader.now, after_days=days))


def _whole(view: ServiceView, *, is_old: bool) -> dict[str, Any]:
    facts, word = view.facts, view.facts.capacity
    said = {name: getattr(word, name) for name in ("state", "free_places", "as_of", "heard_by")}
    return {
        **{name: getattr(view.service, name) for name in DETAILS.split()},
        "capacity": {**said, "is_old": is_old} if word.is_known else None,
        "phone": facts.phone,
        "languages": facts.languages,
        "needs": view.needs,
        "hours": facts.hours,
        "area_ids": facts.area_ids,
        "area_words": facts.area_words,
        "reached_by": facts.reached_by,
    }


def _note(act: Act) -> UUID:
    said = SaidCapacity(**act.body)
    return note_capacity(act.session, service_id=act.row_id, said=said, **act.told()).id


def _end(act: Act) -> UUID:
    end_service(act.session, service_id=act.row_id, now=act.now)
    return act.row_id


serve_act(
    Verb(
        name="note_capacity",
        path="/services/<uuid:service_id>/capacity",
        scope="api.services.write",
        permission="organisation.note_capacity",
        rows=Service,
        says="Write down what an office says about free places; it counts from now.",
        takes=NoteCapacityRequest,
    ),
    _note,
)
serve_act(
    Verb(
        name="end_service",
        path="/services/<uuid:service_id>/end",
        scope="api.services.write",
        permission="organisation.change",
        rows=Service,
        says="End a service; referrals that were sent go their way.",
    ),
    _end,
)
