"""The list of needs that the last proposals left open, with the rule that stops each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import null, select

from hopecare.domain.matching.constraints import Rule
from hopecare.domain.needs import NeedKind
from hopecare.language import N_
from hopecare.language.match_words import rule_words
from hopecare.queries.proposals import last_list_for
from hopecare.queries.visibility import visible
from hopecare.web.fields import Code, Id, Request, Ticked
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.shared_columns import DISTRICT, HELP, RESIDENT_OF_CASE, URGENCY
from models import Area, Case, Need, OpenPlace, Person
from models.proposals import CHEAPEST, OPEN_PRICE

if TYPE_CHECKING:
    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.language.reader import Reader


class OpenPlacesFilter(Request):
    """What the list of open places may be narrowed by."""

    stopped_by = Code(Rule)
    scarce = Ticked()
    area_id = Id()
    nowhere = Ticked()
    """Whose home was in no district we know."""
    kind = Code(NeedKind)


def _source(
    session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    last = last_list_for(session, identity)
    asked: Select[*tuple[Any, ...]] = (
        select(OpenPlace, Need, Case, Person, Area)
        .join(Need, Need.id == OpenPlace.need_id)
        .join(Case, Case.id == OpenPlace.case_id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Area, Area.id == OpenPlace.area_id)
        .where(
            visible("case.read", identity, OpenPlace),
            OpenPlace.list_id == (last.id if last else null()),
        )
    )
    if wanted.get("stopped_by"):
        asked = asked.where(OpenPlace.stopped_by == wanted["stopped_by"].value)
    if wanted.get("scarce"):
        asked = asked.where(OpenPlace.stopped_by.is_(None))
    if wanted.get("area_id"):
        asked = asked.where(OpenPlace.area_id == wanted["area_id"])
    if wanted.get("nowhere"):
        asked = asked.where(OpenPlace.area_id.is_(None))
    if wanted.get("kind"):
        asked = asked.where(Need.kind == wanted["kind"])
    return asked


def _why(row: Row[Any], reader: Reader) -> str:
    numbers = row.OpenPlace.kept_out
    if CHEAPEST in numbers:
        return reader.say(
            N_("Whoever fits costs more than leaving it open: %(cost)s against %(open)s"),
            cost=reader.distance(numbers[CHEAPEST]),
            open=reader.distance(numbers[OPEN_PRICE]),
        )
    if row.OpenPlace.stopped_by is None:
        return reader.say(N_("Those who fit are needed more elsewhere"))
    return rule_words(row.OpenPlace.stopped_by, reader)


def _kept_out(row: Row[Any], reader: Reader) -> str:
    return reader.count(row.OpenPlace.kept_out.get(row.OpenPlace.stopped_by, 0))


OPEN_PLACES = register(
    Listing(
        name="open_places",
        title=N_("Needs left open by the last proposals"),
        permission="case.read",
        endpoint="coordination.open_places",
        filters=OpenPlacesFilter,
        source=_source,
        order=(Key(OpenPlace.need_id),),
        columns=(
            HELP,
            URGENCY,
            RESIDENT_OF_CASE,
            DISTRICT,
            Column("why", N_("What stands in the way"), _why),
            Column(
                "fitting",
                N_("Fit"),
                lambda row, reader: reader.count(row.OpenPlace.fitting),
                is_number=True,
            ),
            Column("kept_out", N_("Would fit but for that"), _kept_out, is_number=True),
        ),
        people=lambda row: [row.Person.id],
        empty=N_("The last proposals left nothing open."),
    )
)
