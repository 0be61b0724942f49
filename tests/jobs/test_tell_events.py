"""Events reach a real server, signed, once; what fails is tried for a day and then given up."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from standardwebhooks import Webhook as Verifier
from standardwebhooks import WebhookVerificationError

from hopecare.clock import SetClock, utc_now
from hopecare.domain.events import KEPT_FOR_STOPPED, EventName, next_try
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.jobs.tell_events import tell_events
from hopecare.jobs.tools import Tools
from hopecare.queries.systems import set_aside
from hopecare.services.add_webhook import WebhookWish, add_webhook
from hopecare.services.claim_sendings import claim_sendings
from hopecare.services.disable_account import disable_account
from hopecare.services.place_events import place_events
from hopecare.services.record_sending import record_sending
from hopecare.services.replay_events import replay_events
from hopecare.services.stop_webhook import stop_webhook
from models import Account, SendingState, TimelineEntry, Webhook, WebhookSending
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from notifications.webhook_post import post_event, safe_address
from tests.factories.cases import a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town
from tests.standin.listener import Receiver

pytestmark = pytest.mark.both_databases

BASE = "https://care.example.org"


@pytest.fixture
def receiver():
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def town(database, town_scope, receiver):
    """Two centres, and a webhook of a coordinator of the first."""
    clock = SetClock(utc_now())
    with database.writing(town_scope) as session:
        a_town(session)
        here, elsewhere = a_centre(session), a_centre(session, name="서부희망케어센터")
        account = a_staff_account(session, roles={Role.COORDINATOR}, centre=here)
        wish = WebhookWish(
            label="the city's system",
            url=f"{receiver.url}/events",
            events=[EventName.CASE_OPENED, EventName.ALERT_RAISED],
        )
        hook = add_webhook(session, account, wish, lets_private=True, now=clock())
    return here, elsewhere, account, hook, tools_of(database, clock)


def tools_of(database, clock):
    network = MemoryNetwork()
    networks = Networks(texts=network, calls=network, public_base_url=BASE)
    return Tools(database=database, networks=networks, clock=clock, webhooks_to_private=True)


def open_a_case(database, scope, centre):
    with database.writing(scope) as session:
        return a_case(session, resident=a_resident(session, centre=centre, name="옥담비"))


def sendings(database, scope):
    with database.reading(scope) as session:
        return session.scalars(select(WebhookSending).order_by(WebhookSending.id)).all()


def test_an_event_arrives_once_signed_and_without_anybody_in_it(
    database, town_scope, town, receiver
):
    here, elsewhere, _, hook, tools = town
    case = open_a_case(database, town_scope, here)
    open_a_case(database, town_scope, elsewhere)
    assert (tell_events(tools), tell_events(tools)) == (1, 0)
    ((headers, body, _),) = receiver.got
    told = Verifier(hook.secret).verify(body, {k.lower(): v for k, v in headers.items()})
    assert (told["type"], told["data"]["case_id"]) == ("case.opened", str(case.id))
    assert f"{BASE}/api/v1/cases/{case.id}" in told["data"]["links"]
    assert "옥담비" not in body.decode()
    with pytest.raises(WebhookVerificationError):
        Verifier(hook.secret).verify(
            body.replace(b"case.opened", b"case.closed"),
            {k.lower(): v for k, v in headers.items()},
        )


def test_places_follow_each_other_and_nothing_is_numbered_twice(database, town_scope, town):
    here, *_, tools = town
    for _ in range(2):
        open_a_case(database, town_scope, here)
        tell_events(tools)
    with database.reading(town_scope) as session:
        places = session.scalars(select(TimelineEntry.place)).all()
    assert sorted(places) == list(range(1, len(places) + 1))


def test_a_redirect_is_a_failure_and_is_tried_again_later(database, town_scope, town, receiver):
    here, _, _, _, tools = town
    open_a_case(database, town_scope, here)
    receiver.answers = 302
    assert tell_events(tools) == 1
    assert [path for *_, path in receiver.got] == ["/events"]
    assert tell_events(tools) == 0
    tools.clock.advance(timedelta(seconds=10))
    receiver.answers = 200
    assert tell_events(tools) == 1
    ids = [headers["webhook-id"] for headers, *_ in receiver.got]
    assert ids[0] == ids[1]
    (sending,) = sendings(database, town_scope)
    assert (sending.state, sending.tries, sending.last_status) == (SendingState.SENT, 2, 200)


def test_after_a_day_it_is_given_up_stopped_and_can_be_replayed(
    database, town_scope, town, receiver
):
    here, _, _, hook, tools = town
    open_a_case(database, town_scope, here)
    receiver.answers = 500
    begun = tools.clock()
    for _ in range(40):
        tell_events(tools)
        tools.clock.advance(timedelta(hours=1))
    (sending,) = sendings(database, town_scope)
    assert (sending.state, sending.tries) == (SendingState.GIVEN_UP, 11)
    with database.reading(town_scope) as session:
        stopped = session.get_one(Webhook, hook.id)
        assert timedelta(hours=20) < stopped.failed_at - begun < timedelta(hours=40)
    receiver.answers = 200
    with database.writing(town_scope) as session:
        running = stop_webhook(session, webhook_id=hook.id, stops=False, now=tools.clock())
        every = TimelineEntry.at >= begun - timedelta(days=3650)
        assert replay_events(session, running, which=every, now=tools.clock()) == 1
    assert tell_events(tools) == 1
    assert sendings(database, town_scope)[0].state is SendingState.SENT


def place_of(body):
    return json.loads(body)["data"]["place"]


def test_one_event_that_is_always_refused_is_set_aside_and_the_others_go_on(
    database, town_scope, town, receiver
):
    here, _, _, hook, tools = town
    open_a_case(database, town_scope, here)
    receiver.answers = 500
    tell_events(tools)
    bad = place_of(receiver.got[0][1])
    receiver.refuses = lambda body: place_of(body) == bad
    receiver.answers = 204
    for hour in range(40):
        if hour % 4 == 0:
            open_a_case(database, town_scope, here)
        tell_events(tools)
        tools.clock.advance(timedelta(hours=1))
    states = [each.state for each in sendings(database, town_scope)]
    assert (states.count(SendingState.GIVEN_UP), states.count(SendingState.SENT)) == (1, 10)
    with database.writing(town_scope) as session:
        running = session.get_one(Webhook, hook.id)
        assert (running.disabled_at, running.failed_at) == (None, None)
        (refused,) = set_aside(session, mine=Webhook.id == hook.id)
        assert (refused.entry.place, refused.sending.last_status) == (bad, 500)
        which = TimelineEntry.id == refused.entry.id
        assert replay_events(session, running, which=which, now=tools.clock()) == 1
    receiver.refuses = None
    assert tell_events(tools) == 1
    assert {each.state for each in sendings(database, town_scope)} == {SendingState.SENT}


def test_one_event_that_nobody_ever_answers_keeps_the_others_waiting_for_minutes(
    database, town_scope, town, receiver
):
    here, _, _, hook, tools = town
    for _ in range(60):
        open_a_case(database, town_scope, here)
    _place(database, town_scope, tools.clock())
    with database.reading(town_scope) as session:
        first = sendings(database, town_scope)[0]
        bad = session.get_one(TimelineEntry, first.entry_id).place
    receiver.hangs_up = lambda body: place_of(body) == bad
    for _ in range(5):
        tell_events(tools)
        tools.clock.advance(timedelta(minutes=1))
    states = [each.state for each in sendings(database, town_scope)]
    assert (states.count(SendingState.WAITING), states.count(SendingState.SENT)) == (1, 59)
    for _ in range(40):
        tell_events(tools)
        tools.clock.advance(timedelta(hours=1))
    with database.reading(town_scope) as session:
        (silent,) = set_aside(session, mine=Webhook.id == hook.id)
        assert (silent.entry.place, silent.sending.last_status) == (bad, None)


def test_an_address_that_answers_again_hears_so_within_minutes(
    database, town_scope, town, receiver
):
    here, *_, tools = town
    for _ in range(30):
        open_a_case(database, town_scope, here)
    receiver.hangs_up = lambda _: True
    for _ in range(32):
        tell_events(tools)
        tools.clock.advance(timedelta(minutes=15))
    receiver.hangs_up = None
    for _ in range(3):
        tell_events(tools)
        tools.clock.advance(timedelta(minutes=15))
    states = [each.state for each in sendings(database, town_scope)]
    assert states.count(SendingState.SENT) >= 10


def test_an_address_that_took_its_last_event_long_ago_is_stopped(
    database, town_scope, town, receiver
):
    here, _, _, hook, tools = town
    open_a_case(database, town_scope, here)
    tell_events(tools)
    tools.clock.advance(timedelta(hours=6))
    receiver.answers = 500
    for _ in range(2):
        open_a_case(database, town_scope, here)
    for _ in range(40):
        tell_events(tools)
        tools.clock.advance(timedelta(hours=1))
    with database.reading(town_scope) as session:
        assert session.get_one(Webhook, hook.id).failed_at is not None


def test_what_may_not_be_read_any_more_keeps_nobody_waiting(database, town_scope, town, receiver):
    here, elsewhere, account, _, tools = town
    for _ in range(6):
        open_a_case(database, town_scope, here)
    _place(database, town_scope, tools.clock())
    with database.writing(town_scope) as session:
        session.get_one(Account, account.id).centre_id = elsewhere.id
    tools.clock.advance(timedelta(minutes=1))
    open_a_case(database, town_scope, elsewhere)
    assert tell_events(tools) == 1
    assert len(receiver.got) == 1
    assert len(sendings(database, town_scope)) == 1


def test_what_happens_while_it_is_stopped_waits_until_it_runs_again(
    database, town_scope, town, receiver
):
    here, _, _, hook, tools = town
    _run(database, town_scope, hook, stops=True, now=tools.clock())
    open_a_case(database, town_scope, here)
    assert tell_events(tools) == 0
    assert [each.state for each in sendings(database, town_scope)] == [SendingState.WAITING]
    _run(database, town_scope, hook, stops=False, now=tools.clock())
    assert (tell_events(tools), tell_events(tools)) == (1, 0)
    assert len(receiver.got) == 1


def test_for_an_address_that_stays_stopped_nothing_piles_up(database, town_scope, town):
    here, _, _, hook, tools = town
    _run(database, town_scope, hook, stops=True, now=tools.clock())
    tools.clock.advance(KEPT_FOR_STOPPED)
    open_a_case(database, town_scope, here)
    assert tell_events(tools) == 0
    assert sendings(database, town_scope) == []


def _run(database, scope, hook, *, stops, now):
    with database.writing(scope) as session:
        stop_webhook(session, webhook_id=hook.id, stops=stops, now=now)


@pytest.fixture
def dead(database, town_scope, town):
    """Another system of the same account, at an address where nobody answers; first in line."""
    _, _, account, hook, tools = town
    gone = Receiver()
    gone.close()
    wish = WebhookWish(label="a dead one", url=gone.url, events=[EventName.CASE_OPENED])
    with database.writing(town_scope) as session:
        made = add_webhook(session, account, wish, lets_private=True, now=tools.clock())
        session.delete(session.get_one(Webhook, hook.id))
        wish = WebhookWish(label="a good one", url=hook.url, events=[EventName.CASE_OPENED])
        add_webhook(session, account, wish, lets_private=True, now=tools.clock())
    return made


def tries_of(database, scope, hook):
    return [each.tries for each in sendings(database, scope) if each.webhook_id == hook.id]


def test_where_nobody_answers_the_rest_waits_and_keeps_no_other_system_waiting(
    database, town_scope, town, receiver, dead
):
    here, *_, tools = town
    for _ in range(12):
        open_a_case(database, town_scope, here)
    tell_events(tools)
    assert len(receiver.got) == 12
    assert sum(tries_of(database, town_scope, dead)) <= 5
    tools.clock.advance(timedelta(seconds=10))
    tell_events(tools)
    assert sum(tries_of(database, town_scope, dead)) <= 10
    with database.writing(town_scope) as session:
        session.get_one(Webhook, dead.id).url = receiver.url
    tools.clock.advance(timedelta(minutes=5))
    tell_events(tools)
    assert len(receiver.got) == 24
    assert {each.state for each in sendings(database, town_scope)} == {SendingState.SENT}


def test_of_many_that_wait_each_system_has_its_turn(database, town_scope, town, receiver, dead):
    here, *_, tools = town
    for _ in range(12):
        open_a_case(database, town_scope, here)
    _place(database, town_scope, tools.clock())
    with database.writing(town_scope) as session:
        claimed = claim_sendings(session, base_url=BASE, now=tools.clock()) or []
    assert {each.url for each in claimed} == {dead.url, f"{receiver.url}/events"}


def test_events_are_told_in_the_order_of_their_places(database, town_scope, town, receiver):
    here, *_, tools = town
    for _ in range(7):
        open_a_case(database, town_scope, here)
    tell_events(tools)
    places = [json.loads(body)["data"]["place"] for _, body, _ in receiver.got]
    assert places == sorted(places)


def test_what_waits_is_not_told_once_the_account_works_elsewhere(
    database, town_scope, town, receiver
):
    here, elsewhere, account, _, tools = town
    open_a_case(database, town_scope, here)
    _place(database, town_scope, tools.clock())
    with database.writing(town_scope) as session:
        session.get_one(Account, account.id).centre_id = elsewhere.id
    assert tell_events(tools) == 0
    assert receiver.got == []
    open_a_case(database, town_scope, elsewhere)
    assert tell_events(tools) == 1


def many_entries(database, scope, centre, number):
    """So many entries of a case that was opened, placed already and told to nobody."""
    case = open_a_case(database, scope, centre)
    with database.writing(scope) as session:
        opened = select(TimelineEntry).where(
            TimelineEntry.case_id == case.id, TimelineEntry.kind == EntryKind.CASE_OPENED
        )
        first = session.scalars(opened).one()
        said = ("town_id", "kind", "at", "by", "person_id", "case_id", "subject_id")
        alike = {name: getattr(first, name) for name in said}
        session.add_all(TimelineEntry(**alike, place=10 + each) for each in range(number))


def test_everything_of_the_days_is_told_again_however_much_it_is(database, town_scope, town):
    here, _, _, hook, tools = town
    many_entries(database, town_scope, here, 1100)
    with database.writing(town_scope) as session:
        every = TimelineEntry.place.is_not(None)
        running = session.get_one(Webhook, hook.id)
        assert replay_events(session, running, which=every, now=tools.clock()) == 1100
    assert len(sendings(database, town_scope)) == 1100


def test_more_than_can_be_told_at_once_is_refused_instead_of_left_out(database, town_scope, town):
    here, _, _, hook, tools = town
    many_entries(database, town_scope, here, 30)
    with database.writing(town_scope) as session:
        every, running = TimelineEntry.place.is_not(None), session.get_one(Webhook, hook.id)
        with pytest.raises(InvalidInputError) as refused:
            replay_events(session, running, which=every, now=tools.clock(), most=29)
        assert refused.value.fields == {"from_on": ["fewer_days"]}
        assert replay_events(session, running, which=every, now=tools.clock(), most=30) == 30


def test_two_workers_never_have_the_same_event_and_a_crashed_ones_is_taken_over(
    database, town_scope, town
):
    here, _, _, _, tools = town
    open_a_case(database, town_scope, here)
    now = tools.clock()
    _place(database, town_scope, now)
    with database.writing(town_scope) as session:
        (first,) = claim_sendings(session, base_url=BASE, now=now) or []
    with database.writing(town_scope) as session:
        assert claim_sendings(session, base_url=BASE, now=now) is None
        later = now + timedelta(minutes=3)
        (second,) = claim_sendings(session, base_url=BASE, now=later) or []
    with database.writing(town_scope) as session:
        said = {"sending_id": first.sending_id, "status": 200, "spread": 0.0, "now": later}
        assert record_sending(session, tries=first.tries, **said) is None
        assert record_sending(session, tries=second.tries, **said) is not None
        assert record_sending(session, tries=second.tries, **said) is None


def _place(database, scope, now):
    with database.writing(scope) as session:
        place_events(session, town_id=scope.town_id, now=now)


def test_whoever_may_read_nothing_any_more_is_told_nothing(database, town_scope, town, receiver):
    here, _, account, _, tools = town
    with database.writing(town_scope) as session:
        disable_account(session, account_id=account.id, now=tools.clock())
    open_a_case(database, town_scope, here)
    tell_events(tools)
    assert receiver.got == []


def test_what_was_laid_out_before_the_account_was_disabled_is_not_sent(
    database, town_scope, town, receiver
):
    here, _, account, hook, tools = town
    open_a_case(database, town_scope, here)
    _place(database, town_scope, tools.clock())
    (waiting,) = sendings(database, town_scope)
    with database.writing(town_scope) as session:
        disable_account(session, account_id=account.id, now=tools.clock())
        running = session.get_one(Webhook, hook.id)
        every = TimelineEntry.place.is_not(None)
        assert replay_events(session, running, which=every, now=tools.clock()) == 0
    assert tell_events(tools) == 0
    assert receiver.got == []
    (still,) = sendings(database, town_scope)
    assert (waiting.tries, still.tries) == (0, 0)


@pytest.mark.parametrize(
    "url", ["http://example.org/", "https://", "ftp://x.org", "https://u:p@x.org", "no"]
)
def test_an_address_that_is_not_safe_is_refused(database, town_scope, town, url):
    _, _, account, _, tools = town
    wish = WebhookWish(label="x", url=url, events=[EventName.CASE_OPENED])
    with database.writing(town_scope) as session, pytest.raises(InvalidInputError):
        add_webhook(session, account, wish, lets_private=False, now=tools.clock())


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "10.0.0.8", "192.168.1.1", "169.254.169.254", "::1", "fe80::1",
     "::ffff:127.0.0.1", "0.0.0.0",  # noqa: S104
     "100.64.0.1", "224.0.0.1",
     "64:ff9b::a9fe:a9fe", "::7f00:1", "fec0::1", "64:ff9b:1::1", "2002:7f00:1::"],
)  # fmt: skip
def test_no_address_of_an_own_network_is_spoken_to(host):
    assert safe_address(host, 443, lets_private=False) is None


@pytest.mark.parametrize("host", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_a_public_address_is_spoken_to_also_where_it_is_translated(host):
    assert safe_address(host, 443, lets_private=False) == host


def test_a_server_on_this_machine_hears_nothing_unless_it_may(receiver):
    body = json.dumps({}).encode()
    assert post_event(receiver.url, headers={}, body=body, lets_private=False) is None
    assert receiver.got == []
    assert post_event(receiver.url, headers={}, body=body, lets_private=True) == 204


def test_tries_go_on_for_over_a_day_and_spread_out():
    waits = [wait for tries in range(1, 13) if (wait := next_try(tries, 0.5)) is not None]
    assert len(waits) == 10
    assert sum(waits, timedelta()) > timedelta(days=1)
    assert waits == sorted(waits)
    early, late = next_try(3, 0.0), next_try(3, 1.0)
    assert early is not None
    assert late is not None
    assert early < late
