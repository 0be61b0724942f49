"""Whose check-ins ask by another way since the network changed: they have not been told yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.language import N_
from hopecare.queries.moved_plans import was_moved_over
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
    return plans_that(was_moved_over(current_reader().now), identity, wanted)


MOVED_PLANS = register(
    Listing(
        name="moved-plans",
        title=N_("Asked another way since the network changed: tell them"),
        permission="check_in.read",
        endpoint="coordination.moved_plans",
        filters=PlanFilter,
        source=_source,
        order=(Key(CheckInPlan.moved_over_at), Key(CheckInPlan.id)),
        columns=(
            WHOM,
            DISTRICT,
            Column("way", N_("How"), lambda row, reader: reader.label(row.CheckInPlan.channel)),
            Column(
                "since",
                N_("Since"),
                lambda row, reader: reader.moment(row.CheckInPlan.moved_over_at),
            ),
            NEXT_CHECK_IN,
        ),
        people=lambda row: [row.Person.id],
        empty=N_("Nobody waits here to be told of another way."),
    )
)
