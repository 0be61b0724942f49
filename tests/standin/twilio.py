"""A stand-in for Twilio: a strict HTTP server that keeps state, misbehaves and calls back.

It checks every field of every request, gives unique identifiers, lists by number, signs what it
posts to our webhooks with its own implementation of the signature, and counts what it took: the
fault tests count at this side of the wire.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit
from xml.etree import ElementTree as ET

from hopecare.clock import Clock, utc_now
from tests.standin.twilio_fields import since_of, wrong_call, wrong_list, wrong_message

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    Post = Callable[[str, dict[str, str], dict[str, str]], tuple[int, str]]


class Mood(StrEnum):
    """How the next request is treated."""

    WELL = "well"
    TOO_MANY = "too_many"
    ERROR_AFTER_ACCEPT = "error_after_accept"
    HANG_AFTER_ACCEPT = "hang_after_accept"
    ERROR_BEFORE_ACCEPT = "error_before_accept"
    CALL_BACK_FIRST = "call_back_first"


class Away(StrEnum):
    """How the provider is away, for every request."""

    UNAVAILABLE = "unavailable"
    """It answers that it cannot answer."""
    SILENT = "silent"
    """It takes the line and says nothing."""


@dataclass
class Taken:
    """A text or call the provider has taken."""

    sid: str
    kind: str
    fields: dict[str, str]
    made_at: datetime
    status: str = "queued"
    error_code: int | None = None
    direction: str = "outbound-api"
    charged: dict[str, str] = field(default_factory=dict)
    """What the list says was counted and charged, once it is."""

    @property
    def waits(self) -> bool:
        """Whether it was taken and has not left yet: then nobody finds it by when it left."""
        return self.status == "queued"

    def shown(self, account: str) -> dict[str, Any]:
        """The resource as Twilio's API shows it."""
        when = format_datetime(self.made_at)
        return {
            "sid": self.sid,
            "account_sid": account,
            "to": self.fields["To"],
            "from": self.fields.get("From"),
            "messaging_service_sid": self.fields.get("MessagingServiceSid"),
            "body": self.fields.get("Body"),
            "status": self.status,
            "error_code": self.error_code,
            "error_message": None,
            "date_created": when,
            "date_updated": when,
            "date_sent": None if self.waits else when,
            "start_time": None if self.waits else when,
            "num_segments": "1",
            "price": None,
            "price_unit": "USD",
            "direction": self.direction,
            "api_version": "2010-04-01",
            **self.charged,
        }


ONE = re.compile(
    r"/2010-04-01/Accounts/(?P<account>AC\w{32})/(?:Messages|Calls)/"
    r"(?P<sid>(?P<kind>SM|CA)\w{32})\.json"
)
"""The address of one text or one call."""
WEBHOOK_WAITS_S = 15.0
"""So long Twilio waits for a webhook's answer; then it hangs up."""
HUNG_UP = 0
"""What a webhook said that did not answer in time: nothing."""


def over_http(
    url: str, fields: dict[str, str], headers: dict[str, str], waits_s: float = WEBHOOK_WAITS_S
) -> tuple[int, str]:
    """Post a webhook over the wire."""
    request = urllib.request.Request(url, urlencode(fields).encode(), headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=waits_s) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read().decode()
    except TimeoutError:
        return HUNG_UP, ""


class _Server(ThreadingHTTPServer):
    """Takes as many callers at once as we have lines."""

    daemon_threads = True
    request_queue_size = 128


class TwilioStandIn:
    """The server. Use as a context manager; `base_url` is what the settings point at."""

    account_sid = "AC" + "a" * 32
    auth_token = "t" * 32
    number = "+15005550006"

    def __init__(
        self,
        post: Post = over_http,
        *,
        hang_s: float = 3.0,
        latency_s: float = 0.0,
        clock: Clock = utc_now,
    ) -> None:
        self.taken: list[Taken] = []
        self.written: list[Taken] = []
        self.fetched: list[str] = []
        self.silent_about: set[str] = set()
        self.moods: list[Mood] = []
        self.away: Away | None = None
        self.answered: list[tuple[str, str]] = []
        self.opted_out: set[str] = set()
        self.landlines: set[str] = set()
        self.hang_s = hang_s
        self.latency_s = latency_s
        self.clock = clock
        self._post = post
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _handler_for(self))
        self.base_url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    # -- what tests ask and do

    @property
    def texts(self) -> list[Taken]:
        """Every text taken, in order."""
        return [one for one in self.taken if one.kind == "SM"]

    @property
    def calls(self) -> list[Taken]:
        """Every call taken, in order."""
        return [one for one in self.taken if one.kind == "CA"]

    def sent_to(self, number: str) -> list[str]:
        """The bodies of the texts taken for a number."""
        return [text.fields["Body"] for text in self.texts if text.fields["To"] == number]

    def report(self, one: Taken, status: str, error_code: int | None = None) -> int:
        """Move a text on and call back, signed; answers the webhook's HTTP status."""
        one.status, one.error_code = status, error_code
        fields = {"MessageSid": one.sid, "MessageStatus": status, "SmsSid": one.sid}
        if error_code is not None:
            fields["ErrorCode"] = str(error_code)
        return self.call_back(one.fields["StatusCallback"], self._about(one) | fields)[0]

    def report_call(self, one: Taken, status: str) -> int:
        """Move a call on and call back, signed."""
        one.status = status
        return self.call_back(one.fields["StatusCallback"], self._call(one))[0]

    def pick_up(self, one: Taken) -> tuple[int, str]:
        """Somebody answers: fetch what to say."""
        one.status = "in-progress"
        return self.call_back(one.fields["Url"], self._call(one))

    def press(self, one: Taken, action: str, digit: str) -> tuple[int, str]:
        """Press a key where the words said to."""
        return self.call_back(action, self._call(one) | {"Digits": digit})

    def text_in(
        self,
        url: str | None,
        *,
        sender: str,
        body: str,
        sid: str | None = None,
        at: datetime | None = None,
    ) -> int:
        """A person writes to our number; without an address, no webhook ever reaches us."""
        if body.strip().upper() in {"STOP", "UNSUBSCRIBE", "CANCEL", "QUIT"}:
            self.opted_out.add(sender)
        fields = {
            "MessageSid": sid or self.new_sid("SM"),
            "AccountSid": self.account_sid,
            "From": sender,
            "To": self.number,
            "Body": body,
            "NumMedia": "0",
        }
        if sid is None or all(one.sid != sid for one in self.written):
            made_at = at or self.clock()
            own = {"From": sender, "To": self.number, "Body": body}
            one = Taken(fields["MessageSid"], "SM", own, made_at, "received", direction="inbound")
            self.written.append(one)
        if not url:
            return 0
        status, twiml = self.call_back(url, fields)
        if status == HTTPStatus.OK and sender not in self.opted_out:
            self.answered += [(sender, said) for said in messages_in(twiml)]
        return status

    def ring_in(
        self, url: str | None, *, caller: str, sid: str | None = None, at: datetime | None = None
    ) -> tuple[int, str]:
        """Somebody rings our number: fetch what to say; without an address, nobody asks us."""
        fields = self._call_in(caller, sid or self.new_sid("CA"))
        if all(one.sid != fields["CallSid"] for one in self.written):
            own = {"From": caller, "To": self.number}
            made_at = at or self.clock()
            one = Taken(fields["CallSid"], "CA", own, made_at, "completed", direction="inbound")
            self.written.append(one)
        return self.call_back(url, fields) if url else (0, "")

    def press_in(self, action: str, digit: str, *, caller: str, sid: str) -> tuple[int, str]:
        """They press a key where the words said to."""
        return self.call_back(action, self._call_in(caller, sid) | {"Digits": digit})

    def _call_in(self, caller: str, sid: str) -> dict[str, str]:
        """Fields of every request about a call to our number."""
        return {
            "CallSid": sid,
            "AccountSid": self.account_sid,
            "From": caller,
            "To": self.number,
            "CallStatus": "ringing",
            "Direction": "inbound",
        }

    def call_back(self, url: str, fields: dict[str, str]) -> tuple[int, str]:
        """Post a webhook with its signature."""
        return self._post(url, fields, {"X-Twilio-Signature": self.signature(url, fields)})

    def signature(self, url: str, fields: dict[str, str]) -> str:
        """HMAC-SHA1 over the exact address and the sorted fields, as Twilio documents it."""
        text = url + "".join(name + fields[name] for name in sorted(fields))
        mac = hmac.new(self.auth_token.encode(), text.encode(), hashlib.sha1)
        return base64.b64encode(mac.digest()).decode()

    # -- what the wire sees

    @property
    def signs_in_as(self) -> str:
        """What stands in every request of ours."""
        pair = f"{self.account_sid}:{self.auth_token}".encode()
        return "Basic " + base64.b64encode(pair).decode()

    def new_sid(self, kind: str) -> str:
        """An identifier nobody had before."""
        self._count = getattr(self, "_count", 0) + 1
        return f"{kind}{self._count:032x}"

    def kind_at(self, address: str) -> str | None:
        """Which resource has this address, or None."""
        start = f"/2010-04-01/Accounts/{self.account_sid}/"
        return {start + "Messages.json": "SM", start + "Calls.json": "CA"}.get(
            urlsplit(address).path
        )

    def got(self, address: str, signs_in_as: str | None) -> tuple[int, dict[str, Any]]:
        """A list, or one thing; a wrong sign-in is shown as unknown, as Twilio does."""
        one, kind = ONE.fullmatch(urlsplit(address).path), self.kind_at(address)
        if signs_in_as != self.signs_in_as or not (one or kind):
            return _refused(404, 20404, "No")
        if one:
            return self.shown(one["kind"], one["sid"])
        return self.listed(str(kind), parse_qs(urlsplit(address).query))

    def take(self, kind: str, fields: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """Take a text or a call, or refuse it, in the mood set for this request."""
        time.sleep(self.latency_s)
        if self.away:
            return self._not_there(self.away)
        with self._lock:
            mood = self.moods.pop(0) if self.moods else Mood.WELL
        if mood is Mood.TOO_MANY:
            return _refused(429, 20429, "Too Many Requests")
        if mood is Mood.ERROR_BEFORE_ACCEPT:
            return _refused(503, 20503, "Service Unavailable")
        wrong = self._wrong(kind, fields)
        if wrong:
            return _refused(400, *wrong)
        one = self._keep(kind, fields)
        return self._answer(mood, one)

    def listed(self, kind: str, query: dict[str, list[str]]) -> tuple[int, dict[str, Any]]:
        """The provider's own list, by number and time, the newest first, page by page."""
        if self.away:
            return self._not_there(self.away)
        wrong = wrong_list(query, kind)
        if wrong:
            return _refused(400, *wrong)
        asked = {name: values[0] for name, values in query.items()}
        since = since_of(asked)
        found = [one for one in (*self.taken, *self.written) if one.kind == kind]
        shown = [
            one
            for one in found
            if asked.get("To") in (None, one.fields["To"])
            and (since is None or (one.made_at >= since and not one.waits))
        ]
        shown.sort(key=lambda one: one.made_at, reverse=True)
        return 200, self._page(kind, shown, asked)

    def shown(self, kind: str, sid: str) -> tuple[int, dict[str, Any]]:
        """One text or call by its name, as it stands now."""
        if self.away:
            return self._not_there(self.away)
        self.fetched.append(sid)
        if sid in self.silent_about:
            return self._not_there(Away.UNAVAILABLE)
        found = [one for one in (*self.taken, *self.written) if (one.kind, one.sid) == (kind, sid)]
        if not found:
            return _refused(404, 20404, "The requested resource was not found")
        return 200, found[0].shown(self.account_sid)

    def _not_there(self, away: Away) -> tuple[int, dict[str, Any]]:
        """Nothing is taken and nothing is said, or only that."""
        if away is Away.SILENT:
            time.sleep(self.hang_s)
        return _refused(503, 20503, "Service Unavailable")

    def _page(self, kind: str, shown: list[Taken], asked: dict[str, str]) -> dict[str, Any]:
        """One page, and where the next one is."""
        size, page = int(asked.get("PageSize", "50")), int(asked.get("Page", "0"))
        name = "messages" if kind == "SM" else "calls"
        rows = [one.shown(self.account_sid) for one in shown[page * size : (page + 1) * size]]
        path = f"/2010-04-01/Accounts/{self.account_sid}/{name.capitalize()}.json"
        more = urlencode(asked | {"Page": str(page + 1), "PageSize": str(size)})
        is_last = (page + 1) * size >= len(shown)
        next_uri = None if is_last else f"{path}?{more}"
        return {name: rows, "next_page_uri": next_uri, "page": page, "page_size": size}

    def _wrong(self, kind: str, fields: dict[str, list[str]]) -> tuple[int, str] | None:
        """Why this request is refused."""
        wrong = wrong_message(fields) if kind == "SM" else wrong_call(fields)
        if wrong:
            return wrong
        number = fields["To"][0]
        if kind == "SM" and number in self.opted_out:
            return 21610, "Attempt to send to unsubscribed recipient"
        if kind == "SM" and number in self.landlines:
            return 21614, "'To' number is not a valid mobile number"
        return None

    def _keep(self, kind: str, fields: dict[str, list[str]]) -> Taken:
        """Remember it under a new identifier."""
        with self._lock:
            plain = {name: values[0] for name, values in fields.items()}
            one = Taken(sid=self.new_sid(kind), kind=kind, fields=plain, made_at=self.clock())
            self.taken.append(one)
        return one

    def _answer(self, mood: Mood, one: Taken) -> tuple[int, dict[str, Any]]:
        """What the client hears about something taken."""
        if mood is Mood.ERROR_AFTER_ACCEPT:
            return _refused(500, 20500, "Internal Server Error")
        if mood is Mood.HANG_AFTER_ACCEPT:
            time.sleep(self.hang_s)
        if mood is Mood.CALL_BACK_FIRST:
            self.report(one, "sent")
        return 201, one.shown(self.account_sid)

    def _about(self, one: Taken) -> dict[str, str]:
        """Fields every callback about a text carries."""
        sender = one.fields.get("From", self.number)
        return {"AccountSid": self.account_sid, "To": one.fields["To"], "From": sender}

    def _call(self, one: Taken) -> dict[str, str]:
        """Fields every callback about a call carries."""
        return self._about(one) | {"CallSid": one.sid, "CallStatus": one.status}


def messages_in(twiml: str) -> list[str]:
    """The texts an answer asks Twilio to send; Twilio knows nothing else in it."""
    root = ET.fromstring(twiml)  # noqa: S314  our own answer
    assert root.tag == "Response", twiml
    assert all(each.tag == "Message" and not list(each) for each in root), twiml
    return [each.text or "" for each in root]


def _refused(status: int, code: int, sentence: str) -> tuple[int, dict[str, Any]]:
    """An error as Twilio words it."""
    more = f"https://www.twilio.com/docs/errors/{code}"
    return status, {"status": status, "code": code, "message": sentence, "more_info": more}


def _handler_for(standin: TwilioStandIn) -> type[BaseHTTPRequestHandler]:
    """A request handler bound to one stand-in."""

    class Handler(BaseHTTPRequestHandler):
        """Speaks the two resources we use."""

        protocol_version = "HTTP/1.1"
        # Head and body are two writes: held back until the first is acknowledged, each answer on a
        # kept line would take 40 ms, whatever latency was asked for.
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
            kind = self._kind()
            fields = parse_qs(body, keep_blank_values=True)
            self._say(*(standin.take(kind, fields) if kind else _refused(404, 20404, "Not found")))

        def do_GET(self) -> None:
            self._say(*standin.got(self.path, self.headers.get("Authorization")))

        def _kind(self) -> str | None:
            """Which resource, or None; a wrong sign-in is shown as unknown, as Twilio does."""
            if self.headers.get("Authorization") != standin.signs_in_as:
                return None
            return standin.kind_at(self.path)

        def _say(self, status: int, answer: dict[str, Any]) -> None:
            """Write one JSON answer; a client that hung up does not matter."""
            body = json.dumps(answer).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    return Handler
