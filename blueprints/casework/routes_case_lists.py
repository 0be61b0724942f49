"""The lists of casework: cases, needs, visits, consents that end; with filters and exports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from blueprints.casework.door import blueprint
from hopecare.domain.care_path import CaseStatus, NeedStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.needs import NeedKind
from hopecare.domain.offers import VisitResult
from hopecare.domain.urgency import Urgency
from hopecare.queries.areas import districts
from hopecare.web.language import current_reader
from hopecare.web.listing import Listing, show_listing
from hopecare.web.listings.cases import CASES
from hopecare.web.listings.consents import CONSENTS
from hopecare.web.listings.needs import NEEDS, WHICH
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


@blueprint.get("/consents")
@permits("consent.read")
def consents_that_end() -> ResponseReturnValue:
    """List the consents that have ended or soon do, and that nobody has asked for again."""
    return _list(CONSENTS, template="consents_that_end")


def _list(listing: Listing, *, template: str | None = None) -> ResponseReturnValue:
    reader = current_reader()
    with reading() as session:
        areas = districts(session)
    return show_listing(
        listing,
        template=f"casework/{template or listing.name}.html",
        areas=areas,
        CaseStatus=CaseStatus,
        NeedStatus=NeedStatus,
        NeedKind=NeedKind,
        Urgency=Urgency,
        VisitResult=VisitResult,
        ConsentPurpose=ConsentPurpose,
        waits=[(which.value, reader.say(words)) for which, words in WHICH.items()],
    )
