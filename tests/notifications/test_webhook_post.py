"""A receiver that never ends holds nobody up: the whole exchange has its time."""

from __future__ import annotations

import socket
from contextlib import closing, suppress
from threading import Event, Thread
from time import monotonic

import pytest

from hopecare.domain.events import LEASE
from hopecare.services.claim_sendings import MOST
from notifications.webhook_post import TIMEOUTS_S, WHOLE_S, post_event

WHOLE = 1.0
ENOUGH = 60.0
"""Far above `WHOLE`, as a busy machine needs; a dribbling receiver would take far longer."""
HEAD = b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 3000 + b"\r\n\r\n"
TLS_RECORD = b"\x16\x03\x03\x40\x00" + b"\x02" + bytes(3000)
"""The beginning of a handshake that takes its time."""


class Receiver:
    """Takes one connection and answers a byte at a time, or all at once and then without end."""

    def __init__(self, at_once, dribbled):
        self.at_once, self.dribbled = at_once, dribbled
        self.sent, self.gone = 0, Event()
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        with (
            suppress(OSError),
            closing(self.listening),
            closing(self.listening.accept()[0]) as line,
        ):
            line.recv(65536)
            line.sendall(self.at_once)
            for byte in self.dribbled:
                line.sendall(bytes([byte]))
                self.sent += 1
                self.gone.wait(0.05)
        self.gone.set()


def tell(receiver, scheme="http"):
    began = monotonic()
    status = post_event(
        f"{scheme}://127.0.0.1:{receiver.port}/hook", headers={}, body=b"{}", lets_private=True,
        whole_s=WHOLE,
    )  # fmt: skip
    took = monotonic() - began
    assert took < ENOUGH
    return status, took


@pytest.mark.parametrize(("scheme", "dribbled"), [("http", HEAD), ("https", TLS_RECORD)])
def test_an_answer_that_dribbles_is_cut_when_its_time_is_over(scheme, dribbled):
    receiver = Receiver(b"", dribbled)
    status, took = tell(receiver, scheme)
    assert status is None
    assert took >= WHOLE
    assert receiver.sent > 0
    assert receiver.gone.wait(ENOUGH), "the line was not let go"


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK", b"HTTP/1.1 302 Found\r\nLocation: /elsewhere"]
)
def test_of_an_answer_only_its_head_is_read(head):
    """Neither is a body that has no end, nor that of a redirect."""
    receiver = Receiver(head + b"\r\nContent-Length: 999999999\r\n\r\n", b"x" * 3000)
    status, _ = tell(receiver)
    assert status == int(head.split()[1])
    assert receiver.gone.wait(ENOUGH)
    assert receiver.sent < 1000


def test_five_that_are_sent_at_once_end_within_their_lease():
    to_connect, _ = TIMEOUTS_S
    assert LEASE.total_seconds() > MOST * (to_connect + WHOLE_S)
