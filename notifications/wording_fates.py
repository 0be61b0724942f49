"""What becomes of an automatic wording before it reaches somebody: asked of the one send gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.channels import Channel
from hopecare.domain.delivery import ASKING, HoldReason, MessageKind
from hopecare.domain.send_gate import SendFacts, may_send
from hopecare.language.check_in_questions import ASKED_AS, QUESTIONS, TO_CARERS
from hopecare.language.wordings import Text
from notifications.gate import MAY_BE_SPOKEN
from notifications.neutral import AS_IT_STANDS, NEUTRAL_TEXT, TO_RESIDENTS, has_neutral_words
from notifications.outbox import URGENT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import time

    from hopecare.domain.channel_profiles import ChannelProfile

KIND_OF: Final[Mapping[Text, MessageKind]] = MappingProxyType(
    {
        Text.OFFER: MessageKind.OFFER,
        Text.OFFER_DAY: MessageKind.OFFER,
        Text.OFFER_BACKUP: MessageKind.OFFER,
        Text.OFFER_ANEW: MessageKind.OFFER,
        Text.STAND_DOWN: MessageKind.STAND_DOWN,
        Text.REQUEST_ENDED: MessageKind.STAND_DOWN,
        Text.TIME_OVER: MessageKind.STAND_DOWN,
        Text.NEED_CHANGED: MessageKind.STAND_DOWN,
        Text.SAID_YES_LATE: MessageKind.THANKS,
        Text.SAID_YES_LATE_WEEKLY: MessageKind.THANKS,
        Text.TASK_DETAILS: MessageKind.TASK_DETAILS,
        Text.TASK_CHANGED: MessageKind.NOTICE,
        Text.TASK_MOVED: MessageKind.NOTICE,
        Text.TASK_ENDED: MessageKind.NOTICE,
        Text.WAITS_FOR_SECOND: MessageKind.NOTICE,
        Text.NO_SECOND: MessageKind.NOTICE,
        Text.CLASHES: MessageKind.THANKS,
        Text.HOLDS_ENOUGH: MessageKind.THANKS,
        Text.OFFER_OVER: MessageKind.THANKS,
        Text.GOES_INSTEAD: MessageKind.NOTICE,
        Text.STAFF_LOOK_AFTER: MessageKind.NOTICE,
        Text.YES_TO_CHANGED: MessageKind.THANKS,
        Text.ASKED_ANEW: MessageKind.THANKS,
        Text.NO_TO_HELD: MessageKind.THANKS,
        Text.HOLDS_IT: MessageKind.THANKS,
        Text.HELD_BEFORE: MessageKind.THANKS,
        Text.WHICH_OFFER: MessageKind.THANKS,
        Text.NO_SUCH_OFFER: MessageKind.THANKS,
        Text.OTHER_TELEPHONE: MessageKind.THANKS,
        Text.HELPER_FOUND: MessageKind.NOTICE,
        Text.OUTCOME_CAME: MessageKind.NOTICE,
        Text.OUTCOME_WAITS: MessageKind.NOTICE,
        Text.WEEK_TAKEN: MessageKind.NOTICE,
        Text.WEEK_NOBODY: MessageKind.NOTICE,
        **dict.fromkeys(QUESTIONS, MessageKind.CHECK_IN_REPEAT),
        **{each.resident: MessageKind.CHECK_IN for each in ASKED_AS.values()},
        **{each.carer: MessageKind.CHECK_IN for each in ASKED_AS.values()},
        Text.ANSWER_WELL: MessageKind.THANKS,
        Text.ANSWER_HELP: MessageKind.THANKS,
        Text.ANSWER_HELP_LATER: MessageKind.THANKS,
        Text.ANSWER_HELP_NOBODY: MessageKind.THANKS,
        Text.ANSWER_YES: MessageKind.THANKS,
        Text.ANSWER_NO: MessageKind.THANKS,
        Text.ANSWER_NOT_UNDERSTOOD: MessageKind.THANKS,
        Text.TEXTS_COME_ALREADY: MessageKind.THANKS,
        Text.LOOK_IN: MessageKind.ALERT,
        Text.LOOK_IN_AFTER: MessageKind.ALERT,
        Text.LOOK_IN_GOING: MessageKind.THANKS,
        Text.LOOK_IN_CANNOT: MessageKind.THANKS,
        Text.LOOK_IN_NOTED: MessageKind.THANKS,
        Text.LOOK_IN_OVER: MessageKind.THANKS,
        Text.KNOCK: MessageKind.NOTICE,
        Text.ALERT_SILENT: MessageKind.ALERT,
        Text.ALERT_SILENT_WROTE: MessageKind.ALERT,
        Text.ALERT_HELP: MessageKind.ALERT,
        Text.ALERT_HELP_WROTE: MessageKind.ALERT,
        Text.ALERT_HELP_SOMEBODY: MessageKind.ALERT,
        Text.ALERT_CANNOT: MessageKind.ALERT,
        Text.ALERT_WORRY: MessageKind.ALERT,
        Text.ALERT_CRISIS: MessageKind.ALERT,
        Text.ALERT_OPTED_OUT: MessageKind.ALERT_NEWS,
        Text.TEXTS_AGAIN: MessageKind.NOTICE,
        Text.ALERT_UNFILLED: MessageKind.ALERT,
        Text.ALERT_CALLS_OVERDUE: MessageKind.ALERT,
        Text.ALERT_CALLS_OVERDUE_SOMEBODY: MessageKind.ALERT,
        Text.ALERT_TEXTS_FAIL: MessageKind.ALERT,
        Text.ALERT_CALLS_FAIL: MessageKind.ALERT,
        Text.ALERT_COST_NEAR: MessageKind.ALERT,
        Text.ALERT_COST_REACHED: MessageKind.ALERT,
        Text.ALERT_HOW: MessageKind.ALERT,
        Text.ALERT_WHICH: MessageKind.ALERT_NEWS,
        Text.ALERT_UNCLEAR: MessageKind.ALERT_NEWS,
        Text.ALERT_YOURS: MessageKind.ALERT_NEWS,
        Text.ALERT_TAKEN: MessageKind.ALERT_NEWS,
        Text.ALERT_TAKEN_BY_SOMEBODY: MessageKind.ALERT_NEWS,
        Text.ALERT_ENDED: MessageKind.ALERT_NEWS,
        Text.ALERT_PASSED_ON: MessageKind.ALERT_NEWS,
        Text.ALERT_NOBODY_LEFT: MessageKind.ALERT_NEWS,
        Text.ALERTS_TAKEN: MessageKind.ALERT_NEWS,
        Text.ALERTS_TOGETHER: MessageKind.ALERT,
        Text.DIGEST: MessageKind.DIGEST,
        Text.DIGEST_NOTHING: MessageKind.DIGEST,
        Text.WEEK: MessageKind.DIGEST,
        Text.WEEK_NOTHING: MessageKind.DIGEST,
        Text.ALL_CLEAR_STAFF: MessageKind.ALL_CLEAR,
        Text.ALARM_OVER_STAFF: MessageKind.ALL_CLEAR,
        Text.ALL_CLEAR_TEXTS: MessageKind.ALL_CLEAR,
        Text.ALL_CLEAR_CALLS: MessageKind.ALL_CLEAR,
        Text.ALL_CLEAR_PEOPLE: MessageKind.ALL_CLEAR,
        Text.ALARM_OVER_PEOPLE: MessageKind.ALL_CLEAR,
        Text.SIGN_IN_CODE: MessageKind.SIGN_IN_CODE,
        Text.UNKNOWN_SENDER: MessageKind.THANKS,
        Text.HELP_KEYWORD: MessageKind.THANKS,
        Text.HELP_KEYWORD_LATER: MessageKind.THANKS,
        Text.HELP_KEYWORD_NOBODY: MessageKind.THANKS,
    }
)
"""As which kind each wording is promised. Neutral words leave as the kind they stand in for, and
what a call says in between with the call."""


class Overheard(StrEnum):
    """What is said instead where somebody else may read it."""

    AS_IT_STANDS = "as_it_stands"
    NEUTRAL = "neutral"
    WITHOUT_SENDER = "without_sender"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """One wording before four doors that may be closed."""

    opted_out: HoldReason | None
    """Why no text leaves to somebody who wants none; None where it leaves all the same."""
    waits_until: time | None
    """When it leaves, promised at night; None where it leaves at once."""
    overheard: Overheard
    neutral: Text | None
    """The neutral words that are said instead."""
    only_by_rule: bool
    """On a telephone others use it is said as it stands, unless a note on safety forbids."""
    is_spoken: bool
    """Whether somebody with a landline alone is rung."""


def fate_of(text: Text, profile: ChannelProfile) -> Fate | None:
    """Say what becomes of a wording; None for one that stands in for others."""
    kind = KIND_OF.get(text)
    if kind is None:
        return None
    overheard, neutral = _overheard(text, kind)
    return Fate(
        opted_out=may_send(_facts(kind, opted_out=True), profile).hold,
        waits_until=_waits(kind, profile),
        overheard=overheard,
        neutral=neutral,
        only_by_rule=kind not in TO_RESIDENTS,
        is_spoken=kind in MAY_BE_SPOKEN | ASKING,
    )


def _waits(kind: MessageKind, profile: ChannelProfile) -> time | None:
    until = may_send(_facts(kind, at=profile.quiet_from), profile).wait_until
    return until.time() if until else None


def _facts(kind: MessageKind, *, opted_out: bool = False, at: time | None = None) -> SendFacts:
    noon = datetime(2000, 1, 1, 12, 0, tzinfo=UTC)
    local_now = noon.replace(hour=at.hour, minute=at.minute) if at else noon
    return SendFacts(
        channel=Channel.SMS,
        local_now=local_now,
        is_urgent=kind in URGENT,
        is_neutral=kind in AS_IT_STANDS,
        can_be_neutral=has_neutral_words(kind),
        is_overheard=False,
        has_died=False,
        has_contact_point=True,
        opted_out=opted_out and kind is not MessageKind.SIGN_IN_CODE,
        consents=True,
    )


def _overheard(text: Text, kind: MessageKind) -> tuple[Overheard, Text | None]:
    if kind in AS_IT_STANDS:
        return Overheard.AS_IT_STANDS, None
    if kind is MessageKind.THANKS:
        return Overheard.WITHOUT_SENDER, None
    neutral = NEUTRAL_TEXT.get(kind)
    if neutral is None:
        return Overheard.HELD, None
    return Overheard.NEUTRAL, Text.NEUTRAL_CHECK_IN_CARER if text in TO_CARERS else neutral
