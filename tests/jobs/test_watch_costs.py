"""A month's money: what was sent is priced, the cap is told of twice, and what can wait is held."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.cost_cap import CapMark, cap_mark
from hopecare.domain.delivery import HoldReason, MessageKind
from hopecare.domain.roles import Role
from hopecare.domain.town_settings import COST_CAP, PRICES
from hopecare.jobs.deliver import deliver
from hopecare.jobs.watch_costs import watch_costs
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.messages import find_message
from hopecare.services.record_delivery import DeliveryWord, record_delivery
from hopecare.services.set_setting import SettingWish, set_setting
from hopecare.services.set_texts_wish import set_texts_wish
from models import CallTask, ContactPoint, CostDay, Person
from notifications.memory_sms import MemoryNetwork
from notifications.outbox import About, promise
from notifications.port import Answer, Failure, SendResult
from tests.factories.people import a_contact_point, a_staff_account, an_identity
from tests.factories.towns import NOW, TODAY
from tests.jobs.conftest import BY

pytestmark = pytest.mark.both_databases

WON = 1_000_000
DAY = timedelta(days=1)
LOST = SendResult(answer=Answer.REFUSED, failure=Failure.BAD_NUMBER, provider_code="21211")
NOTICE = Words(text=Text.NEUTRAL, values={"office": "031-000-0000"})


@pytest.fixture
def administrator(town):
    """Somebody with a telephone who may set the town's prices and cap."""
    with town.database.writing(town.scope) as session:
        account = a_staff_account(session, roles=(Role.ADMINISTRATOR,))
        a_contact_point(session, session.get_one(Person, account.person_id))
        return account


@pytest.fixture
def holds(town, administrator):
    """Set a value from today on, as the settings page does."""

    def hold(key, **value):
        with town.database.writing(town.scope) as session:
            by = an_identity(session, administrator, now=town.clock())
            today = town.clock().date()
            wish = SettingWish(key=key, value=value, from_on=today, reason="the contract")
            set_setting(session, wish=wish, by=by, now=town.clock())

    return hold


@pytest.fixture
def priced(holds):
    holds(PRICES, text_part=10 * WON, call_minute=50 * WON)
    holds(COST_CAP, a_month=100 * WON)


def says(town, number=1, *, kind=MessageKind.NOTICE, about=None, channel=Channel.SMS):
    """So many messages to the coordinator are promised, and whatever is due is handed over."""
    with town.database.writing(town.scope) as session:
        made = [
            promise(
                session,
                town_id=town.scope.town_id,
                kind=kind,
                to_person_id=town.coordinator_id,
                dedup_key=f"{kind}:{town.clock()}:{place}:{len(town.messages)}",
                words=NOTICE,
                channel=channel,
                about=about or About(),
                now=town.clock(),
            ).id
            for place in range(number)
        ]
    deliver(town.tools)
    town.clock.advance(timedelta(hours=1))
    return [each for each in town.messages if each.id in made]


def cap_alerts(town):
    return [alert for alert in town.alerts if alert.kind is AlertKind.COST_CAP]


def test_what_a_text_and_a_call_cost_is_written_before_they_leave(town, priced):
    (text,) = says(town)
    (call,) = says(town, channel=Channel.VOICE)
    assert (text.segments, text.cost_micros, text.cost_currency) == (1, 10 * WON, "KRW")
    assert (call.segments, call.cost_micros, call.cost_currency) == (None, 50 * WON, "KRW")


def test_without_a_price_nothing_is_guessed_and_nobody_is_alarmed(town, holds):
    holds(COST_CAP, a_month=WON)
    (text,) = says(town)
    assert (text.cost_micros, text.cost_currency) == (None, None)
    assert watch_costs(town.tools) == 0
    (day,) = town.rows(CostDay)
    assert (day.messages, day.without_price, day.micros) == (1, 1, 0)


def test_each_day_is_summed_anew_and_never_twice(town, priced):
    says(town, 3)
    for _ in range(3):
        watch_costs(town.tools)
    (today,) = town.rows(CostDay)
    assert (today.day, today.messages, today.segments, today.micros) == (TODAY, 3, 3, 30 * WON)

    town.at(NOW + DAY)
    says(town, 2)
    watch_costs(town.tools)
    assert [(each.day, each.messages) for each in town.rows(CostDay)] == [
        (TODAY, 3),
        (TODAY + DAY, 2),
    ]


def test_what_never_left_costs_nothing(town, priced):
    town.texts = MemoryNetwork(LOST)
    (text,) = says(town)
    watch_costs(town.tools)
    assert (text.status, text.cost_micros) == (MessageStatus.FAILED, 0)
    assert town.rows(CostDay) == []


def test_80_and_100_hundredths_are_told_once_each_to_duty_and_administrators(
    town, priced, administrator
):
    says(town, 7)
    assert watch_costs(town.tools) == 0
    says(town)
    assert [watch_costs(town.tools) for _ in range(3)] == [1, 0, 0]
    deliver(town.tools)
    for reader in (town.coordinator_id, administrator.person_id):
        assert any("80%를 썼습니다" in text for text in town.texts_to(reader))

    says(town)
    assert [watch_costs(town.tools) for _ in range(3)] == [1, 0, 0]
    deliver(town.tools)
    for reader in (town.coordinator_id, administrator.person_id):
        assert sum("다 썼습니다" in text for text in town.texts_to(reader)) == 1
    marks = [cap_mark(alert.dedup_key) for alert in cap_alerts(town)]
    assert marks == [CapMark.NEAR, CapMark.REACHED]


def test_a_cap_that_was_raised_is_told_of_anew(town, priced, holds):
    says(town, 8)
    assert watch_costs(town.tools) == 1
    holds(COST_CAP, a_month=200 * WON)
    assert watch_costs(town.tools) == 0
    says(town, 8)
    assert [watch_costs(town.tools) for _ in range(2)] == [1, 0]
    assert [cap_mark(alert.dedup_key) for alert in cap_alerts(town)] == [CapMark.NEAR] * 2


def test_two_workers_raise_one_alert(town, priced):
    says(town, 8)
    watch_costs(town.tools)
    says(town, 8)
    with ThreadPoolExecutor(2) as workers:
        raised = list(workers.map(watch_costs, [town.tools] * 2))
    assert sorted(raised) == [0, 1]
    assert len(cap_alerts(town)) == 2


@pytest.fixture
def spent_out(town, priced):
    says(town, 8)
    says(town, 8)
    watch_costs(town.tools)
    deliver(town.tools)


def test_past_the_cap_a_notice_is_held_and_somebody_rings_instead(town, spent_out):
    (notice,) = says(town)
    assert (notice.status, notice.hold_reason) == (MessageStatus.HELD, HoldReason.COST_CAP)
    assert notice.attempt == 0
    assert f"not_told:{notice.id}" in {task.dedup_key for task in town.call_tasks}


@pytest.mark.parametrize(
    "kind", sorted(set(MessageKind) - {MessageKind.NOTICE, MessageKind.BROADCAST})
)
def test_past_the_cap_everything_else_still_goes_out(town, spent_out, kind):
    (message,) = says(town, kind=kind)
    assert message.hold_reason is not HoldReason.COST_CAP
    assert message.hold_reason in (None, HoldReason.NO_CONSENT)


def test_past_the_cap_a_stop_still_reaches_the_coordinator_at_once(town, spent_out):
    with town.database.writing(town.scope) as session:
        points = select(ContactPoint).where(ContactPoint.person_id == town.resident_id)
        point = session.scalars(points).one()
        set_texts_wish(session, point=point, stops=True, by=BY, now=town.clock())
    deliver(town.tools)
    (told,) = [m for m in town.messages if (m.wording or "").startswith("alert_opted_out@")]
    assert (told.to_person_id, told.status) == (town.coordinator_id, MessageStatus.ACCEPTED)
    assert told.is_urgent


def test_past_the_cap_a_check_in_is_asked(town, spent_out):
    town.at(NOW + DAY)
    town.work(timedelta(minutes=5))
    assert any(each.kind is MessageKind.CHECK_IN and each.sent_at for each in town.messages)


def owes_knock(town, slot_id):
    """Whoever the notice is for still owes the knock it speaks about."""
    with town.database.writing(town.scope) as session:
        session.add(
            CallTask(
                town_id=town.scope.town_id,
                kind=CallTaskKind.KNOCK,
                status=CallTaskStatus.OPEN,
                due_at=town.clock() + timedelta(hours=1),
                dedup_key="knock",
                created_at=town.clock(),
                owner_id=town.coordinator_id,
                slot_id=slot_id,
            )
        )


def test_past_the_cap_a_notice_about_a_check_in_goes_out(town, spent_out):
    town.at(NOW + DAY)
    town.work(timedelta(minutes=5))
    slot = next(each.slot_id for each in town.messages if each.slot_id)
    owes_knock(town, slot)
    (knock,) = says(town, about=About(slot_id=slot))
    assert knock.status is MessageStatus.ACCEPTED


def test_a_higher_cap_holds_at_once_and_a_new_month_begins_at_nothing(town, spent_out, holds):
    assert says(town)[0].hold_reason is HoldReason.COST_CAP
    holds(COST_CAP, a_month=10_000 * WON)
    assert says(town)[0].status is MessageStatus.ACCEPTED

    holds(COST_CAP, a_month=10 * WON)
    assert says(town)[0].hold_reason is HoldReason.COST_CAP
    town.at(NOW + 10 * DAY)
    assert says(town)[0].status is MessageStatus.ACCEPTED


def test_no_cap_holds_nothing(town, holds):
    holds(PRICES, text_part=10 * WON, call_minute=50 * WON)
    says(town, 8)
    assert watch_costs(town.tools) == 0
    assert says(town)[0].status is MessageStatus.ACCEPTED


def test_a_text_that_got_lost_is_repeated_where_the_cap_leaves_room_for_one_more(town, priced):
    says(town, 8)
    (notice,) = says(town)
    lost = DeliveryWord(status=MessageStatus.UNDELIVERED, attempt=1, passes=True)
    with town.database.writing(town.scope) as session:
        message = find_message(session, notice.id, alone=True)
        assert message
        record_delivery(session, message=message, word=lost, by=BY, now=town.clock())
    town.clock.advance(timedelta(minutes=6))
    deliver(town.tools)
    repeated = next(each for each in town.messages if each.id == notice.id)
    assert (repeated.status, repeated.cost_micros) == (MessageStatus.ACCEPTED, 20 * WON)

    assert says(town)[0].hold_reason is HoldReason.COST_CAP, "ten times ten won is all there was"
