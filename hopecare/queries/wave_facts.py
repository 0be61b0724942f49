"""Everything a wave for one need is decided by, in a number of queries that does not grow.

Names are never read here; a row is looked up by name only once somebody is asked.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import func, select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.candidates import Ranking, rank_helpers
from hopecare.domain.matching.caps import cap_of
from hopecare.domain.matching.chances import own_rate
from hopecare.domain.matching.wave_facts import Nearby, OpenNeed
from hopecare.domain.matching.wave_policy import PRIORITY_OF, is_unserved
from hopecare.queries.acceptance_models import chances_here
from hopecare.queries.asked_people import asked_people, minute_of, usual_load
from hopecare.queries.candidate_facts import facts_of_helpers, facts_of_need, facts_of_people
from hopecare.queries.clashes import clashing_of
from hopecare.queries.let_go import let_go_offers
from hopecare.queries.match_weights import match_weights
from hopecare.queries.nearest_helpers import FARTHEST_M, nearest_helpers
from hopecare.queries.need_times import first_day_of
from hopecare.queries.needs import taken_places
from hopecare.queries.town_days import town_by_id
from models import Case, Need, Offer, Person, Task

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.matching.candidates import HelperMatch
    from hopecare.domain.matching.constraints import HelperFacts, Rule
    from hopecare.domain.matching.wave_facts import Person as AskedPerson
    from hopecare.domain.matching.wave_facts import WaveRules
    from hopecare.domain.matching.wave_policy import WavePolicy
    from hopecare.queries.acceptance_models import ChancesHere
    from models import Asking

LOOKED_FOR: Final = (60, 480, 3_840)
"""How many who may help are looked for: several waves, and those whom a cap leaves in peace.

More only where, in a dense place, too few of the first are left who may be asked now.
"""
HOLDS_OR_REFUSED: Final = (OfferStatus.DECLINED, OfferStatus.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """What is asked for: the asking, its need and case, and by which policy."""

    asking: Asking
    case: Case
    need: Need
    policy: WavePolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """Who lives around, and how they rank."""

    helpers: Sequence[HelperFacts]
    ranking: Ranking
    is_everybody: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveFacts:
    """A need, everybody near it who may help, and what is kept of the look."""

    need: OpenNeed
    people: Mapping[str, AskedPerson]
    rules: WaveRules
    matches: Mapping[str, HelperMatch]
    excluded_by: Mapping[Rule, int]
    looked_at: int
    weights_version: str
    learned: ChancesHere
    """How likely a yes is reckoned here tonight."""
    is_everybody: bool
    """Whether nobody who may help lives farther away."""

    def may_be_asked(self, now: int) -> int:
        """Count those whom nothing leaves in peace now."""
        most = self.rules.most_load
        return sum(
            cap_of(self.need, near, person, now, self.rules) is None
            and (most is None or person.recent <= most)
            for near in self.need.candidates
            for person in (self.people[near.volunteer],)
        )

    @property
    def is_anybody_left(self) -> bool:
        """Whether somebody waits, or may be asked sooner or later."""
        if self.need.waiting:
            return True
        never = self.need.declined | self.need.clashing
        return any(
            each.volunteer not in never and not self.people[each.volunteer].has_no_way
            for each in self.need.candidates
        )


def wave_facts(session: Session, wanted: AskedFor, *, now: datetime) -> WaveFacts:
    """Read what the next wave of this asking is decided by; in dense places farther around."""
    offers = _offers_of(session, wanted.need.id)
    rules = _rules(session, wanted.need.town_id, wanted.policy, now)
    learned = chances_here(session, wanted.need.town_id, now=now)

    def look(enough: int) -> WaveFacts:
        around = _around(session, wanted.need, enough + len(offers), now)
        need = _need_as_asked(session, wanted, offers, around.ranking.ranked, now)
        return _facts(session, wanted, need, around, rules, learned, now)

    for enough in LOOKED_FOR[:-1]:
        facts = look(enough)
        if facts.is_everybody or facts.may_be_asked(minute_of(now)) >= rules.most_a_wave:
            return facts
    return look(LOOKED_FOR[-1])


def _facts(  # noqa: PLR0913, PLR0917  everything that was read, put together
    session: Session,
    wanted: AskedFor,
    need: OpenNeed,
    around: _Around,
    rules: WaveRules,
    learned: ChancesHere,
    now: datetime,
) -> WaveFacts:
    ranking = around.ranking
    fitting = {str(match.helper_id): match for match in ranking.ranked}
    listed = [each for each in around.helpers if str(each.helper_id) in fitting]
    zone = town_by_id(session, wanted.need.town_id).zone
    return WaveFacts(
        need=need,
        people=asked_people(session, listed, wanted.policy, zone=zone, now=now),
        rules=rules,
        matches=fitting,
        excluded_by=ranking.excluded_by,
        looked_at=len(ranking.ranked) + len(ranking.excluded),
        weights_version=ranking.weights_version,
        learned=learned,
        is_everybody=around.is_everybody,
    )


def _need_as_asked(
    session: Session,
    wanted: AskedFor,
    offers: Sequence[Offer],
    fitting: Sequence[HelperMatch],
    now: datetime,
) -> OpenNeed:
    """The need with whoever waits, said no or has promised to be elsewhere then."""
    need = wanted.need
    let_go = let_go_offers(session, [need.id])
    holding = [each for each in offers if each.id not in let_go]
    near = [each.helper_id for each in fitting if isinstance(each.helper_id, UUID)]
    asked = [each.helper_id for each in offers if each.status is OfferStatus.STANDING]
    clashing = clashing_of(session, need, {*near, *asked}, now=now)
    # Whose yes must be refused is not waited for, even while their offer stands.
    awaited = [each for each in offers if each.helper_id not in clashing]
    open_need = _open_need(wanted, offers, awaited, fitting, now)
    open_need.clashing = {str(each) for each in clashing}
    open_need.declined = {
        str(each.helper_id) for each in holding if each.status in HOLDS_OR_REFUSED
    }
    last = {each.helper_id: each.status for each in offers}
    open_need.offered = {str(each) for each in last if last[each] is OfferStatus.LATE}
    open_need.filled = len(taken_places(session, need.id))
    open_need.is_unserved = _is_unserved(session, wanted.case, wanted.policy, now)
    return open_need


def _around(session: Session, need: Need, enough: int, now: datetime) -> _Around:
    """Look around until enough may help, or nobody is left to look at."""
    on = first_day_of(session, need, now=now)
    wanted = facts_of_need(session, need, now=now)
    town_id = need.town_id
    nearest = nearest_helpers(session, wanted.facts, town_id=town_id, on=on, now=now, enough=enough)
    helpers = facts_of_helpers(
        session, wanted.near, town_id=town_id, half_m=nearest.half_m, now=now
    )
    # The last helper may live farther away than was looked.
    here = {each.helper_id for each in helpers}
    farther = [
        each.helper_id
        for each in nearest.ranked
        if isinstance(each.helper_id, UUID) and each.helper_id not in here
    ]
    helpers += facts_of_people(session, farther, town_id=town_id, now=now)
    return _Around(
        helpers=helpers,
        ranking=rank_helpers(wanted.facts, helpers, on, weights=match_weights()),
        is_everybody=nearest.half_m is None or nearest.half_m >= FARTHEST_M,
    )


def _offers_of(session: Session, need_id: UUID) -> Sequence[Offer]:
    return session.scalars(
        select(Offer).where(Offer.need_id == need_id).order_by(Offer.made_at, Offer.id)
    ).all()


def _open_need(
    wanted: AskedFor,
    offers: Sequence[Offer],
    awaited: Sequence[Offer],
    matches: Sequence[HelperMatch],
    now: datetime,
) -> OpenNeed:
    asking, need = wanted.asking, wanted.need
    standing = [each for each in awaited if each.status is OfferStatus.STANDING]
    # A head start is for the first wave of this asking, not of the need's whole life.
    since = min(asking.opened_at, now - timedelta(minutes=wanted.policy.rules.again_after))
    lately = [each for each in offers if each.made_at >= since]
    return OpenNeed(
        need_id=str(need.id),
        opened_at=minute_of(asking.opened_at),
        deadline=minute_of(asking.deadline),
        priority=PRIORITY_OF[wanted.case.urgency],
        people=need.people_needed,
        candidates=[
            Nearby(str(each.helper_id), float(each.distance_m), float(each.cost))
            for each in matches
        ],
        known=str(asking.known_helper_id) if asking.known_helper_id else None,
        asked_at={str(each.helper_id): minute_of(each.made_at) for each in lately},
        waiting={
            str(each.helper_id): (minute_of(each.lapses_at), each.chance or own_rate(0, 0))
            for each in standing
        },
        next_wave_at=minute_of(asking.next_wave_at),
    )


def _rules(session: Session, town_id: UUID, policy: WavePolicy, now: datetime) -> WaveRules:
    """The policy's numbers, with what is usual in this town now."""
    usual = usual_load(session, town_id, since=now - policy.load_within)
    most = None if usual is None else policy.most_load_times * usual
    return replace(policy.rules, most_load=most)


def _is_unserved(session: Session, case: Case, policy: WavePolicy, now: datetime) -> bool:
    """Whether needs of the resident's district find helpers less often than the town's."""
    area_of = select(Person.area_id).where(Person.id == case.resident_id).scalar_subquery()
    helped = select(Task.id).where(Task.need_id == Need.id).exists()
    is_here = Person.area_id == area_of
    counted = session.execute(
        select(
            func.count(Need.id),
            func.count(Need.id).filter(helped),
            func.count(Need.id).filter(is_here),
            func.count(Need.id).filter(is_here, helped),
        )
        .join(Case, Case.id == Need.case_id)
        .join(Person, Person.id == Case.resident_id)
        .where(Need.town_id == case.town_id, Need.created_at > now - policy.unserved_within)
    ).one()
    needs, found, needs_here, found_here = counted
    return is_unserved(
        found=found, needs=needs, found_here=found_here, needs_here=needs_here, rules=policy.rules
    )
