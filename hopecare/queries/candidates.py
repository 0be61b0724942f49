"""Who may be asked for a need, best placed first, with reasons, and what stopped the others.

Nothing exact is read: places are points of the 100 m grid. Names are read only for the few that
are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.candidates import Ranking, rank_helpers
from hopecare.queries.candidate_facts import facts_of_helpers, facts_of_need, facts_of_people
from hopecare.queries.let_go import ended_yeses
from hopecare.queries.match_weights import match_weights
from hopecare.queries.nearest_helpers import nearest_helpers
from hopecare.queries.need_times import first_day_of
from models import Offer, Person, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.matching.candidates import HelperMatch
    from hopecare.domain.matching.constraints import Rule
    from hopecare.domain.matching.distance import Point
    from hopecare.domain.matching.score import Term
    from models import Need

ENOUGH: Final = 12
SHOWN: Final = 30
TO_RING: Final = 5
SAYS_LESS: Final = (OfferStatus.ACCEPTED, OfferStatus.LAPSED, OfferStatus.STOOD_DOWN)


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
    is_rough: bool = False
    """Their own place is known only roughly."""
    point: Point | None = None
    """From where they start, on the grid; never shown."""
    has_left: bool = False
    """They held it and left it, or somebody wished it: only a person asks them again."""
    missed: float = 0.0
    """What the needs of a month would miss in them: the more, the later waves ask them."""

    @property
    def may_be_asked(self) -> bool:
        """Whether they are not being asked already, and did not say no to this very need."""
        return self.offer in (None, OfferStatus.LAPSED, OfferStatus.STOOD_DOWN, OfferStatus.LATE)

    @property
    def may_be_chosen(self) -> bool:
        """Whether a person may ask them: also who left this help, for they may be well again."""
        return self.may_be_asked or self.has_left


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Who may be asked for a need, best placed first, and what stopped the others."""

    candidates: tuple[Candidate, ...]
    excluded_by: Mapping[Rule, int]
    looked_at: int
    is_centroid: bool
    """The resident's own place is not known: measured from the middle of the district."""
    weights_version: str
    point: Point | None = None
    """From where everybody is measured, on the grid; never shown."""

    @property
    def askable(self) -> tuple[Candidate, ...]:
        """Those who may be asked now."""
        return tuple(each for each in self.candidates if each.may_be_asked)

    @property
    def choosable(self) -> tuple[Candidate, ...]:
        """Those whom a person may ask now."""
        return tuple(each for each in self.candidates if each.may_be_chosen)

    @property
    def answered(self) -> tuple[Candidate, ...]:
        """Those who fit, and are being asked already or gave their answer to this very need."""
        return tuple(each for each in self.candidates if not each.may_be_chosen)

    def first_to_ask(self, how_many: int, *, but: Container[UUID] = ()) -> tuple[Candidate, ...]:
        """Give the best placed who may be asked now, but for those."""
        return tuple(each for each in self.askable if each.helper_id not in but)[:how_many]


def candidates_for(
    session: Session,
    need: Need,
    *,
    now: datetime,
    enough: int = ENOUGH,
    must: Sequence[UUID] = (),
    explain: bool = True,
) -> Lookup:
    """Find the best placed who may be asked; with what stopped the others, if `explain`.

    Whoever is in `must` is looked at however far down they stand: a person chose them.
    """
    on = first_day_of(session, need, now=now)
    wanted = facts_of_need(session, need, now=now)
    earlier = _earlier_offers(session, need)
    town_id, enough = need.town_id, enough + len(earlier.offers)
    nearest = nearest_helpers(session, wanted.facts, town_id=town_id, on=on, now=now, enough=enough)
    near = Ranking(ranked=(), excluded=(), weights_version=nearest.weights_version)
    if explain:
        half_m = nearest.half_m
        helpers = facts_of_helpers(session, wanted.near, town_id=town_id, half_m=half_m, now=now)
        near = rank_helpers(wanted.facts, helpers, on, weights=match_weights())
    by_hand = facts_of_people(session, must, town_id=town_id, now=now)
    # Staff may overrule what staff said of the two.
    asked = replace(wanted.facts, set_aside_ids=frozenset())
    chosen = rank_helpers(asked, by_hand, on, weights=match_weights()).ranked
    return Lookup(
        candidates=_named(session, _shown(nearest.ranked, chosen, earlier), earlier),
        excluded_by=near.excluded_by,
        looked_at=len(near.ranked) + len(near.excluded),
        is_centroid=wanted.near.is_centroid,
        weights_version=nearest.weights_version,
        point=wanted.facts.point,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Earlier:
    """What became of the last offer of a need to each volunteer, and who left that help."""

    offers: Mapping[UUID, OfferStatus]
    left: frozenset[UUID]


def _earlier_offers(session: Session, need: Need) -> _Earlier:
    offers = session.execute(
        select(Offer.helper_id, Offer.status, Offer.id)
        .where(Offer.need_id == need.id)
        .order_by(Offer.made_at, Offer.id)
    )
    ended = ended_yeses(session, [need.id])
    let_go = {offer_id for each in ended if each.is_let_go for offer_id in each.offer_ids}
    gone = {each.helper_id for each in ended if not each.is_let_go}
    last = {row[0]: OfferStatus.STOOD_DOWN if row[2] in let_go else row[1] for row in offers}
    # That they left it says more than their silence when a person asked them after that.
    left = {key for key in gone if last.get(key) in SAYS_LESS}
    return _Earlier(
        offers=last | dict.fromkeys(left, OfferStatus.ACCEPTED),
        left=frozenset(left),
    )


def _shown(
    ranked: Sequence[HelperMatch],
    chosen: Sequence[HelperMatch],
    earlier: _Earlier,
) -> list[HelperMatch]:
    """The best placed, and behind them whoever was chosen."""
    best = list(ranked[: SHOWN + len(earlier.offers)])
    known = {match.helper_id for match in best}
    return [*best, *(match for match in chosen if match.helper_id not in known)]


def _named(
    session: Session, shown: Sequence[HelperMatch], earlier: _Earlier
) -> tuple[Candidate, ...]:
    """Read the names of those that are shown, and of nobody else."""
    people = {
        person.id: [(person, missed)]
        for person, missed in session.execute(
            select(Person, VolunteerProfile.missed)
            .join(VolunteerProfile, VolunteerProfile.person_id == Person.id)
            .where(Person.id.in_([match.helper_id for match in shown]))
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
            offer=earlier.offers.get(person.id),
            has_left=person.id in earlier.left,
            is_rough=match.is_rough,
            point=match.point,
            missed=missed,
        )
        for match in shown
        for person, missed in people.get(match.helper_id, ())  # type: ignore[arg-type]
    )
