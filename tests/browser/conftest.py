"""A real browser, a phone and a desktop of it, and everything it complains about.

Without Chromium these tests are skipped with a loud reason on a desk, and fail where CI=true.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from hopecare import keyring as keyrings
from hopecare.database import TownScope
from hopecare.demo.load import Wish
from hopecare.extensions import DESK
from hopecare.services.start_sign_in import start_sign_in
from hopecare.web.identity import SIGN_IN_COOKIE
from models import Account
from tests.browser.living_town import LONGEST_MS, NOW, LivingTown, served
from tests.demo_towns import loaded_once

PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
MISSING = (
    "NO BROWSER: install chromium-headless-shell and fonts-nanum (apt), or name one in CHROMIUM"
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-sync",
    "--font-render-hinting=none",
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
"""What passed is not told node by node: that takes longer than to look."""
SMALLEST_TARGET = 44


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, PROGRAMS)), None)


@dataclass
class Screen:
    """One window, with what the browser complained about."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    @property
    def is_wider_than_the_screen(self) -> bool:
        wide: bool = self.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        return wide

    def small_targets(self) -> list[str]:
        """Buttons, links and fields a thumb would miss; links inside sentences may be small."""
        found: list[str] = self.page.evaluate(_SMALL_TARGETS, SMALLEST_TARGET)
        return found

    def barriers(self) -> list[str]:
        """What axe-core finds: rule and place."""
        results = Axe().run(self.page, options=OPTIONS)
        return [
            f"{each['id']}: {node['target']}"
            for each in results.response["violations"]
            for node in each["nodes"]
        ]


_SMALL_TARGETS = """
(least) => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((each) => each.checkVisibility() && each.type !== "hidden")
  .filter((each) => !(each.tagName === "A" && getComputedStyle(each).display === "inline"))
  .map((each) => [each.matches("input[type=radio], input[type=checkbox]") && each.labels[0]
    ? each.labels[0] : each, each])
  .filter(([box]) => !box.closest(".skip-link, .visually-hidden"))
  .filter(([box]) => box.getBoundingClientRect().height < least)
  .map(([, each]) => each.outerHTML.slice(0, 120))
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield started
        started.close()


@pytest.fixture(scope="session")
def town_template(_sqlite_template, keyring) -> Path:
    """The demonstration town at its smallest, loaded once for all workers of a run."""
    return loaded_once("town", Wish(now=NOW, scale=0), _sqlite_template)


@pytest.fixture
def town(town_template, tmp_path, keyring) -> Iterator[LivingTown]:
    """A town of one's own, served with the handset."""
    with served(town_template, tmp_path) as living:
        keyrings.install(keyring)  # it was written under the tests' own keys
        yield living


@pytest.fixture
def app(make_app, sqlite):
    """The application on SQLite; the pages themselves are tested on both databases."""
    return make_app(sqlite)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The application, really served."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Screen]:
    """A phone of 360 x 740 that speaks Korean."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        locale="ko-KR",
        timezone_id="Asia/Seoul",
    )
    yield watched(context, address)
    context.close()


@pytest.fixture
def desktop(browser: Browser, address: str) -> Iterator[Screen]:
    """A desktop of 1280 x 900 that speaks Korean."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="ko-KR", timezone_id="Asia/Seoul"
    )
    yield watched(context, address)
    context.close()


@pytest.fixture
def sign_in_on(app: Flask):
    """Sign an account in on a screen, without the sign-in pages."""

    def sign_in(screen: Screen, account: Account) -> Screen:
        desk = app.extensions[DESK]
        with desk.database.writing(TownScope(account.town_id)) as session:
            token = start_sign_in(
                session,
                account,
                lasts_for=timedelta(hours=12),
                device="computer",
                now=desk.clock(),
            )
        value = f"{account.town_id.hex}.{token}"
        screen.page.context.add_cookies(
            [{"name": SIGN_IN_COOKIE, "value": value, "url": screen.address}]
        )
        return screen

    return sign_in


def watched(context: BrowserContext, address: str) -> Screen:
    context.set_default_timeout(LONGEST_MS)
    screen = Screen(context.new_page(), address)
    page, problems = screen.page, screen.problems
    page.on(
        "console",
        lambda message: (
            problems.append(message.text) if message.type in {"error", "warning"} else None
        ),
    )
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(f"failed: {request.url}"))
    return screen
