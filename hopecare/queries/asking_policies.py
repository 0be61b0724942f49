"""The dated numbers of asking, as they hold here today."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from hopecare.domain.asking import AskingPolicy, QuietHours, may_ask_from
from hopecare.domain.matching.wave_facts import DAY, RANK_NAMES, WaveRules
from hopecare.domain.matching.wave_policy import BY_PRIORITY, WavePolicy
from hopecare.domain.town_settings import QUIET_HOURS
from hopecare.queries.holidays import holidays_of
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.town_values import shipped_policy, value_here

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.urgency import Urgency
    from models import Case


def asking_policy(session: Session, case: Case, *, now: datetime) -> AskingPolicy:
    """Say how a need of this case is asked today, at the centre that looks after it."""
    town = town_by_id(session, case.town_id)
    today = local_day(session, town.id, now)
    key = f"offers.{case.urgency.value}"
    values = value_here(session, town, key, on=today, centre_id=case.centre_id)
    return AskingPolicy(
        version=str(shipped_policy("offers")["version"]),
        asked_at_once=values["asked_at_once"],
        answer_within=timedelta(minutes=values["answer_within_minutes"]),
        waits_for_morning=values["waits_for_morning"],
    )


def wave_policy(urgency: Urgency) -> WavePolicy:
    """Say how a need of this urgency is asked in waves."""
    waves: Mapping[str, Any] = shipped_policy("offers")["waves"]
    own: Mapping[str, Any] = waves[urgency.value]
    return WavePolicy(
        rules=wave_rules(),
        time_limit=timedelta(minutes=own["time_limit_minutes"]),
        escalates_after_share=waves["escalates_after_share"],
        rests_on_holidays=own["rests_on_holidays"],
        lease=timedelta(seconds=waves["lease_seconds"]),
        heavy=frozenset(waves["heavy"]),
        rest_after_heavy=timedelta(days=waves["rest_days"]),
        load_within=timedelta(days=waves["load_days"]),
        most_load_times=waves["most_load_times"],
        unserved_within=timedelta(days=waves["unserved_days"]),
        late_yes_beside=waves["late_yes_beside"],
    )


def wave_rules() -> WaveRules:
    """Say by which numbers waves are decided; what a town plays through goes by the same."""
    offers = shipped_policy("offers")
    waves: Mapping[str, Any] = offers["waves"]

    def three(name: str, of: Mapping[str, Any] = waves) -> tuple[Any, Any, Any]:
        ordinary, soon, crisis = (of[each.value][name] for each in BY_PRIORITY)
        return ordinary, soon, crisis

    return WaveRules(
        wished_chance=three("wished_chance"),
        last_chance=waves["last_chance"],
        last_share=waves["last_share"],
        unserved_times=waves["unserved_times"],
        unserved_below=waves["unserved_below"],
        unserved_least=waves["unserved_least"],
        most_a_wave=waves["most_a_wave"],
        next_wave_after=three("next_wave_minutes"),
        head_start=three("head_start_minutes"),
        answer_within=three("answer_within_minutes", of=offers),
        waits_for_morning=three("waits_for_morning", of=offers),
        most_a_day=waves["most_a_day"],
        most_a_week=waves["most_a_week"],
        again_after=waves["again_after_minutes"],
        late_yes_counts=waves["late_yes_days"] * DAY,
        never_asked_for=waves["never_asked_days"] * DAY,
        **{name: waves["rank"][name] for name in RANK_NAMES},
    )


def asks_until(session: Session, case: Case, *, since: datetime, now: datetime) -> datetime:
    """Say when the time is over for what is asked since then; no night ends it that does not count.

    Whoever was asked the evening before would sleep through the end of it.
    """
    until = since + wave_policy(case.urgency).time_limit
    if not asking_policy(session, case, now=now).waits_for_morning:
        return until
    return may_ask_from(quiet_hours(session, case.town_id, now=now), now=until)


def asks_from(session: Session, case: Case, *, now: datetime) -> datetime:
    """Give from when on somebody may be asked: not by night, nor on a holiday if it can wait."""
    rests = wave_policy(case.urgency).rests_on_holidays
    days = rest_days(session, case.town_id) if rests else frozenset()
    return may_ask_from(quiet_hours(session, case.town_id, now=now), now=now, rest_days=days)


def rest_days(session: Session, town_id: UUID) -> frozenset[date]:
    """Say on which days, of the country and of the town, nobody is asked for what can wait."""
    country = town_by_id(session, town_id).country
    return frozenset(holidays_of(session, town_id=town_id, country=country).days)


def quiet_hours(session: Session, town_id: UUID, *, now: datetime) -> QuietHours:
    """Say when nobody is disturbed in the town."""
    town = town_by_id(session, town_id)
    hours = value_here(session, town, QUIET_HOURS, on=local_day(session, town_id, now))
    starts, ends = (time.fromisoformat(hours[name]) for name in ("from", "until"))
    return QuietHours(zone=town.zone, starts=starts, ends=ends)
