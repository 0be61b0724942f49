"""The lists of casework: cases, what is needed, visits; each with its filters and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.casework.door import blueprint
from hopecare.domain.care_path import CaseStatus, NeedStatus
from hopecare.domain.needs import NeedKind
from hopecare.domain.offers import VisitResult
from hopecare.domain.urgency import Urgency
from hopecare.queries.areas import districts
from hopecare.web.listing import Listing, show_listing
from hopecare.web.listings.cases import CASES
from hopecare.web.listings.needs import NEEDS
from hopecare.web.listings.visits import VISITS
from hopecare.web.permits import permits
from hopecare.web.scopes import reading

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/cases")
@permits("case.read")
def cases() -> ResponseReturnValue:
    """List the cases one may read."""
    return _list(CASES)


@blueprint.get("/needs")
@permits("case.read")
def needs() -> ResponseReturnValue:
    """List what is needed, the longest waiting first."""
    return _list(NEEDS)


@blueprint.get("/visits")
@permits("visit.read")
def visits() -> ResponseReturnValue:
    """List the visits that were logged."""
    return _list(VISITS)


def _list(listing: Listing) -> ResponseReturnValue:
    with reading() as session:
        areas = districts(session)
    return show_listing(
        listing,
        template=f"casework/{listing.name}.html",
        areas=areas,
        CaseStatus=CaseStatus,
        NeedStatus=NeedStatus,
        NeedKind=NeedKind,
        Urgency=Urgency,
        VisitResult=VisitResult,
    )
