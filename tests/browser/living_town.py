"""The demonstration town at its smallest, served by the real application to real browsers."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from hopecare.app import create_app
from hopecare.clock import SetClock
from hopecare.database import Database
from hopecare.demo.load import Wish, load_demo, moment_on
from hopecare.demo.places import PASSWORD
from hopecare.extensions import DESK, Desk
from hopecare.jobs.tools import Tools
from hopecare.migrations import migrate
from hopecare.settings import Settings
from hopecare.timetable import JOBS

NOW = moment_on(date(2026, 11, 24))
LONGEST_MS = 30_000
"""How long a page may take where three workers share two cores; a test that passes waits for none.
"""
expect.set_options(timeout=LONGEST_MS)
VOLUNTEER = ("공숲", "010-0000-0301")
PHONE = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
DESK_SIZE = {"viewport": {"width": 1280, "height": 900}}
LINK = re.compile(r'href="(/[^"#]*)')
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
ELSEWHERE = ("/a/", "/language", "/api", "/areas.geojson")


@dataclass
class LivingTown:
    """A served town: where it is, and the worker's hands."""

    app: Flask
    address: str
    clock: SetClock

    def work(self) -> None:
        """Let the worker do whatever is due."""
        desk: Desk = self.app.extensions[DESK]
        tools = Tools(database=desk.database, networks=desk.networks, clock=self.clock)
        for job in JOBS:
            job.run(tools)


def make_town(path: Path) -> Path:
    """Load the demonstration town into a database of its own; other tests copy it."""
    database = Database(f"sqlite:///{path}")
    migrate(database)
    load_demo(database, Wish(now=NOW, scale=0))
    database.close()
    return path


@contextmanager
def served(template: Path, folder: Path) -> Iterator[LivingTown]:
    """Serve a copy of the town, with the handset, on a free port."""
    copy = folder / "town.db"
    shutil.copyfile(template, copy)
    database, clock = Database(f"sqlite:///{copy}"), SetClock(NOW)
    environment = {
        "HOPECARE_ENVIRONMENT": "test",
        "HOPECARE_DATA_DIR": str(folder),
        "HOPECARE_HANDSET": "yes",
    }
    app = create_app(Settings.from_env(environment), database=database, clock=clock)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield LivingTown(app, f"http://127.0.0.1:{server.server_port}", clock)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        database.close()


def context_of(
    browser: Browser, town: LivingTown, language: str, **shape: object
) -> BrowserContext:
    """A browser of one shape that reads one language."""
    context = browser.new_context(
        locale={"ko": "ko-KR", "en": "en-GB"}[language],
        timezone_id="Asia/Seoul",
        base_url=town.address,
        **shape,  # type: ignore[arg-type]
    )
    context.set_default_timeout(LONGEST_MS)
    return context


def sign_in_staff(page: Page, name: str) -> None:
    """Sign in as somebody who works at a centre."""
    page.goto("/sign-in")
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("main form .btn-primary").click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def handset_of(page: Page, name: str) -> str:
    """The path of somebody's telephone on screen."""
    page.goto(f"/handset/?q={name}")
    path = page.locator("main a", has_text=name).first.get_attribute("href")
    assert path is not None
    return path


def sign_in_volunteer(page: Page, town: LivingTown) -> None:
    """Sign in by telephone, with the code that the handset shows."""
    name, number = VOLUNTEER
    page.goto("/sign-in/phone")
    page.locator("#phone").fill(number)
    page.locator("main form .btn-primary").click()
    page.locator("#code").wait_for()
    town.work()
    shelf = page.context.new_page()
    shelf.goto(handset_of(shelf, name))
    codes = re.findall(r"(?<!\d)\d{6}(?!\d)", shelf.locator(".handset-lines").inner_text())
    shelf.close()
    page.locator("#code").fill(codes[0])
    page.locator("main form .btn-primary").click()
    page.wait_for_url("**/my/**")


def read_in(page: Page, language: str) -> None:
    """Switch the language by the page's own button."""
    if page.locator("html").get_attribute("lang") != language:
        button = page.locator(f".language-switch button[lang={language}]")
        with page.expect_navigation():
            button.first.evaluate("(each) => each.form.requestSubmit(each)")


def kind_of(path: str) -> str:
    """The page of which this is one, whoever it is about."""
    return ID.sub("*", path.split("?", maxsplit=1)[0])


def reachable(page: Page, starts: tuple[str, ...]) -> list[str]:
    """One page of each kind that can be reached by links."""
    found: dict[str, str] = {}
    queue = list(starts)
    while queue:
        path = queue.pop(0)
        kind = kind_of(path)
        if kind in found or kind.startswith(ELSEWHERE) or "format=" in path:
            continue
        answer = page.request.get(path, max_redirects=0)
        is_page = "text/html" in answer.headers.get("content-type", "")
        found[kind] = path if answer.status == 200 and is_page else ""
        if is_page:
            queue += [each.replace("&amp;", "&") for each in LINK.findall(answer.text())]
    return [path for path in found.values() if path]
