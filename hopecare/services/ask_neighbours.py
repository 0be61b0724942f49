"""Ask the neighbours whom staff chose: a wave of the need's asking, which goes on by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.asking import AskingPolicy, QuietHours, lapses_at
from hopecare.domain.matching.wave_policy import PRIORITY_OF
from hopecare.errors import InvalidInputError
from hopecare.queries.asked_hours import leaves_at
from hopecare.queries.asking_policies import asking_policy, quiet_hours, wave_policy
from hopecare.queries.askings import hold_town
from hopecare.queries.candidates import candidates_for
from hopecare.queries.cases import case_by_id
from hopecare.queries.need_times import within_day
from hopecare.queries.needs import need_by_id
from hopecare.queries.offers import last_wave
from hopecare.queries.proposal_caps import caps_of
from hopecare.services.make_offer import Asking, make_offer
from hopecare.services.note_wave import Looked, note_wave
from hopecare.services.open_asking import open_asking
from hopecare.services.plan_asking import plan_asking
from hopecare.services.refuse_pointless_asking import refuse_pointless_asking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.candidates import Candidate, Lookup
    from models import Asking as LiveAsking
    from models import Case, Need, Offer


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Who is asked, as staff chose; None stands for what the town's policy says."""

    helper_ids: Sequence[UUID] | None = None
    how_many: int | None = None
    answer_within: timedelta | None = None
    by_hand: bool = True
    """Not where they come first for what they said themselves: a late yes, or to step in."""


BY_POLICY = Wave()


def ask_neighbours(
    session: Session, *, need_id: UUID, wave: Wave = BY_POLICY, by: Actor, now: datetime
) -> list[Offer]:
    """Make the offers of one wave; none where nobody may be asked. A hard rule is never bent."""
    case = case_by_id(session, need_by_id(session, need_id).case_id, alone=True)
    need = need_by_id(session, need_id, alone=True)
    refuse_pointless_asking(session, case, need, now=now)
    hold_town(session, need.town_id)
    policy = asking_policy(session, case, now=now)
    lookup = candidates_for(session, need, now=now, must=wave.helper_ids or ())
    chosen = (
        _by_itself(session, case, need, lookup, wave.how_many or policy.asked_at_once, now)
        if wave.helper_ids is None
        else _chosen(lookup, wave.helper_ids, is_by_hand=wave.by_hand)
    )
    if not chosen:
        return []
    asking = open_asking(session, case, need, by=by, now=now)
    number = last_wave(session, need.id) + 1
    until = _untils(session, case, need, chosen, wave, policy, now)
    offers = [
        make_offer(session, need, _asking(each, number, until[each.helper_id]), by=by, now=now)
        for each in chosen
    ]
    _go_on(session, asking, case, need, offers, _looked(lookup, wave), now)
    return offers


def _go_on(  # noqa: PLR0913, PLR0917  an asking, its need, and what came of it
    session: Session,
    asking: LiveAsking,
    case: Case,
    need: Need,
    offers: list[Offer],
    looked: Looked,
    now: datetime,
) -> None:
    """Keep it as a wave of the asking, which goes on by itself from here."""
    # Somebody who was given longer is not told that the time is over before.
    asking.deadline = max(asking.deadline, *(offer.lapses_at for offer in offers))
    note_wave(session, asking, offers, looked, now=now)
    wait = wave_policy(case.urgency).rules.next_wave_after[PRIORITY_OF[case.urgency] - 1]
    plan_asking(session, asking, need, case.urgency, next_wave_at=now + timedelta(minutes=wait))
    session.flush()


def _looked(lookup: Lookup, wave: Wave) -> Looked:
    return Looked(
        by_hand=wave.by_hand,
        considered=lookup.looked_at,
        excluded=lookup.excluded_by,
        weights_version=lookup.weights_version,
    )


def _by_itself(
    session: Session, case: Case, need: Need, lookup: Lookup, how_many: int, now: datetime
) -> tuple[Candidate, ...]:
    """The best placed whom no cap leaves in peace: only a person may choose past it."""
    ids = [each.helper_id for each in lookup.askable]
    return lookup.first_to_ask(how_many, but=caps_of(session, case, need, ids, now=now))


def _chosen(
    lookup: Lookup, helper_ids: Sequence[UUID], *, is_by_hand: bool
) -> tuple[Candidate, ...]:
    """Whoever was chosen; who left this help before, by a person alone."""
    may_be = lookup.choosable if is_by_hand else lookup.askable
    possible = {each.helper_id: each for each in may_be}
    if not helper_ids or not possible.keys() >= set(helper_ids):
        raise InvalidInputError({"helper_ids": ["cannot_be_asked"]})
    return tuple(possible[helper_id] for helper_id in dict.fromkeys(helper_ids))


def _untils(  # noqa: PLR0913, PLR0917  who is asked for what, and how long
    session: Session,
    case: Case,
    need: Need,
    chosen: Sequence[Candidate],
    wave: Wave,
    policy: AskingPolicy,
    now: datetime,
) -> Mapping[UUID, datetime]:
    """Until when each may answer, counted from when their question may leave."""
    starts = leaves_at(session, case, [each.helper_id for each in chosen], now=now)
    quiet = quiet_hours(session, case.town_id, now=now)
    until = {
        start: within_day(session, need, _until(wave, policy, quiet, start, now), now=now)
        for start in set(starts.values())
    }
    return {helper_id: until[start] for helper_id, start in starts.items()}


def _until(
    wave: Wave, policy: AskingPolicy, quiet: QuietHours, start: datetime, now: datetime
) -> datetime:
    if wave.answer_within is not None:
        return now + wave.answer_within
    return lapses_at(policy, quiet, now=start)


def _asking(candidate: Candidate, wave: int, until: datetime) -> Asking:
    return Asking(
        helper_id=candidate.helper_id,
        cost=candidate.cost,
        distance_m=candidate.distance_m,
        terms={term.value: metres for term, metres in candidate.terms.items()},
        wave=wave,
        lapses_at=until,
    )
