"""Another process holds SQLite: the network hears no yes before what it tells us is written.

So it tells us again, or we find it in its list: nothing is lost, and nothing is taken in twice.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import select
from waitress.server import create_server

from hopecare.__main__ import THREADS
from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.jobs.heartbeat import beat
from hopecare.jobs.sweep_inbound import sweep_inbound
from hopecare.jobs.tools import Tools
from models import CheckInSlot, InboundMessage, Message
from notifications.routing import networks_of
from tests.blueprints.test_webhooks import PUBLIC, Door
from tests.standin.twilio import HUNG_UP, over_http

INBOUND = f"{PUBLIC}/webhooks/twilio/inbound"
OUR_PATIENCE_S = 60
"""So long we wait for our turn to write: longer than the network waits for us."""
HOLDS = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
print(time.monotonic(), flush=True)
connection.execute("ROLLBACK")
"""
"""Says when it holds, and until when it surely did, by the clock that all processes share."""


class ServedDoor(Door):
    """The application behind the server it has everywhere, and a network that hangs up."""

    waits_s = 15.0
    port = 0

    def _post(self, url, fields, headers):
        here = f"http://127.0.0.1:{self.port}"
        return over_http(url.replace(PUBLIC, here, 1), fields, headers, self.waits_s)


@pytest.fixture
def door(sqlite, make_app):
    """A resident who was asked, in a town whose pages are served."""
    made = ServedDoor(sqlite, make_app, "two-way")
    server = create_server(made.app, host="127.0.0.1", port=0, threads=THREADS)
    made.port = server.effective_port
    is_over = threading.Event()
    serving = threading.Thread(target=serve, args=(server, is_over))
    with made.twilio:
        made.twilio.clock = lambda: made.now
        made.ask()
        serving.start()
        yield made
    server.task_dispatcher.shutdown()
    is_over.set()
    server.close()
    serving.join()


def serve(server, is_over):
    """Serve until it is closed, which may come while it waits on the very socket that closes."""
    try:
        server.run()
    except OSError:
        if not is_over.is_set():
            raise


@contextmanager
def held(database, seconds):
    """Another process writes, and does not come to an end for so long."""
    words = [sys.executable, "-c", HOLDS, database.engine.url.database, str(seconds)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        yield other
        assert other.wait() == 0  # before its pipe is closed: it still says until when it held


def sweep(door):
    networks = networks_of(door.app.extensions["hopecare.desk"].settings)
    tools = Tools(database=door.database, networks=networks, clock=lambda: door.now)
    found = sweep_inbound(tools)
    beat(tools, job="sweep_inbound", handled=found)
    return found


def rows(door, table):
    with door.database.reading(AllTowns()) as session:
        return session.scalars(select(table)).all()


def tell(door, number):
    """The network tells us twice, as it does when nobody says yes: what it heard, and when."""
    (asked,) = door.twilio.texts
    sid = f"SM{number:032x}"
    sender = asked.fields["To"] if number == 1 else f"+8210{number:08d}"
    return [
        (door.twilio.text_in(INBOUND, sender=sender, body="1", sid=sid), time.monotonic())
        for _ in range(2)
    ]


def report(door):
    """The same with a word about the question we sent."""
    (asked,) = door.twilio.texts
    return [(door.twilio.report(asked, "delivered"), time.monotonic()) for _ in range(2)]


@pytest.mark.timeout(180)
def test_while_another_process_writes_nothing_is_said_to_be_taken(door, full_size):
    held_s, door.waits_s, texts = (32.0, 15.0, 40) if full_size else (2.0, 0.5, 12)
    with ThreadPoolExecutor(texts + 1) as network, held(door.database, held_s) as other:
        told = [network.submit(tell, door, number) for number in range(1, texts + 1)]
        told.append(network.submit(report, door))
        freed_at = float(other.stdout.readline())
    early = {said for each in told for said, at in each.result() if at < freed_at}
    assert early == {HUNG_UP}

    door.now += timedelta(minutes=4)
    sweep(door)
    assert [said for said, _ in report(door)] == [204, 204]
    kept = sorted(row.provider_sid for row in rows(door, InboundMessage))
    assert kept == [f"SM{number:032x}" for number in range(1, texts + 1)]
    assert door.one(CheckInSlot).status is SlotStatus.ANSWERED
    (asked,) = [row for row in rows(door, Message) if row.slot_id]
    assert asked.status is MessageStatus.DELIVERED


def test_a_lock_that_outlasts_our_patience_is_an_error_to_the_network(door, full_size):
    if not full_size:
        pytest.skip("waits for more than a minute: at full size only")
    door.waits_s = OUR_PATIENCE_S + 60.0
    with ThreadPoolExecutor(2) as network, held(door.database, OUR_PATIENCE_S + 20.0):
        told = [network.submit(tell, door, 1), network.submit(report, door)]
        time.sleep(OUR_PATIENCE_S + 10.0)  # a busy machine begins to ask some seconds late
        assert rows(door, InboundMessage) == []
    first, second = ([said for said, _ in each.result()] for each in told)
    assert (first, second) == ([500, 200], [500, 204])
    assert len(rows(door, InboundMessage)) == 1
