"""By what the list of messages is narrowed: codes, days, moments and ids, nothing personal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, not_, or_

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import LOST_ON_ITS_WAY, HoldReason, MessageKind
from hopecare.domain.message_fates import Fate
from hopecare.queries.check_in_board import day_in
from hopecare.queries.held_words import waits_to_leave
from hopecare.queries.message_fates import fate_at, was_taken
from hopecare.queries.told_together import was_told_together
from hopecare.reading.policies import shipped_channel_limits
from hopecare.web.fields import Code, DayOfMoments, Id, Request, Ticked
from hopecare.web.language import current_reader
from hopecare.web.moments import Moment
from models import Message
from notifications.port import Failure
from notifications.twilio_codes import codes_of, listed_codes

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select

DID_NOT_ARRIVE: Final = (
    MessageStatus.UNDELIVERED,
    MessageStatus.FAILED,
    MessageStatus.HELD,
    MessageStatus.EXPIRED,
    MessageStatus.UNKNOWN,
)
"""What somebody should look at: the words have not reached anybody, or nobody knows."""
UNSEEN: Final = (
    "person_id",
    "broadcast_id",
    "fate",
    "together",
    "recalled",
    "taken",
    "made_from",
    "made_before",
    "late_from",
    "late_by",
)
"""Filters that links bring along: a form that narrows further keeps them."""


class MessagesFilter(Request):
    """What the list of messages may be narrowed by."""

    status = Code(MessageStatus)
    kind = Code(MessageKind)
    channel = Code(Channel)
    hold = Code(HoldReason)
    failure = Code(Failure)
    from_on = DayOfMoments()
    until_on = DayOfMoments()
    trouble = Ticked()
    waiting = Ticked()
    """What a stop holds, or would."""
    twice = Ticked()
    urgent = Ticked()
    together = Ticked()
    """Never left, because another had said the same to that telephone."""
    recalled = Ticked()
    """Recalled for any other reason."""
    person_id = Id()
    broadcast_id = Id()
    fate = Code(Fate)
    taken = Ticked()
    made_from = Moment()
    made_before = Moment()
    late_from = Moment()
    late_by = Moment()
    """True until this moment or less."""


def narrowed(asked: Select[*tuple[Any, ...]], wanted: dict[str, Any]) -> Select[*tuple[Any, ...]]:
    """Narrow the messages by every filter that says something."""
    return asked.where(*_by_code(wanted), *_by_mark(wanted), *_by_time(wanted))


def _by_code(wanted: dict[str, Any]) -> list[ColumnElement[bool]]:
    columns = {
        "status": Message.status,
        "kind": Message.kind,
        "channel": Message.channel,
        "hold": Message.hold_reason,
        "person_id": Message.to_person_id,
        "broadcast_id": Message.broadcast_id,
    }
    found = [column == wanted[name] for name, column in columns.items() if wanted.get(name)]
    if wanted.get("fate"):
        found.append(fate_at(current_reader().now, shipped_channel_limits()) == wanted["fate"])
    if wanted.get("failure"):
        found.append(failed_by(wanted["failure"]))
    return found


def failed_by(failure: Failure) -> ColumnElement[bool]:
    """Say which messages failed for this reason, whatever number the network gave it."""
    own = Message.error_code.in_(codes_of(failure))
    if failure is not Failure.OTHER:
        return own
    unlisted = Message.error_code.not_in(listed_codes())
    unsaid = and_(Message.error_code.is_(None), Message.status.in_(LOST_ON_ITS_WAY))
    return or_(own, unlisted, unsaid)


def _by_mark(wanted: dict[str, Any]) -> list[ColumnElement[bool]]:
    marks = {
        "trouble": Message.status.in_(DID_NOT_ARRIVE),
        "waiting": waits_to_leave(),
        "twice": and_(Message.possible_duplicate),  # by its own small index
        "urgent": Message.is_urgent.is_(True),
        "taken": was_taken(),
        "together": was_told_together(),
        "recalled": and_(Message.status == MessageStatus.STOPPED, not_(was_told_together())),
    }
    return [condition for name, condition in marks.items() if wanted.get(name)]


def _by_time(wanted: dict[str, Any]) -> list[ColumnElement[bool]]:
    zone = current_reader().zone
    found = []
    if wanted.get("from_on"):
        found.append(Message.created_at >= day_in(zone, wanted["from_on"])[0])
    if wanted.get("until_on"):
        found.append(Message.created_at < day_in(zone, wanted["until_on"])[1])
    limits = {
        "made_from": Message.created_at.__ge__,
        "made_before": Message.created_at.__lt__,
        "late_from": Message.valid_until.__gt__,
        "late_by": Message.valid_until.__le__,
    }
    return [*found, *(limit(wanted[name]) for name, limit in limits.items() if wanted.get(name))]
