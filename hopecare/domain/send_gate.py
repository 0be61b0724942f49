"""Whether words may go to this person, this way, at this hour; asked when they are sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from hopecare.domain.delivery import HoldReason, RecallReason

if TYPE_CHECKING:
    from hopecare.domain.channel_profiles import ChannelProfile
    from hopecare.domain.channels import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """One standing contact-safety rule, as far as it concerns sending."""

    channel: Channel | None
    forbidden: bool = False
    safe_from: time | None = None
    safe_until: time | None = None
    neutral_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SendFacts:
    """Everything the gate looks at."""

    channel: Channel
    local_now: datetime
    is_urgent: bool
    is_neutral: bool
    """These words say nothing about care as they stand."""
    can_be_neutral: bool
    """The same can be said in words that name nobody and nothing."""
    is_overheard: bool
    """Others use this telephone too, and these words are for one of them."""
    has_died: bool
    has_contact_point: bool
    opted_out: bool
    consents: bool
    own_hours: tuple[time, time] | None = None
    """From when until when the reader wishes to be asked; these words ask them."""
    has_left: bool = False
    """These words are for staff, and the reader works here no more."""
    is_paused: bool = False
    """These words ask by a plan that rests on this day."""
    is_over_cap: bool = False
    """The month's money is spent, and these words are of those that can wait."""
    bounds: tuple[Bound, ...] = ()


@dataclass(frozen=True, slots=True)
class SendDecision:
    """Send now, wait until a local moment, or do not send, and why."""

    recall: RecallReason | None = None
    """Nobody is to say it by another way either."""
    hold: HoldReason | None = None
    wait_until: datetime | None = None
    in_neutral_words: bool = False


SEND_NOW = SendDecision()


def may_send(facts: SendFacts, profile: ChannelProfile) -> SendDecision:
    """Decide, the gravest reason first; an hour that passes is waited for, never broken."""
    recall = _recalls(facts)
    if recall is not None:
        return SendDecision(recall=recall)
    hold = _forbids(facts)
    if hold is not None:
        return SendDecision(hold=hold)
    waits = [_safe_again(facts, bound) for bound in _bounds(facts)]
    if not facts.is_urgent:
        waits.append(night_ends(facts.local_now, profile))
    if facts.own_hours is not None:
        waits.append(_allowed_from(facts.local_now, *facts.own_hours))
    latest = max((wait for wait in waits if wait is not None), default=None)
    if latest is not None:
        return SendDecision(wait_until=latest)
    return SendDecision(in_neutral_words=_asks_for_neutral(facts))


def night_ends(local_now: datetime, profile: ChannelProfile) -> datetime | None:
    """When people may be disturbed again; None by day, and where there is no night."""
    if profile.quiet_from == profile.quiet_until:
        return None
    return _allowed_from(local_now, profile.quiet_until, profile.quiet_from)


def _recalls(facts: SendFacts) -> RecallReason | None:
    """Why nobody is to say it any more; a death is held, so that everything about it ends."""
    if facts.has_died:
        return None
    reasons = {RecallReason.ACCOUNT_CLOSED: facts.has_left, RecallReason.PAUSED: facts.is_paused}
    return next((reason for reason, holds in reasons.items() if holds), None)


def _forbids(facts: SendFacts) -> HoldReason | None:
    """The gravest reason not to send at all."""
    bounds = _bounds(facts)
    reasons = {
        HoldReason.HAS_DIED: facts.has_died,
        HoldReason.NO_CONTACT_POINT: not facts.has_contact_point,
        HoldReason.OPTED_OUT: facts.opted_out,
        HoldReason.NO_CONSENT: not facts.consents,
        HoldReason.UNSAFE: any(bound.forbidden for bound in bounds)
        or (_asks_for_neutral(facts) and not facts.can_be_neutral),
        HoldReason.COST_CAP: facts.is_over_cap,
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


def _asks_for_neutral(facts: SendFacts) -> bool:
    """Whether other words must be said than those that were promised."""
    ruled = any(bound.neutral_only for bound in _bounds(facts))
    return (ruled or facts.is_overheard) and not facts.is_neutral


def _bounds(facts: SendFacts) -> list[Bound]:
    """The rules that speak about this channel."""
    return [bound for bound in facts.bounds if bound.channel in (None, facts.channel)]


def _safe_again(facts: SendFacts, bound: Bound) -> datetime | None:
    """When this rule's safe hours begin again; None inside them."""
    if bound.safe_from is None or bound.safe_until is None:
        return None
    return _allowed_from(facts.local_now, bound.safe_from, bound.safe_until)


def _allowed_from(now: datetime, start: time, end: time) -> datetime | None:
    """When the hours from `start` to `end` begin again; None while they run, past midnight too."""
    clock = now.time()
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if inside:
        return None
    today = now.replace(hour=start.hour, minute=start.minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)
