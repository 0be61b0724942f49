"""Another system that listens to events: a real server on this machine."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Receiver:
    """Another system: keeps what it was sent, and answers as it is told to."""

    def __init__(self):
        self.got: list[tuple[dict[str, str], bytes, str]] = []
        self.answers = 204
        self.refuses: Callable[[bytes], bool] | None = None
        """Which bodies it answers with 500, where it does of some."""
        self.hangs_up: Callable[[bytes], bool] | None = None
        """At which bodies it ends the line without a word, as one that takes too long does."""
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.got.append((dict(self.headers), body, self.path))
                if receiver.hangs_up is not None and receiver.hangs_up(body):
                    self.close_connection = True
                    return
                is_refused = receiver.refuses is not None and receiver.refuses(body)
                self.send_response(500 if is_refused else receiver.answers)
                self.send_header("Location", receiver.url + "/elsewhere")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()
