"""Reads the volunteers near a need into the domain's facts, and has them ranked with reasons.

A box on the 100 m grid is widened until enough may be asked; nothing exact is read. Names and
telephones are read only for the few that are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.candidates import Ranking, rank_helpers
from hopecare.domain.matching.constraints import BY_TELEPHONE
from hopecare.queries.batch_helpers import helpers_of
from hopecare.queries.candidate_facts import facts_of_helpers, facts_of_need
from hopecare.queries.town_days import local_day
from models import Offer, Person

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.matching.candidates import HelperMatch
    from hopecare.domain.matching.constraints import Rule
    from hopecare.domain.matching.score import Term
    from models import Need

BOXES_M: Final = (1_000, 2_500, 6_000, 15_000, 50_000)
"""Half the side of the box, widened in steps up to the longest radius there is."""
ENOUGH: Final = 12
SHOWN: Final = 30
TO_RING: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One volunteer who may be asked, and why they stand where they do."""

    helper_id: UUID
    called: str
    full_name: str
    distance_m: int
    cost: int
    terms: Mapping[Term, int]
    offer: OfferStatus | None
    """What became of an earlier offer of this need."""

    @property
    def may_be_asked(self) -> bool:
        """Whether they are not being asked already, and did not say no to this very need."""
        return self.offer in (None, OfferStatus.LAPSED, OfferStatus.STOOD_DOWN, OfferStatus.LATE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Who may be asked for a need, best placed first, and what stopped the others."""

    candidates: tuple[Candidate, ...]
    excluded_by: Mapping[Rule, int]
    looked_at: int
    is_centroid: bool
    """The resident's own place is not known: measured from the middle of the district."""
    weights_version: str

    def first_to_ask(self, how_many: int) -> tuple[Candidate, ...]:
        """Give the best placed who may be asked now."""
        return tuple(each for each in self.candidates if each.may_be_asked)[:how_many]


def candidates_for(
    session: Session,
    need: Need,
    *,
    now: datetime,
    enough: int = ENOUGH,
    must: Sequence[UUID] = (),
) -> Lookup:
    """Look around the need until enough may be asked, or nobody is left to look at.

    Whoever is in `must` is looked at however far down they stand: a person chose them.
    """
    on = max(need.from_on, local_day(session, need.town_id, now))
    wanted = facts_of_need(session, need)
    earlier = _earlier_offers(session, need)
    ranking = Ranking(ranked=(), excluded=(), weights_version="")
    boxes = BOXES_M if wanted.near.point and not _by_telephone(need) else (None,)
    for half_m in boxes:
        helpers = facts_of_helpers(session, wanted.near, half_m=half_m, now=now)
        ranking = rank_helpers(wanted.facts, helpers, on)
        if len(ranking.ranked) - len(earlier) >= enough:
            break
    chosen = rank_helpers(wanted.facts, helpers_of(session, must, now=now), on) if must else None
    return Lookup(
        candidates=_named(session, _shown(ranking, chosen, earlier), earlier),
        excluded_by=ranking.excluded_by,
        looked_at=len(ranking.ranked) + len(ranking.excluded),
        is_centroid=wanted.near.is_centroid,
        weights_version=ranking.weights_version,
    )


def nearest_to_ring(session: Session, need: Need, *, now: datetime) -> tuple[Candidate, ...]:
    """Give the next five whom a person may ring, when the texts have come to nothing."""
    return candidates_for(session, need, now=now).first_to_ask(TO_RING)


def _by_telephone(need: Need) -> bool:
    return need.kind in BY_TELEPHONE


def _earlier_offers(session: Session, need: Need) -> dict[UUID, OfferStatus]:
    """What became of the last offer of this need to each volunteer."""
    offers = session.execute(
        select(Offer.helper_id, Offer.status)
        .where(Offer.need_id == need.id)
        .order_by(Offer.made_at, Offer.id)
    )
    return {row[0]: row[1] for row in offers}


def _shown(
    ranking: Ranking, chosen: Ranking | None, earlier: Mapping[UUID, OfferStatus]
) -> list[HelperMatch]:
    """The best placed, and behind them whoever was chosen."""
    best = list(ranking.ranked[: SHOWN + len(earlier)])
    known = {match.helper_id for match in best}
    further = chosen.ranked if chosen else ()
    return [*best, *(match for match in further if match.helper_id not in known)]


def _named(
    session: Session, shown: Sequence[HelperMatch], earlier: Mapping[UUID, OfferStatus]
) -> tuple[Candidate, ...]:
    """Read the names of those that are shown, and of nobody else."""
    people = {
        person.id: person
        for person in session.scalars(
            select(Person).where(Person.id.in_([match.helper_id for match in shown]))
        )
    }
    return tuple(
        Candidate(
            helper_id=person.id,
            called=person.called,
            full_name=person.full_name,
            distance_m=match.distance_m,
            cost=match.cost,
            terms=match.terms,
            offer=earlier.get(person.id),
        )
        for match in shown
        if (person := people.get(match.helper_id)) is not None  # type: ignore[arg-type]
    )
