"""Look at one asking: ask the next wave, tell staff, or end it; whatever its moment asks for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from hopecare.domain.asking import lapses_at
from hopecare.domain.care_path import AskingEvent, CaseStatus
from hopecare.domain.channels import Channel
from hopecare.domain.matching.waves import decide_wave, next_look_after
from hopecare.domain.urgency import Urgency
from hopecare.queries.asked_people import minute_of
from hopecare.queries.asking_policies import asking_policy, asks_from, quiet_hours, wave_policy
from hopecare.queries.askings import asking_by_id, hold_town
from hopecare.queries.cases import case_by_id
from hopecare.queries.cover_times import asked_often_enough, is_before_evening
from hopecare.queries.may_help import has_run_out, may_be_helped
from hopecare.queries.need_times import escalates_at, has_passed
from hopecare.queries.needs import LIVE, need_by_id, taken_places
from hopecare.queries.offered_first import offered_first
from hopecare.queries.offers import last_wave
from hopecare.queries.sending_stops import is_stopped
from hopecare.queries.wave_facts import AskedFor, WaveFacts, wave_facts
from hopecare.queries.weekly import missed_of_cover
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.escalate_asking import escalate_asking
from hopecare.services.expire_asking import expire_asking
from hopecare.services.make_offer import Asking as Asked
from hopecare.services.make_offer import make_offer
from hopecare.services.move_asking import move_asking
from hopecare.services.note_wave import Looked, note_wave
from hopecare.services.plan_asking import plan_asking

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.matching.waves import Chosen, DecidedWave
    from models import Offer


def ask_next_wave(session: Session, *, asking_id: UUID, by: Actor, now: datetime) -> list[Offer]:
    """Do what is due now; the offers of a wave where one was asked."""
    wanted = _hold(session, asking_id)
    asking, case, need = wanted.asking, wanted.case, wanted.need
    if asking.ended_at is not None or _ended(session, wanted, now):
        return []
    if now >= asking.deadline or has_passed(session, need, now=now):
        expire_asking(session, asking, case, need, by=by, now=now)
        return []
    offers = _ask(session, wanted, by, now) if now >= asking.next_wave_at else []
    if now >= escalates_at(session, asking, need, case.urgency):
        _tell_staff(session, wanted, by, now)
    plan_asking(session, asking, need, case.urgency, next_wave_at=asking.next_wave_at)
    session.flush()
    return offers


def _hold(session: Session, asking_id: UUID) -> AskedFor:
    """Hold case and need, in the order every other verb does, then read the asking as it stands."""
    found = asking_by_id(session, asking_id)
    case = case_by_id(session, found.case_id, alone=True)
    need = need_by_id(session, found.need_id, alone=True)
    asking = asking_by_id(session, asking_id, fresh=True)
    return AskedFor(asking=asking, case=case, need=need, policy=wave_policy(case.urgency))


def _ended(session: Session, wanted: AskedFor, now: datetime) -> bool:
    """End what somebody else has settled; consent is read before every wave."""
    case, need = wanted.case, wanted.need
    is_over = case.status is CaseStatus.CLOSED or need.status not in LIVE
    if is_over or not may_be_helped(session, case.resident_id, now=now):
        event = AskingEvent.WITHDRAWN
        is_day = missed_of_cover(session, need.id) is not None
        need.waits_for_consent = not (is_over or is_day) and has_run_out(
            session, case.resident_id, now=now
        )
    elif len(taken_places(session, need.id)) >= need.people_needed:
        event = AskingEvent.FILLED
    else:
        return False
    move_asking(wanted.asking, event=event, now=now)
    session.flush()
    return True


def _ask(session: Session, wanted: AskedFor, by: Actor, now: datetime) -> list[Offer]:
    """Ask whoever offered themselves, else a wave; or wait until words may leave again."""
    asking, case, need = wanted.asking, wanted.case, wanted.need
    waits_until = _waits_until(session, wanted, now)
    if waits_until is not None:
        asking.next_wave_at = waits_until
        if case.urgency is Urgency.CRISIS:
            # Nobody is texted: whoever is on duty hears of it, with whom to ring.
            _tell_staff(session, wanted, by, now)
        return []
    # What each was asked is read once nobody else can ask them meanwhile.
    hold_town(session, need.town_id)
    first = offered_first(session, case, need, asking, now=now)
    if first:
        chosen = Wave(helper_ids=first, by_hand=False)
        return ask_neighbours(session, need_id=need.id, wave=chosen, by=by, now=now)
    facts = wave_facts(session, wanted, now=now)
    facts.need.declined |= asked_often_enough(session, need)
    decided = _decide(session, facts, need.id, now)
    looked = Looked(
        by_hand=False,
        considered=facts.looked_at,
        excluded=facts.excluded_by,
        skipped=decided.skipped,
        wished=decided.wished,
        weights_version=facts.weights_version,
        explored=decided.explored,
        model_of=facts.learned.model_of,
    )
    offers = _offer(session, wanted, facts, decided, by, now)
    asking.considered = looked.considered
    asking.skipped = {cap.value: number for cap, number in sorted(decided.skipped.items())}
    wait = next_look_after(facts.need, facts.rules, is_head_start=decided.is_head_start)
    asking.next_wave_at = now + timedelta(minutes=wait)
    if offers:
        note_wave(session, asking, offers, looked, now=now)
    elif not facts.is_anybody_left:
        escalate_asking(session, asking, case, need, by=by, now=now)
    return offers


def _decide(session: Session, facts: WaveFacts, need_id: UUID, now: datetime) -> DecidedWave:
    """By what was learned here; only then are a few asked to learn from, the same however often."""
    learns = facts.learned.model_of is not None
    return decide_wave(
        facts.need,
        facts.people,
        now=minute_of(now),
        rules=facts.rules,
        chances=facts.learned.chances,
        explore_seed=f"{need_id}:{last_wave(session, need_id) + 1}" if learns else None,
    )


def _tell_staff(session: Session, wanted: AskedFor, by: Actor, now: datetime) -> None:
    """Time runs out; for a missed day a person rings from its evening before on, not sooner."""
    if not is_before_evening(session, wanted.need, now=now):
        escalate_asking(session, wanted.asking, wanted.case, wanted.need, by=by, now=now)


def _waits_until(session: Session, wanted: AskedFor, now: datetime) -> datetime | None:
    """Give when people may be asked again; None where they may be now.

    Nobody is asked in the last minutes, only to hear that the time is over; for a missed day a yes
    counts after it too.
    """
    town_id, policy, deadline = wanted.need.town_id, wanted.policy, wanted.asking.deadline
    if (
        policy.is_too_late_to_ask(wanted.case.urgency, deadline=deadline, now=now)
        and missed_of_cover(session, wanted.need.id) is None
    ):
        return deadline
    begins = asks_from(session, wanted.case, now=now)
    if begins > now:
        return begins
    if is_stopped(session, town_id=town_id, channel=Channel.SMS):
        return now + timedelta(minutes=policy.rules.next_wave_after[0])
    return None


def _offer(
    session: Session,
    wanted: AskedFor,
    facts: WaveFacts,
    decided: DecidedWave,
    by: Actor,
    now: datetime,
) -> list[Offer]:
    if not decided.chosen:
        return []
    policy = asking_policy(session, wanted.case, now=now)
    until = lapses_at(policy, quiet_hours(session, wanted.case.town_id, now=now), now=now)
    number = last_wave(session, wanted.need.id) + 1
    until = min(until, wanted.asking.deadline)
    return [
        make_offer(session, wanted.need, _asked(facts, each, number, until), by=by, now=now)
        for each in decided.chosen
    ]


def _asked(facts: WaveFacts, chosen: Chosen, wave: int, until: datetime) -> Asked:
    match = facts.matches[chosen.volunteer]
    return Asked(
        helper_id=UUID(chosen.volunteer),
        cost=match.cost,
        distance_m=match.distance_m,
        terms={term.value: metres for term, metres in match.terms.items()},
        wave=wave,
        lapses_at=until,
        chance=chosen.chance,
        rank=chosen.rank,
    )
