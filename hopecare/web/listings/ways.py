"""Who wants no more texts and is still to be asked by them: another way has to be agreed on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.language import N_
from hopecare.queries.ways_to_agree import stopped_point, waits_for_a_way
from hopecare.web.language import current_reader
from hopecare.web.listing import Column, Key, Listing, register
from hopecare.web.listings.plan_columns import NEXT_CHECK_IN, WHOM, PlanFilter, plans_that
from hopecare.web.listings.shared_columns import DISTRICT
from models import CheckInPlan

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


def _source(
    _session: Session, identity: Identity, wanted: dict[str, Any]
) -> Select[*tuple[Any, ...]]:
    today = current_reader().today
    since = stopped_point(today).limit(1).scalar_subquery().label("stopped_at")
    return plans_that(waits_for_a_way(today), identity, wanted, beside=(since,))


WAYS = register(
    Listing(
        name="ways",
        title=N_("Want no more texts: agree on another way"),
        permission="check_in.read",
        endpoint="coordination.ways_to_agree",
        filters=PlanFilter,
        source=_source,
        order=(Key(CheckInPlan.created_at), Key(CheckInPlan.id)),
        columns=(
            WHOM,
            DISTRICT,
            Column(
                "since", N_("No texts since"), lambda row, reader: reader.moment(row.stopped_at)
            ),
            NEXT_CHECK_IN,
        ),
        people=lambda row: [row.Person.id],
        empty=N_("Everybody who is asked by text takes texts."),
    )
)
