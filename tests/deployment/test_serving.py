"""gunicorn and the worker, started as the units and the image start them, on both databases."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.deployment.test_files import SECRETS
from tests.standin.twilio import TwilioStandIn

ROOT = Path(__file__).parents[2]
SERVE = ("-m", "gunicorn", "--config", "deploy/gunicorn_conf.py", "wsgi:app")
WORK = ("-m", "hopecare.worker")
LONGEST_S = 80
OWN_PORTS = range(20_000, 30_000)
"""Below those that Linux gives to whoever names none (32,768 and up)."""


@pytest.fixture
def production(database, tmp_path):
    """The environment of a machine that serves real people, beside a Twilio that stands in."""
    machine = {name: value for name, value in os.environ.items() if "HOPECARE" not in name}
    given = {
        **machine,
        **SECRETS,
        "HOPECARE_TWILIO_ACCOUNT_SID": TwilioStandIn.account_sid,
        "HOPECARE_TWILIO_AUTH_TOKEN": TwilioStandIn.auth_token,
        "HOPECARE_TWILIO_FROM_NUMBER": TwilioStandIn.number,
        "HOPECARE_ENVIRONMENT": "production",
        "HOPECARE_DATABASE_URL": database.url,
        "HOPECARE_DATA_DIR": str(tmp_path),
        "HOPECARE_PORT": str(free_port()),
        "HOPECARE_TRUSTED_PROXIES": "1",
        "HOPECARE_WORKER_EMBEDDED": "no",
        "WEB_CONCURRENCY": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with TwilioStandIn() as twilio:
        yield given | {"HOPECARE_TWILIO_API_BASE": twilio.base_url}


def free_port():
    """One the kernel gives to nobody by itself: no other test can get it before it is listened on.

    Each process of the run begins elsewhere.
    """
    first = OWN_PORTS.start + os.getpid() * 7 % len(OWN_PORTS)
    for port in (*range(first, OWN_PORTS.stop), *range(OWN_PORTS.start, first)):
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port
    raise AssertionError("every port is taken")


@contextmanager
def started(command, environment, log):
    """A program of HopeCare, asked to stop at the end, which it does by itself and well."""
    with log.open("w") as lines:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdout=lines, stderr=lines
        )
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(LONGEST_S) == 0, log.read_text()
    finally:
        process.kill()
        process.wait()


def ask(environment, path, headers=None):
    """What the web process answers, headers and all; None while it does not listen."""
    connection = http.client.HTTPConnection("127.0.0.1", int(environment["HOPECARE_PORT"]))
    with closing(connection), suppress(ConnectionRefusedError):
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    return None


def asked_until(environment, path, status):
    ends = time.monotonic() + LONGEST_S
    answer = None
    while answer is None or answer[0] != status:
        assert time.monotonic() < ends, answer
        time.sleep(0.1)
        answer = ask(environment, path)
    return answer


def health(environment) -> int:
    command = [sys.executable, "deploy/health.py"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def test_web_and_worker_serve_beside_each_other_and_stop_when_asked(production, tmp_path):
    assert health(production) == 1, "nobody listens yet"
    web, work = tmp_path / "web.log", tmp_path / "worker.log"
    with started(SERVE, production, web):
        asked_until(production, "/health", 503)
        assert health(production) == 1, "the worker is silent"
        with started(WORK, production, work):
            asked_until(production, "/health", 200)
            assert health(production) == 0
            _status, headers, page = ask(production, "/sign-in", {"X-Forwarded-Proto": "https"})
    assert b"<form" in page
    assert "max-age" in headers["Strict-Transport-Security"]
    assert "Secure" in headers["Set-Cookie"]
    facts = [json.loads(line) for line in work.read_text().splitlines() if line[0] == "{"]
    assert [line["message"] for line in facts] == ["worker started", "worker stopped"]
    assert '"level": "ERROR"' not in web.read_text()
    assert web.read_text().count("Booting worker") == int(production["WEB_CONCURRENCY"])


@pytest.mark.parametrize("missing", ["HOPECARE_DATA_KEY", "HOPECARE_TWILIO_AUTH_TOKEN"])
def test_gunicorn_refuses_once_and_says_what_is_missing(missing, tmp_path):
    given = {name: value for name, value in SECRETS.items() if name != missing}
    refused = subprocess.run(
        [sys.executable, *SERVE],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "HOPECARE_ENVIRONMENT": "production",
            "HOPECARE_DATA_DIR": str(tmp_path),
            **given,
        },
        check=False,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
    )
    assert refused.returncode == 1
    assert missing in refused.stderr
    assert "Traceback" not in refused.stderr
