"""A stand-in for a routing server: strict about what it is asked, and it misbehaves on request."""

from __future__ import annotations

import json
import re
import threading
from enum import StrEnum
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

_PLACE = re.compile(r"-?\d{1,3}\.\d{5},-?\d{1,2}\.\d{5}")
SECONDS_EACH = 61
"""The first start walks 61 s, the second twice as long."""


class Mood(StrEnum):
    """How the next request is treated."""

    WELL = "well"
    SOME_UNKNOWN = "some_unknown"
    NO_ROUTES = "no_routes"
    TOO_FEW = "too_few"
    NOT_A_NUMBER = "not_a_number"
    NO_JSON = "no_json"
    ERROR = "error"
    HANG = "hang"
    CUT_OFF = "cut_off"


class RoutingStandIn:
    """Answers `table` for walks. Use as a context manager; `base_url` is for the settings."""

    def __init__(self) -> None:
        self.mood = Mood.WELL
        self.asked: list[int] = []
        """How many starts each request had."""
        self.wrong: list[str] = []
        self.hangs = threading.Event()
        self.go_on = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def base_url(self) -> str:
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str) -> tuple[HTTPStatus, bytes]:
        """Check every part of the request; one that is wrong is kept and refused."""
        parts = urlsplit(path)
        places = parts.path.removeprefix("/table/v1/foot/").split(";")
        query = parse_qs(parts.query)
        starts = len(places) - 1
        expected = {
            "sources": [";".join(str(at) for at in range(starts))],
            "destinations": [str(starts)],
            "annotations": ["duration"],
        }
        is_whole = parts.path.startswith("/table/v1/foot/") and starts >= 1
        if not is_whole or query != expected or not all(map(_PLACE.fullmatch, places)):
            self.wrong.append(path)
            return HTTPStatus.BAD_REQUEST, b'{"code": "InvalidQuery"}'
        self.asked.append(starts)
        return self._moody(starts)

    def _moody(self, starts: int) -> tuple[HTTPStatus, bytes]:
        rows: list[list[Any]] = [[SECONDS_EACH * (at + 1)] for at in range(starts)]
        if self.mood is Mood.HANG:
            self.hangs.set()
            self.go_on.wait(timeout=20)
        if self.mood is Mood.ERROR:
            return HTTPStatus.INTERNAL_SERVER_ERROR, b"{}"
        if self.mood is Mood.NO_JSON:
            return HTTPStatus.OK, b"<html>"
        if self.mood is Mood.SOME_UNKNOWN:
            rows[0] = [None]
        if self.mood is Mood.TOO_FEW:
            rows = rows[1:]
        if self.mood is Mood.NOT_A_NUMBER:
            rows[0] = ["soon"]
        code = "NoTable" if self.mood is Mood.NO_ROUTES else "Ok"
        return HTTPStatus.OK, json.dumps({"code": code, "durations": rows}).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, body = stand_in.answer(self.path)
                whole = len(body)
                if stand_in.mood is Mood.CUT_OFF:
                    body = body[: whole // 2]
                try:
                    self.send_response(status)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(whole))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    # Whoever asked did not wait.
                    return

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
