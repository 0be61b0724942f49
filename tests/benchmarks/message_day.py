"""A day with very many messages and replies, laid in bulk, and an ordinary day before it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from hopecare import keyring
from hopecare.database import Database, TownScope
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import HoldReason, MessageKind, MessageStatus
from hopecare.domain.replies import ReplyMeaning
from models import InboundMessage, Message, Person
from tests.benchmarks.due_minute import a_bare_person, learn, sealed
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, a_centre, a_town

STEP = 5_000
DAY_S = 10 * 3600
"""People are written to in ten hours of a day."""
BEGINS = NOW - timedelta(hours=2)
ENDS = {
    0: (MessageStatus.UNDELIVERED, "30003", None),
    1: (MessageStatus.FAILED, "21614", None),
    2: (MessageStatus.HELD, None, HoldReason.OPTED_OUT),
    3: (MessageStatus.PENDING, None, None),
    4: (MessageStatus.UNKNOWN, None, None),
}
"""What became of some of every hundred; the rest arrived."""
KINDS = (MessageKind.CHECK_IN, MessageKind.OFFER, MessageKind.NOTICE, MessageKind.ALERT)


def lay_day(database: Database, scope: TownScope, *, messages: int, before: int) -> Any:
    """So many messages today and before, a tenth as many replies; gives who looks at them."""
    with database.writing(scope) as session:
        a_town(session, channel_profile="two-way")
        centre = a_centre(session)
        account = a_staff_account(session, centre=centre)
        people = [uuid7() for _ in range(max(20, messages // 10))]
        session.execute(insert(Person), [a_bare_person(scope, each, centre.id) for each in people])
    for number, begins in ((before, BEGINS - timedelta(days=1)), (messages, BEGINS)):
        for start in range(0, number, STEP):
            places = range(start, min(number, start + STEP))
            with database.writing(scope) as session:
                _lay_some(session, scope, people, places, begins, of=number)
    learn(database)
    return account


def _lay_some(
    session: Session,
    scope: TownScope,
    people: list[Any],
    places: range,
    begins: datetime,
    *,
    of: int,
) -> None:
    at = {place: begins + timedelta(seconds=DAY_S * place / of) for place in places}
    rows = [_message(scope, people[n % len(people)], n, at[n]) for n in places]
    session.execute(insert(Message), rows)
    heard = [_reply(scope, people[n % len(people)], n, at[n]) for n in places if n % 10 == 0]
    if heard:
        session.execute(insert(InboundMessage), heard)


def _message(scope: TownScope, person_id: Any, number: int, at: datetime) -> dict[str, Any]:
    status, code, hold = ENDS.get(number % 100, (MessageStatus.DELIVERED, None, None))
    message_id = uuid7()
    has_left = status not in (MessageStatus.PENDING, MessageStatus.HELD)
    return {
        "id": message_id,
        "town_id": scope.town_id,
        "kind": KINDS[0 if number % 10 else number // 10 % len(KINDS)],
        "status": status,
        "channel": Channel.VOICE if number % 5 == 0 else Channel.SMS,
        "language": "ko",
        "dedup_key": str(message_id),
        "to_person_id": person_id,
        "not_before": at,
        "valid_until": at + timedelta(hours=2),
        "created_at": at,
        "body": sealed("[희망케어] 잘 지내고 계세요? 괜찮으시면 1을 보내 주세요.", "messages.body"),
        "sent_at": at + timedelta(seconds=3) if has_left else None,
        "provider": "memory" if has_left else None,
        "provider_sid": message_id.hex if has_left else None,
        "error_code": code,
        "hold_reason": hold,
        "segments": 1,
        "is_urgent": number % 50 == 0,
        "possible_duplicate": number % 1000 == 7,
        "priority": 5,
        "rank": 0,
        "attempt": 1,
        "looks": 0,
    }


def _reply(scope: TownScope, person_id: Any, number: int, at: datetime) -> dict[str, Any]:
    reply_id, is_unclear = uuid7(), number % 200 == 0
    value = f"+8210{number:08d}"
    return {
        "id": reply_id,
        "town_id": scope.town_id,
        "provider": "memory",
        "provider_sid": reply_id.hex,
        "channel": Channel.SMS,
        "received_at": at + timedelta(minutes=5),
        "from_number": sealed(value, "inbound_messages.from_number"),
        "from_index": keyring.current().blind("phone", value),
        "body": sealed("1", "inbound_messages.body"),
        "meaning": ReplyMeaning.UNCLEAR if is_unclear else ReplyMeaning.FINE,
        "needs_review": is_unclear,
        "person_id": None if is_unclear else person_id,
        "wants_call": False,
    }
