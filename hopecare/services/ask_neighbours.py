"""Ask the next neighbours for a need: who, how many and until when, in one wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.asking import AskingPolicy, lapses_at
from hopecare.domain.care_path import CaseStatus
from hopecare.errors import InvalidInputError, MoveNotAllowedError
from hopecare.queries.asking_policies import asking_policy, quiet_hours
from hopecare.queries.candidates import candidates_for
from hopecare.queries.cases import case_by_id
from hopecare.queries.may_help import FOR_NEIGHBOURS
from hopecare.queries.needs import LIVE, need_by_id, taken_places
from hopecare.queries.offers import last_wave
from hopecare.services.make_offer import Asking, make_offer
from hopecare.services.refuse_without_consent import refuse_without_consent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.candidates import Candidate
    from models import Case, Need, Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """What staff chose; None stands for what the town's policy says."""

    helper_ids: Sequence[UUID] | None = None
    how_many: int | None = None
    answer_within: timedelta | None = None


BY_POLICY = Wave()


def ask_neighbours(
    session: Session, *, need_id: UUID, wave: Wave = BY_POLICY, by: Actor, now: datetime
) -> list[Offer]:
    """Make the offers of one wave; none where nobody may be asked. A hard rule is never bent."""
    case = case_by_id(session, need_by_id(session, need_id).case_id, alone=True)
    need = need_by_id(session, need_id, alone=True)
    _refuse_pointless(session, case, need)
    for purpose in sorted(FOR_NEIGHBOURS):
        refuse_without_consent(session, person_id=case.resident_id, purpose=purpose, now=now)
    policy = asking_policy(session, case, now=now)
    chosen = _chosen(session, need, wave, policy, now)
    number = last_wave(session, need.id) + 1
    until = _until(session, case, wave, policy, now)
    offers = [
        make_offer(session, need, _asking(each, number, until), by=by, now=now) for each in chosen
    ]
    session.flush()
    return offers


def _refuse_pointless(session: Session, case: Case, need: Need) -> None:
    if case.status is CaseStatus.CLOSED or need.status not in LIVE:
        raise MoveNotAllowedError(machine="need", status=need.status, event="offer_made")
    if len(taken_places(session, need.id)) >= need.people_needed:
        raise MoveNotAllowedError(machine="need", status=need.status, event="offer_made")


def _chosen(
    session: Session, need: Need, wave: Wave, policy: AskingPolicy, now: datetime
) -> tuple[Candidate, ...]:
    lookup = candidates_for(session, need, now=now, must=wave.helper_ids or ())
    if wave.helper_ids is None:
        return lookup.first_to_ask(wave.how_many or policy.asked_at_once)
    possible = {each.helper_id: each for each in lookup.candidates if each.may_be_asked}
    if not wave.helper_ids or not possible.keys() >= set(wave.helper_ids):
        raise InvalidInputError({"helper_ids": ["cannot_be_asked"]})
    return tuple(possible[helper_id] for helper_id in dict.fromkeys(wave.helper_ids))


def _until(
    session: Session, case: Case, wave: Wave, policy: AskingPolicy, now: datetime
) -> datetime:
    if wave.answer_within is not None:
        return now + wave.answer_within
    return lapses_at(policy, quiet_hours(session, case.town_id, now=now), now=now)


def _asking(candidate: Candidate, wave: int, until: datetime) -> Asking:
    return Asking(
        helper_id=candidate.helper_id,
        cost=candidate.cost,
        distance_m=candidate.distance_m,
        terms={term.value: metres for term, metres in candidate.terms.items()},
        wave=wave,
        lapses_at=until,
    )
