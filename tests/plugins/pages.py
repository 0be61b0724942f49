"""The application under test, a visitor whose every page is checked, and a count of queries.

Use `visitor` instead of Flask's own client: each page it gets is parsed strictly and must have one
h1 that its title begins with, labels on its fields, and forms that carry their tokens.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID
from xml.etree.ElementTree import Element

import html5lib
import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, Headers, MultiDict
from werkzeug.test import TestResponse, stream_encode_multipart

from hopecare import keyring as keyrings
from hopecare.app import configuration_of, create_app
from hopecare.clock import SetClock
from hopecare.database import Database, TownScope
from hopecare.extensions import DESK, Desk, sit_down
from hopecare.services.start_sign_in import start_sign_in
from hopecare.settings import Settings
from hopecare.travel import travel_of
from hopecare.web.identity import SIGN_IN_COOKIE
from hopecare.web.language import LANGUAGE_COOKIE
from models import Account
from notifications.routing import networks_of
from tests import servers
from tests.factories.towns import NOW

Values = Mapping[str, object]
Upload = tuple[str, str, bytes]
"""A file that goes with a form: the field, what it is called, and what is in it."""
UNLABELLED = {"hidden", "submit", "button"}
INLINE = {"a", "b", "em", "span", "strong", "svg", "time"}


@dataclass
class Page:
    """One answer in HTML that was found sound."""

    answer: TestResponse
    tree: Element
    path: str

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def html(self) -> str:
        return self.answer.text

    @property
    def text(self) -> str:
        """What a reader sees, without scripts and the head."""
        body = self.tree.find("body")
        return said_by(self.tree if body is None else body)

    @property
    def main(self) -> str:
        """What a reader sees in the page's own part."""
        return said_by(found) if (found := self.find("main")) is not None else ""

    @property
    def h1(self) -> str:
        return said_by(self.find_all("h1")[0])

    @property
    def links(self) -> list[str]:
        return [each.attrib["href"] for each in self.find_all("a") if "href" in each.attrib]

    @property
    def errors(self) -> dict[str, str]:
        """What is said to be wrong, by field."""
        return {
            each.attrib["id"].removesuffix("-error"): said_by(each)
            for each in self.tree.iter()
            if is_tag(each) and each.attrib.get("id", "").endswith("-error")
        }

    def find_all(self, tag: str, **attributes: str) -> list[Element]:
        wanted = {name.strip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            each
            for each in self.tree.iter(tag)
            if all(
                value == each.attrib.get(name)
                or (name == "class" and value in each.attrib.get(name, "").split())
                for name, value in wanted.items()
            )
        ]

    def find(self, tag: str, **attributes: str) -> Element | None:
        return next(iter(self.find_all(tag, **attributes)), None)

    def form(self, action: str | None = None) -> Element:
        """The form that posts to this path; the page's own main form when none is named."""
        main = self.find("main")
        inside = list((self.tree if main is None else main).iter("form"))
        forms = inside if action is None else self.find_all("form")
        posts = [each for each in forms if each.attrib.get("method", "get").lower() == "post"]
        if action is not None:
            posts = [each for each in posts if path_of(each.attrib["action"]) == path_of(action)]
        assert posts, f"{self.path} has no form that posts to {action}"
        return posts[0]

    def fields(self, action: str | None = None) -> MultiDict[str, str]:
        """What the form would send as it stands, hidden fields too."""
        return values_of(self.form(action))


@dataclass
class Visitor:
    """Somebody with a browser that has no scripts. Every page they get is checked."""

    app: Flask
    language: str = "en"
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        self.read_in(self.language)

    @property
    def database(self) -> Database:
        database: Database = self.app.extensions[DESK].database
        return database

    @property
    def clock(self) -> SetClock:
        clock: SetClock = self.app.extensions[DESK].clock
        return clock

    def read_in(self, language: str) -> Visitor:
        self.language = language
        self.client.set_cookie(LANGUAGE_COOKIE, language)
        return self

    def sign_in(self, account: Account) -> Visitor:
        """Sign in without the sign-in pages, which have tests of their own."""
        with self.database.writing(TownScope(account.town_id)) as session:
            token = start_sign_in(
                session,
                account,
                lasts_for=timedelta(hours=12),
                device="computer",
                now=self.clock(),
            )
        self.client.set_cookie(SIGN_IN_COOKIE, f"{account.town_id.hex}.{token}")
        return self

    def lapse(self) -> Visitor:
        """Lose the sign-in, as after a long pause."""
        self.client.delete_cookie(SIGN_IN_COOKIE)
        return self

    def get(self, path: str, *, status: int = 200, **options: Any) -> Page:
        """Open a page; redirects are followed when a page is expected."""
        answer = self.client.get(path, follow_redirects=status == 200, **options)
        return self._checked(answer, path, status)

    def look(self, path: str) -> Page | None:
        """The page, if one is shown there to this visitor."""
        answer = self.client.get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            return None
        return self._checked(answer, path, 200)

    def post(
        self,
        path: str,
        values: Values | None = None,
        *,
        on: str | None = None,
        status: int = 303,
        file: Upload | None = None,
    ) -> Page:
        """Fill in the form on page `on` that posts to `path`, and send it.

        Values replace what stands in the form; None leaves a field out.
        """
        form = self.get(on or path).fields(path)
        return self.send(path, filled(form, values or {}), status=status, file=file)

    def send(
        self, path: str, form: MultiDict[str, str], *, status: int = 303, file: Upload | None = None
    ) -> Page:
        """Send these very fields, for instance a second time, with a file if the form has one."""
        if file is None:
            return self._checked(self.client.post(path, data=form), path, status)
        body, kind = _with_file(form, file)
        answer = self.client.post(path, data=body, content_type=kind)
        return self._checked(answer, path, status)

    def follow(self, page: Page) -> Page:
        """Go where an answer sends the reader."""
        return self.get(page.answer.headers["Location"])

    def fetch(self, path: str, **options: Any) -> TestResponse:
        """Get something that is no page: a file, a picture, JSON."""
        return self.client.get(path, buffered=True, **options)

    def _checked(self, answer: TestResponse, path: str, status: int) -> Page:
        assert answer.status_code == status, f"{path}: {answer.status}\n{said(answer)}"
        if answer.status_code in {301, 302, 303, 307, 308} or not answer.data:
            return Page(answer, Element("html"), path)
        assert answer.mimetype == "text/html", f"{path} is {answer.mimetype}"
        tree = parsed(answer.text, path)
        insist_sound(tree, answer.headers, path=path)
        return Page(answer, tree, path)


@pytest.fixture(scope="session")
def compiled_pages() -> FileSystemBytecodeCache:
    """Templates, compiled once a run and for every application; a changed one is compiled anew."""
    folder = servers.run_folder() / "pages"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


@dataclass
class AppPool:
    """Applications for one test after another, as a worker process has one for all its requests.

    To put one together takes longer than most tests do: a thousand doors become rules.
    """

    folder: Path
    compiled_pages: FileSystemBytecodeCache
    _free: dict[tuple[bool, tuple[Blueprint, ...]], list[Flask]] = field(default_factory=dict)

    @contextmanager
    def lend(self, settings: Settings, doors: tuple[Blueprint, ...]) -> Iterator[Flask]:
        """An application that nobody else has, configured by these settings."""
        free = self._free.setdefault((settings.handset, doors), [])
        app = free.pop() if free else self._made(settings, doors)
        extensions = dict(app.extensions)
        app.config.update(configuration_of(settings))
        app.testing = True
        configured = dict(app.config)
        yield app
        app.extensions.clear()
        app.extensions.update(extensions)
        app.config.clear()
        app.config.update(configured)
        app.testing = True
        free.append(app)

    def _made(self, settings: Settings, doors: tuple[Blueprint, ...]) -> Flask:
        database = Database(f"sqlite:///{self.folder / 'nobody.db'}")
        app = create_app(settings, database=database, clock=SetClock(NOW))
        app.jinja_env.bytecode_cache = self.compiled_pages
        for door in doors:
            app.register_blueprint(door)
        return app


@pytest.fixture(scope="session")
def _apps(tmp_path_factory, compiled_pages) -> AppPool:
    return AppPool(tmp_path_factory.mktemp("apps"), compiled_pages)


@pytest.fixture
def make_app(tmp_path, keyring, _apps: AppPool):
    """Give an application at a desk of its own, whose clock stands where the factories' does.

    What is said by `settings` holds for it; doors of the tests' own may be added.
    """
    with ExitStack() as lent:

        def make(
            database: Database, *, doors: tuple[Blueprint, ...] = (), **settings: str
        ) -> Flask:
            chosen = _settings(tmp_path, **settings)
            app = lent.enter_context(_apps.lend(chosen, doors))
            # The factories write under the tests' own keys.
            keyrings.install(keyring)
            sit_down(app, _a_desk(app, chosen, database))
            return app

        yield make


def _a_desk(app: Flask, settings: Settings, database: Database) -> Desk:
    usual: Desk = app.extensions[DESK]
    return replace(
        usual,
        settings=settings,
        database=database,
        clock=SetClock(NOW),
        networks=networks_of(settings),
        travel=travel_of(settings.travel_url),
        wake=lambda: None,
    )


@pytest.fixture
def plain_app(make_app, database):
    """The application as it is, on each kind of database."""
    return make_app(database)


@pytest.fixture
def app(plain_app):
    """The application, on each kind of database."""
    return plain_app


def _settings(folder: Path, **settings: str) -> Settings:
    environment = {"HOPECARE_ENVIRONMENT": "test", "HOPECARE_DATA_DIR": str(folder)}
    named = {f"HOPECARE_{name.upper()}": value for name, value in settings.items()}
    return Settings.from_env(environment | named)


@pytest.fixture
def visitor(app):
    """Somebody who reads English and is not signed in."""
    return Visitor(app)


HOUSEKEEPING = ("PRAGMA", "BEGIN", "SAVEPOINT", "SELECT set_config", "SET TRANSACTION")
"""What opens a transaction asks for nothing."""


@dataclass
class Counted:
    """The statements that went to the database."""

    statements: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.statements)


@contextmanager
def count_queries(database: Database) -> Iterator[Counted]:
    """Count every statement, so that a page asks no more for a hundred rows than for one."""
    counted = Counted()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(HOUSEKEEPING):
            counted.statements.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def insist_sound(tree: Element, headers: Headers | None = None, *, path: str = "") -> None:
    """What must hold for every page, whoever wrote it."""
    found = [*_headings(tree), *_ids(tree), *_forms(tree), *_fields(tree), *_inline(tree)]
    if headers is not None and "Content-Security-Policy" not in headers:
        found.append("no Content-Security-Policy")
    assert found == [], f"{path}: {found}"


def parsed(html: str, path: str = "") -> Element:
    """The page as a strict parser reads it; any mistake in the markup fails."""
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    tree: Element = parser.parse(html)
    mistakes = [(at, code, data) for at, code, data in parser.errors]
    assert mistakes == [], f"{path}: {mistakes}\n{_around(html, mistakes)}"
    return tree


def _with_file(form: MultiDict[str, str], file: Upload) -> tuple[bytes, str]:
    """What a browser would send for a form with a file."""
    name, called, content = file
    sent: MultiDict[str, Any] = MultiDict(form.items(multi=True))
    sent.add(name, FileStorage(io.BytesIO(content), filename=called, name=name))
    stream, _, boundary = stream_encode_multipart(sent, use_tempfile=False)
    return stream.read(), f"multipart/form-data; boundary={boundary}"


def filled(form: MultiDict[str, str], values: Values) -> MultiDict[str, str]:
    """A form with some of its fields filled in."""
    sent = MultiDict(form.items(multi=True))
    for name, value in values.items():
        sent.poplist(name)
        many = value if isinstance(value, list | tuple | set) else [value]
        sent.setlist(name, [str(each) for each in many if each is not None])
    return sent


def values_of(form: Element) -> MultiDict[str, str]:
    """What a browser would send."""
    sent: MultiDict[str, str] = MultiDict()
    for each in form.iter():
        name = each.attrib.get("name")
        if name is None or "disabled" in each.attrib:
            continue
        if each.tag == "textarea":
            sent.add(name, each.text or "")
        elif each.tag == "select":
            options = list(each.iter("option"))
            chosen = [one for one in options if "selected" in one.attrib] or options[:1]
            for one in chosen:
                sent.add(name, one.attrib.get("value", one.text or ""))
        elif each.tag == "input" and _is_sent(each):
            sent.add(name, each.attrib.get("value", "on"))
    return sent


def said_by(element: Element) -> str:
    """The words inside an element, spaces folded."""
    return re.sub(r"\s+", " ", "".join(_words(element))).strip()


def path_of(address: str) -> str:
    return urlsplit(address).path


def query_of(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def said(answer: TestResponse) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", answer.text)[-1500:] if answer.is_streamed is False else ""


def is_tag(element: Element) -> bool:
    return isinstance(element.tag, str)


def _is_sent(field_: Element) -> bool:
    kind = field_.attrib.get("type", "text")
    if kind in {"checkbox", "radio"}:
        return "checked" in field_.attrib
    return kind not in {"submit", "button", "file", "image"}


def _words(element: Element) -> Iterator[str]:
    if not is_tag(element) or element.tag in {"script", "style"}:
        return
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield ("" if child.tag in INLINE else " ") + (child.tail or "")


def _headings(tree: Element) -> Iterator[str]:
    headings = [said_by(each) for each in tree.iter("h1")]
    if len(headings) != 1:
        yield f"{len(headings)} h1: {headings}"
        return
    title = re.sub(r"^(Error|잘못된 곳): ", "", said_by(next(tree.iter("title"))))
    if not headings[0]:
        yield "an empty h1"
    if not title.startswith(headings[0]) and "–" not in title:
        yield f"the title {title!r} does not begin with the h1 {headings[0]!r}"


def _ids(tree: Element) -> Iterator[str]:
    seen: set[str] = set()
    for each in tree.iter():
        name = each.attrib.get("id") if is_tag(each) else None
        if name is not None and name in seen:
            yield f"the id {name!r} is there twice"
        seen.add(name or "")
    for each in tree.iter():
        for reference in ("for", "aria-describedby", "aria-labelledby"):
            for name in each.attrib.get(reference, "").split() if is_tag(each) else ():
                if name not in seen:
                    yield f"{reference}={name!r} points at nothing"


def _forms(tree: Element) -> Iterator[str]:
    for form in tree.iter("form"):
        if "action" not in form.attrib:
            yield "a form without an action"
        if form.attrib.get("method", "get").lower() == "post":
            names = {each.attrib.get("name") for each in form.iter()}
            yield from (
                f"the form to {form.attrib.get('action')} lacks {name}"
                for name in ("csrf_token", "op")
                if name not in names
            )


def _fields(tree: Element) -> Iterator[str]:
    labelled = {each.attrib.get("for") for each in tree.iter("label")}
    for each in tree.iter():
        if each.tag not in {"input", "select", "textarea"}:
            continue
        is_hidden = each.attrib.get("type") in UNLABELLED or "aria-hidden" in each.attrib
        has_label = each.attrib.get("id") in labelled or "aria-label" in each.attrib
        if not is_hidden and not has_label:
            yield f"the field {each.attrib.get('name')!r} has no label"


def _inline(tree: Element) -> Iterator[str]:
    for each in filter(is_tag, tree.iter()):
        if "style" in each.attrib or each.tag == "style":
            yield f"an inline style on {each.tag}"
        if any(name.startswith("on") for name in each.attrib):
            yield f"an inline script on {each.tag}"
        is_data = each.attrib.get("type") == "application/json"
        if each.tag == "script" and "src" not in each.attrib and not is_data:
            yield "an inline script"
        for name in ("src", "href", "action"):
            if each.attrib.get(name, "").startswith(("http:", "https:", "//")):
                yield f"an address outside: {each.attrib[name]}"
        if each.tag == "img" and "alt" not in each.attrib:
            yield "a picture without words"


def _around(html: str, mistakes: Sequence[tuple[tuple[int, int], str, Any]]) -> str:
    lines = html.splitlines()
    return "\n".join(lines[min(at[0], len(lines)) - 1] for at, _, _ in mistakes[:3])


def account_by_id(session: Session, account_id: UUID) -> Account:
    """An account that is known to be there."""
    account = session.get(Account, account_id)
    assert account is not None
    return account
