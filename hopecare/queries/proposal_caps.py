"""Who of those proposed for one need is left in peace now, by the caps a wave obeys.

A number of queries that grows neither with the people nor with what they were asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from hopecare.domain.matching.caps import PASSING, REST_DAY, Cap, cap_of, cap_of_promise
from hopecare.domain.matching.wave_facts import Nearby, OpenNeed
from hopecare.domain.matching.wave_policy import PRIORITY_OF
from hopecare.queries.asked_people import asked_people, minute_of
from hopecare.queries.asking_policies import rest_days, wave_policy
from hopecare.queries.askings import find_live_asking
from hopecare.queries.candidate_facts import facts_of_people
from hopecare.queries.clashes import clashing_of
from hopecare.queries.town_days import local_day, town_by_id
from models import Offer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.matching.wave_facts import Person
    from hopecare.domain.matching.wave_policy import WavePolicy
    from models import Case, Need


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """The need and the people, as a wave knows them."""

    need: OpenNeed
    people: Mapping[str, Person]


def waits_of(
    session: Session, case: Case, need: Need, helper_ids: Sequence[UUID], *, now: datetime
) -> Mapping[UUID, str]:
    """Name, by volunteer, the code of what leaves them in peace and passes by itself."""
    if wave_policy(case.urgency).rests_on_holidays and _is_rest_day(session, need, now):
        return dict.fromkeys(helper_ids, REST_DAY)
    caps = caps_of(session, case, need, helper_ids, now=now)
    return {helper_id: cap.value for helper_id, cap in caps.items() if cap in PASSING}


def caps_of(
    session: Session,
    case: Case,
    need: Need,
    helper_ids: Sequence[UUID],
    *,
    offered: Sequence[UUID] = (),
    now: datetime,
) -> Mapping[UUID, Cap]:
    """Name, by volunteer, what would leave them in peace were a wave asked now; none: absent.

    Those in `offered` have offered themselves for this very need.
    """
    read = _read(session, case, need, helper_ids, now)
    read.need.offered = {str(each) for each in offered}
    rules = wave_policy(case.urgency).rules
    caps = {
        UUID(key): cap_of(read.need, Nearby(key, 0, 0), person, minute_of(now), rules)
        for key, person in read.people.items()
    }
    return {helper_id: cap for helper_id, cap in caps.items() if cap is not None}


def caps_of_promise(
    session: Session, case: Case, need: Need, helper_ids: Sequence[UUID], *, now: datetime
) -> Mapping[UUID, Cap]:
    """Name, by volunteer, what leaves them in peace though they promised to step in."""
    read = _read(session, case, need, helper_ids, now)
    caps = {
        UUID(key): cap_of_promise(read.need, key, person, minute_of(now))
        for key, person in read.people.items()
    }
    return {helper_id: cap for helper_id, cap in caps.items() if cap is not None}


def _read(
    session: Session, case: Case, need: Need, helper_ids: Sequence[UUID], now: datetime
) -> _Read:
    policy = wave_policy(case.urgency)
    helpers = facts_of_people(session, helper_ids, town_id=need.town_id, now=now)
    zone = town_by_id(session, need.town_id).zone
    asked_for = _asked_for(session, case, need, policy, now)
    asked_for.clashing = {str(each) for each in clashing_of(session, need, helper_ids, now=now)}
    return _Read(need=asked_for, people=asked_people(session, helpers, policy, zone=zone, now=now))


def _is_rest_day(session: Session, need: Need, now: datetime) -> bool:
    return local_day(session, need.town_id, now) in rest_days(session, need.town_id)


def _asked_for(
    session: Session, case: Case, need: Need, policy: WavePolicy, now: datetime
) -> OpenNeed:
    """The need as a wave knows it, as far as a cap asks; its time begins now where none runs."""
    live = find_live_asking(session, need.id)
    offers = session.execute(
        select(Offer.helper_id, Offer.made_at)
        .where(Offer.need_id == need.id)
        .order_by(Offer.made_at, Offer.id)
    )
    return OpenNeed(
        need_id=str(need.id),
        opened_at=minute_of(live.opened_at if live else now),
        deadline=minute_of(live.deadline if live else now + policy.time_limit),
        priority=PRIORITY_OF[case.urgency],
        people=need.people_needed,
        candidates=(),
        asked_at={str(helper_id): minute_of(made_at) for helper_id, made_at in offers},
    )
