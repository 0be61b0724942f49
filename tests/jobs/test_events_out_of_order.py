"""A retried event may come after a later one: whoever keeps to the docs ends right all the same."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from hopecare.clock import SetClock, utc_now
from hopecare.domain.events import EventName
from hopecare.domain.outcomes import CaseOutcome
from hopecare.domain.roles import Role
from hopecare.jobs.tell_events import tell_events
from hopecare.jobs.tools import Tools
from hopecare.services.add_webhook import WebhookWish, add_webhook
from hopecare.services.close_case import close_case
from hopecare.services.replay_events import replay_events
from models import TimelineEntry, Webhook
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town
from tests.standin.listener import Receiver

pytestmark = pytest.mark.both_databases


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


class Follower:
    """What docs/api.md says: each event once, and of each row only what its place makes newer."""

    def __init__(self):
        self.seen, self.last, self.status = set(), {}, {}

    def take(self, headers, body):
        known = {name.lower(): value for name, value in headers.items()}["webhook-id"]
        if known in self.seen:
            return
        self.seen.add(known)
        told = json.loads(body)
        row, place = told["data"]["subject_id"], told["data"]["place"]
        if place > self.last.get(row, 0):
            self.last[row], self.status[row] = place, told["type"]


@pytest.mark.parametrize("is_told_again", [False, True])
def test_a_receiver_that_goes_by_the_place_ends_with_what_happened_last(
    database, town_scope, receiver, is_told_again
):
    clock = SetClock(utc_now())
    network = MemoryNetwork()
    networks = Networks(texts=network, calls=network, public_base_url="https://care.example.org")
    tools = Tools(database=database, networks=networks, clock=clock, webhooks_to_private=True)
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        account = a_staff_account(session, roles={Role.COORDINATOR}, centre=centre)
        wish = WebhookWish(
            label="the city's system", url=f"{receiver.url}/events",
            events=[EventName.CASE_OPENED, EventName.CASE_CLOSED],
        )  # fmt: skip
        hook = add_webhook(session, account, wish, lets_private=True, now=clock())
        resident = a_resident(session, centre=centre)
        case = a_case(session, resident=resident, now=clock())
    receiver.answers = 500
    assert tell_events(tools) == 1
    receiver.answers = 200
    with database.writing(town_scope) as session:
        close_case(
            session, case_id=case.id, outcome=CaseOutcome.NEED_MET, version=None, by=BY,
            now=clock(),
        )  # fmt: skip
    tell_events(tools)
    clock.advance(timedelta(minutes=1))
    tell_events(tools)
    came = [json.loads(body) for _, body, _ in receiver.got[1:]]
    assert [each["type"] for each in came] == ["case.closed", "case.opened"]
    if is_told_again:
        with database.writing(town_scope) as session:
            mine = session.get_one(Webhook, hook.id)
            of_it = TimelineEntry.subject_id == case.id
            replay_events(session, mine, which=of_it, now=clock())
        tell_events(tools)
        assert len(receiver.got) > len(came) + 1
    assert {each["data"]["subject_id"] for each in came} == {str(case.id)}
    assert came[0]["data"]["place"] > came[1]["data"]["place"]
    follower = Follower()
    for headers, body, _ in receiver.got[1:]:
        follower.take(headers, body)
    assert follower.status == {str(case.id): "case.closed"}
