"""The worker's sending against a bare loop of the same client, on as many lines.

Both speak to the same stand-in, which runs in a process of its own. At full size the ratio is held
to its goal: 0.90 where the network takes 100 ms for each text, and 0.80 where it takes nothing. The
bare loop runs before and after, so that a machine that slows down slows both.
"""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from requests.adapters import HTTPAdapter
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from uuid_utils.compat import uuid7

from hopecare.clock import SetClock
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from hopecare.jobs.lines import LINES
from hopecare.jobs.tools import Tools
from notifications.routing import Networks
from notifications.twilio_client import TIMEOUT_S, TwilioAccount
from notifications.twilio_sms import TwilioSms
from notifications.twilio_voice import TwilioVoice
from tests.benchmarks.due_minute import lay, learn
from tests.factories.towns import NOW
from tests.standin.twilio import TwilioStandIn

ROOT = Path(__file__).parents[2]
FULL, SMALL = 1_500, 40
GOAL = {0.1: 0.90, 0.0: 0.80}


@contextmanager
def network(latency_s):
    words = [sys.executable, "-m", "tests.standin.serve", str(latency_s)]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.terminate()


def taken(process):
    """How many texts the stand-in took, and how many of them are no repeats."""
    process.stdin.write("\n")
    process.stdin.flush()
    return [int(number) for number in process.stdout.readline().split()]


def texts_to(base_url):
    account = TwilioAccount(
        account_sid=TwilioStandIn.account_sid,
        auth_token=TwilioStandIn.auth_token,
        public_base_url="https://care.example.org",
        sender=TwilioStandIn.number,
        voice_sender=TwilioStandIn.number,
        api_base=base_url,
    )
    return TwilioSms(account), TwilioVoice(account)


def bare_client(base_url):
    """Twilio's own client as it comes, but for a timeout and as many kept lines as it has users."""
    http = TwilioHttpClient(timeout=TIMEOUT_S)
    http.session.mount("http://", HTTPAdapter(pool_connections=LINES, pool_maxsize=LINES))
    client = Client(TwilioStandIn.account_sid, TwilioStandIn.auth_token, http_client=http)
    client.api.base_url = base_url
    return client


def bare_loop(client, size):
    """Send as many texts by the client alone; gives texts a second, and its CPU seconds."""

    def send(number):
        message_id = uuid7()
        return client.messages.create(
            to=f"+8210{number:08d}",
            from_=TwilioStandIn.number,
            body=f"{number}: a check-in of the usual length, answered by one key.",
            status_callback=f"https://care.example.org/webhooks/twilio/status?mid={message_id}&a=1",
            validity_period=7200,
        ).sid

    began, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(max_workers=LINES) as lines:
        sids = list(lines.map(send, range(size)))
    rate, cpu = size / (time.perf_counter() - began), time.process_time() - cpu
    assert all(sids)
    return rate, cpu


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("latency_s", [0.1, 0.0], ids=["100 ms", "0 ms"])
def test_a_drain_beside_the_bare_client(
    benchmark, database, town_scope, pytestconfig, capsys, latency_s
):
    size = FULL if pytestconfig.getoption("benchmark_enable") else SMALL
    lay(database, town_scope, due=size, plans=size)
    with network(latency_s) as (base_url, process):
        texts, calls = texts_to(base_url)
        client = bare_client(base_url)
        tools = Tools(
            database=database, networks=Networks(texts=texts, calls=calls), clock=SetClock(NOW)
        )
        ask_due_check_ins(tools)
        learn(database)
        before, cpu_before = bare_loop(client, size)
        cpu = time.process_time()
        assert benchmark.pedantic(deliver, args=(tools,), rounds=1) == size
        cpu = time.process_time() - cpu
        after, cpu_after = bare_loop(client, size)
        # The bare loop says each of its texts twice, the worker each of its own once.
        assert taken(process) == [3 * size, 2 * size]
    if benchmark.stats is not None:
        rate, bare = size / benchmark.stats.stats.max, (before + after) / 2
        kind = "sqlite" if database.is_sqlite else "postgresql"
        with capsys.disabled():
            sys.stdout.write(
                f"\n{kind}, {latency_s * 1000:.0f} ms: {rate:.0f} texts/s,"
                f" {rate / bare:.2f} of the bare client's {bare:.0f}"
                f" (goal {GOAL[latency_s]:.2f}); {cpu / size * 1000:.2f} ms of CPU a text,"
                f" {(cpu_before + cpu_after) / 2 / size * 1000:.2f} ms the bare client's\n"
            )
        assert rate / bare >= GOAL[latency_s]
