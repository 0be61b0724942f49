"""Reads what the pages of proposals show: a page of a list, and one proposal with its people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hopecare.domain.matching.distance import Point
from hopecare.domain.matching.drawing import Pair, Sheet, drawn
from hopecare.domain.matching.proposals import UNDECIDED
from hopecare.errors import NotFoundError
from hopecare.queries.areas import districts
from hopecare.queries.batch_facts import open_needs
from hopecare.queries.batch_helpers import helpers_of
from hopecare.queries.visibility import visible
from models import Area, Case, Need, OpenPlace, Person, Proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import ProposalList

PAGE: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """One proposal with everybody in it."""

    proposal: Proposal
    need: Need
    case: Case
    resident: Person
    helper: Person
    area: Area | None

    @property
    def waits(self) -> bool:
        """Whether it may still be confirmed."""
        return self.proposal.status in UNDECIDED


def page_of(
    session: Session, identity: Identity, list_id: UUID, *, after: UUID | None = None
) -> list[Proposed]:
    """Read a page of a list, the most pressing first; one more than a page tells of a next one."""
    asked = _proposed().where(
        Proposal.list_id == list_id, visible("offer.make", identity, Proposal)
    )
    if after is not None:
        asked = asked.where(Proposal.id > after)
    rows = session.execute(asked.order_by(Proposal.id).limit(PAGE + 1)).all()
    return [_laid_out(row) for row in rows]


def one_proposed(session: Session, proposal_id: UUID) -> Proposed:
    """Read one proposal."""
    row = session.execute(_proposed().where(Proposal.id == proposal_id)).one_or_none()
    if row is None:
        raise NotFoundError(kind="proposal", proposal_id=proposal_id)
    return _laid_out(row)


def needs_that_wait(session: Session, identity: Identity, list_id: UUID) -> Sequence[UUID]:
    """Give the needs of a list with proposals that may still be confirmed, in their order."""
    waiting = session.scalars(
        select(Proposal.need_id)
        .where(
            Proposal.list_id == list_id,
            Proposal.status.in_(UNDECIDED),
            visible("offer.make", identity, Proposal),
        )
        .order_by(Proposal.id)
    )
    return list(dict.fromkeys(waiting))


def count_open_places(session: Session, identity: Identity, list_id: UUID) -> int:
    """Count the needs of a list that nobody, or too few, were found for."""
    return (
        session.scalar(
            select(func.count(OpenPlace.id)).where(
                OpenPlace.list_id == list_id, visible("offer.make", identity, OpenPlace)
            )
        )
        or 0
    )


def map_of(
    session: Session,
    made: ProposalList,
    shown: Sequence[Proposed],
    *,
    called: Callable[[Area], str],
    now: datetime,
) -> Sheet | None:
    """Draw the proposals of a page by grid squares, with what each district there is called."""
    waiting = [each for each in shown if each.waits]
    need_ids = [each.need.id for each in waiting]
    found = open_needs(session, town_id=made.town_id, now=now, only=Need.id.in_(need_ids))
    homes = {need.need_id: need.facts.point for need in found.needs}
    helpers = helpers_of(session, [each.helper.id for each in waiting], now=now)
    starts: Mapping[Any, Any] = {helper.helper_id: helper.point for helper in helpers}
    return drawn(
        [
            Pair(
                number=number,
                need=homes.get(str(each.need.id)),
                helper=starts.get(each.helper.id),
            )
            for number, each in enumerate(shown, start=1)
            if each.waits
        ],
        districts={
            called(area): Point(area.lat, area.lon)
            for area in districts(session)
            if area.lat is not None and area.lon is not None
        },
    )


def _proposed() -> Select[*tuple[Any, ...]]:
    helper = aliased(Person, name="helper")
    return (
        select(Proposal, Need, Case, Person, helper, Area)
        .join(Need, Need.id == Proposal.need_id)
        .join(Case, Case.id == Proposal.case_id)
        .join(Person, Person.id == Case.resident_id)
        .join(helper, helper.id == Proposal.helper_id)
        .outerjoin(Area, Area.id == Person.area_id)
    )


def _laid_out(row: Any) -> Proposed:  # noqa: ANN401  a row of the statement above
    proposal, need, case, resident, helper, area = row
    return Proposed(
        proposal=proposal, need=need, case=case, resident=resident, helper=helper, area=area
    )
