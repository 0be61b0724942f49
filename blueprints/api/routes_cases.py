"""Cases for other systems: list, one, open; by the same verbs and permissions as the pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from blueprints.api.door import blueprint
from blueprints.api.schemas import (
    CasesPage,
    CasesQuery,
    IdempotencyHeader,
    OpenCaseBody,
    OpenedCase,
    WholeCaseView,
)
from hopecare.errors import InvalidInputError
from hopecare.extensions import desk
from hopecare.queries.case_lists import case_with_needs, cases_visible
from hopecare.queries.visibility import refuse_unless
from hopecare.services.open_case import CasePlan, open_case
from hopecare.web.access_log import shown
from hopecare.web.acts import hash_of, run_once
from hopecare.web.identity import current_identity
from hopecare.web.keyset import Key, after, cursor_of, keys_of, ordered, read_cursor
from hopecare.web.language import current_reader
from hopecare.web.permits import permits
from hopecare.web.requests.open_case import wishes_from
from hopecare.web.scopes import reading
from models import Case, Person

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

ORDER: Final = (Key(Case.opened_at, descending=True), Key(Case.id))


@blueprint.get("/cases")
@permits("api.cases.read")
@blueprint.arguments(CasesQuery, location="query")
@blueprint.response(HTTPStatus.OK, CasesPage)
def cases(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the cases the caller may read, the newest first, a page at a time."""
    asked = cases_visible(
        current_identity(),
        status=wanted.get("status"),
        urgency=wanted.get("urgency"),
        with_closed=wanted["closed"],
    )
    if wanted.get("after") is not None:
        cursor = read_cursor(wanted["after"], ORDER)
        if cursor is None:
            raise InvalidInputError({"after": ["invalid"]})
        asked = asked.where(after(ORDER, cursor))
    with reading() as session:
        rows = session.execute(ordered(asked, ORDER).limit(wanted["limit"] + 1)).all()
    page, has_more = rows[: wanted["limit"]], len(rows) > wanted["limit"]
    shown([row.Case.resident_id for row in page])
    return {
        "cases": [row.Case for row in page],
        "next": cursor_of(keys_of(page[-1], ORDER)) if has_more else None,
    }


@blueprint.get("/cases/<uuid:case_id>")
@permits("api.cases.read")
@blueprint.response(HTTPStatus.OK, WholeCaseView)
def case(case_id: UUID) -> dict[str, Any]:
    """Give one case with its needs."""
    with reading() as session:
        refuse_unless(session, "api.cases.read", current_identity(), Case, case_id)
        found, needs = case_with_needs(session, case_id)
    shown([found.resident_id])
    names = set(WholeCaseView().fields) - {"needs"}
    return {**{name: getattr(found, name) for name in names}, "needs": needs}


@blueprint.post("/cases")
@permits("api.cases.open")
@blueprint.arguments(IdempotencyHeader, location="headers")
@blueprint.arguments(OpenCaseBody)
@blueprint.response(HTTPStatus.CREATED, OpenedCase)
def open_a_case(header: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Open a resident's case; consent to be on record stands first."""
    identity, today, now = current_identity(), current_reader().today, desk().clock()
    plan = CasePlan(
        urgency=body["urgency"],
        needs=wishes_from(body, today=today),
        review_on=body["review_on"],
        words=body["words"],
    )

    def act(session: Session) -> dict[str, Any]:
        refuse_unless(session, "api.cases.open", identity, Person, body["resident_id"])
        opened = open_case(
            session, resident_id=body["resident_id"], plan=plan, by=identity, now=now
        )
        return {"id": str(opened.id)}

    content = hash_of({name: str(value) for name, value in body.items()})
    return run_once(identity, key=header["key"], content=content, act=act)
