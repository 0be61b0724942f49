"""Residents for other systems: find one, read one, what they agreed to, what happened to them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from marshmallow import Schema, fields
from sqlalchemy import or_, select

from blueprints.api.door import blueprint
from blueprints.api.lists import Noun, page_after, serve_list
from blueprints.api.strict import body_of, query_of
from blueprints.api.views import page_of, view_of
from hopecare.domain.weighed import without_weighed
from hopecare.queries.merged import is_of
from hopecare.queries.residents import contact_points_of, safety_rules_of
from hopecare.queries.visibility import refuse_unless
from hopecare.web.access_log import shown
from hopecare.web.fields import Request, Words
from hopecare.web.identity import current_identity
from hopecare.web.keyset import Key
from hopecare.web.language import current_reader
from hopecare.web.listings.residents import RESIDENTS
from hopecare.web.permits import permits
from hopecare.web.scopes import reading
from models import CheckInPlan, ConsentEntry, Person, Report, TimelineEntry

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select

RESIDENT: Final = view_of(
    "ResidentView",
    Person,
    "id version language created_at age_band centre_id area_id died_on",
    "One resident in a list: a key and what is no secret; the name stands in the single answer.",
)
NAMED: Final = (
    "id version full_name called language created_at birth_on age_band sex centre_id area_id "
    "died_on"
)
FOUND: Final = view_of("FoundResidentView", Person, NAMED, "One resident who fits, by name.")
WHOLE: Final = view_of(
    "WholeResidentView",
    Person,
    NAMED,
    "One resident by name, with the numbers they are reached at.",
    {
        "phones": fields.List(fields.String(), required=True),
        "is_unsafe": fields.Boolean(
            required=True,
            metadata={
                "description": "Not every way to reach them is safe: read their page before "
                "anybody rings."
            },
        ),
    },
)
CONSENT: Final = view_of(
    "ConsentView",
    ConsentEntry,
    "id purpose act form at recorded_by_id expires_on ask_again_on",
    "One act of consent: what was given, refused or withdrawn.",
)
PLAN: Final = view_of(
    "CheckInPlanView",
    CheckInPlan,
    "id version person_id channel language weekdays local_time zone next_due_at asked_by question "
    "ladder grace_minutes paused_from paused_until ended_at",
    "When and how somebody is asked how they are.",
)
ENTRY_COLUMNS: Final = "id at kind by_person_id person_id case_id report_id subject_id"
ENTRY: Final = view_of(
    "TimelineEntryView",
    TimelineEntry,
    ENTRY_COLUMNS,
    "One thing that happened, by ids and codes.",
    {
        "facts": fields.Dict(
            required=True,
            metadata={
                "description": "Ids, codes and numbers; what staff weighed is on their pages only."
            },
        )
    },
)
NOUN: Final = Noun(
    path="residents",
    singular="resident",
    rows=Person,
    view=RESIDENT,
    permission="resident.read",
)


class FindRequest(Request):
    """What is looked for: a telephone number, or the beginning of a name."""

    q = Words(required=True, longest=60)


class _NoFilter(Request):
    """Nothing to narrow by."""


FIND: Final = body_of(FindRequest, named="FindResidentBody")
LIMIT: Final = {"limit": 20}


class FoundResidents(Schema):
    """The first residents that fit."""

    residents = fields.List(fields.Nested(FOUND), required=True)


serve_list(NOUN, RESIDENTS, says="List the residents one may read.", without=("q",))


@blueprint.post("/residents/find")
@permits("api.residents.read")
@blueprint.arguments(FIND)
@blueprint.response(HTTPStatus.OK, FoundResidents)
def find_residents(body: dict[str, Any]) -> dict[str, Any]:
    """Find residents by telephone number or the beginning of their name.

    A post, because a name or a number never stands in an address. Nothing is written.
    """
    identity = current_identity()
    with reading() as session:
        asked = RESIDENTS.source(session, identity, body)
        found, _ = page_after(session, asked, RESIDENTS.order, LIMIT)
    shown(row.Person.id for row in found)
    return {"residents": [row.Person for row in found]}


@blueprint.get("/residents/<uuid:resident_id>")
@permits("api.residents.read")
@blueprint.response(HTTPStatus.OK, WHOLE)
def get_resident(resident_id: UUID) -> dict[str, Any]:
    """Give one resident by name."""
    with reading() as session:
        refuse_unless(session, "resident.read", current_identity(), Person, resident_id)
        person = session.get_one(Person, resident_id)
        today = current_reader().today
        points = contact_points_of(session, [resident_id], on=today)
        rules = safety_rules_of(session, resident_id, on=today)
    shown([resident_id])
    phones = [point.value for point in points]
    named = {name: getattr(person, name) for name in NAMED.split()}
    return {**named, "phones": phones, "is_unsafe": bool(rules)}


def _of_person(
    person_id: UUID,
    permission: str,
    asked: Select[Any],
    order: tuple[Key, ...],
    wanted: Any,  # noqa: ANN401
) -> tuple[list[Any], str | None]:
    """Read one page of a person's rows, and note who is shown."""
    with reading() as session:
        refuse_unless(session, permission, current_identity(), Person, person_id)
        rows, following = page_after(session, asked, order, wanted)
    shown([person_id])
    return [row[0] for row in rows], following


PAGE: Final = query_of(_NoFilter, named="PageQuery")


@blueprint.get("/residents/<uuid:resident_id>/consents")
@permits("api.consents.read")
@blueprint.arguments(PAGE, location="query")
@blueprint.response(HTTPStatus.OK, page_of("ConsentsPage", "consents", CONSENT))
def list_consents(wanted: dict[str, Any], resident_id: UUID) -> dict[str, Any]:
    """List what a resident agreed to, refused or withdrew, the newest first."""
    asked = select(ConsentEntry).where(is_of(ConsentEntry.person_id, resident_id))
    order = (Key(ConsentEntry.at, descending=True), Key(ConsentEntry.id, descending=True))
    rows, following = _of_person(resident_id, "consent.read", asked, order, wanted)
    return {"consents": rows, "next": following}


@blueprint.get("/residents/<uuid:resident_id>/check-in-plans")
@permits("api.check_ins.read")
@blueprint.arguments(PAGE, location="query")
@blueprint.response(HTTPStatus.OK, page_of("CheckInPlansPage", "plans", PLAN))
def list_check_in_plans(wanted: dict[str, Any], resident_id: UUID) -> dict[str, Any]:
    """List when and how a resident is asked how they are, ended plans too."""
    asked = select(CheckInPlan).where(CheckInPlan.person_id == resident_id)
    order = (Key(CheckInPlan.created_at, descending=True), Key(CheckInPlan.id, descending=True))
    rows, following = _of_person(resident_id, "check_in.read", asked, order, wanted)
    return {"plans": rows, "next": following}


@blueprint.get("/residents/<uuid:resident_id>/timeline")
@permits("api.timeline.read")
@blueprint.arguments(PAGE, location="query")
@blueprint.response(HTTPStatus.OK, page_of("TimelinePage", "entries", ENTRY))
def list_timeline(wanted: dict[str, Any], resident_id: UUID) -> dict[str, Any]:
    """List what happened to a person, reports about them included, the newest first."""
    reports = select(Report.id).where(Report.resident_id == resident_id)
    mine = or_(is_of(TimelineEntry.person_id, resident_id), TimelineEntry.report_id.in_(reports))
    order = (Key(TimelineEntry.at, descending=True), Key(TimelineEntry.id, descending=True))
    asked = select(TimelineEntry).where(mine)
    rows, following = _of_person(resident_id, "timeline.read", asked, order, wanted)
    return {"entries": [_told(each) for each in rows], "next": following}


def _told(entry: TimelineEntry) -> dict[str, Any]:
    told = {name: getattr(entry, name) for name in ENTRY_COLUMNS.split()}
    return {**told, "facts": without_weighed(entry.facts)}
