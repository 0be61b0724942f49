"""Take the README's pictures from the real pages: `make pictures`.

The demonstration town is loaded small and served to a real browser; nothing is drawn by hand.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from hopecare import keyring as keyrings
from tests.browser.conftest import MISSING, QUIET, chromium
from tests.browser.living_town import (
    DESK_SIZE,
    PHONE,
    LivingTown,
    context_of,
    handset_of,
    make_town,
    read_in,
    served,
    sign_in_staff,
    sign_in_volunteer,
)

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
ASSESSED = "김다래"
SHAPES: dict[str, dict[str, Any]] = {
    "phone": PHONE | {"viewport": {"width": 360, "height": 720}},
    "desk": DESK_SIZE | {"device_scale_factor": 0.6},
}


def home(page: Page, _town: LivingTown) -> None:
    """What a neighbour sees first."""
    page.goto("/")


def today(page: Page, _town: LivingTown) -> None:
    """What a coordinator's day begins with."""
    sign_in_staff(page, "coordinator")
    page.goto("/today")


def resident(page: Page, _town: LivingTown) -> None:
    """One person, whole."""
    sign_in_staff(page, "socialworker")
    _open_resident(page)


def assessment(page: Page, _town: LivingTown) -> None:
    """Who may receive what, and why."""
    resident(page, _town)
    page.locator("main a[href^='/assessments/']").first.click()
    page.wait_for_url("**/assessments/*")


def offer(page: Page, town: LivingTown) -> None:
    """What a neighbour is asked."""
    sign_in_volunteer(page, town)
    page.goto("/my/offers")


def handset(page: Page, _town: LivingTown) -> None:
    """A telephone on screen."""
    page.goto(handset_of(page, "공숲"))


PICTURES = {
    "home": (home, "phone"),
    "today": (today, "desk"),
    "assessment": (assessment, "desk"),
    "offer": (offer, "phone"),
    "resident": (resident, "desk"),
    "handset": (handset, "desk"),
}


def main() -> int:
    """Take every picture in both languages."""
    program = chromium()
    if program is None:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        ring = keyrings.Keyring.from_secret("the secret of an invented town")
        keyrings.install(ring)
        template = make_town(Path(name) / "template.db")
        browser = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        with served(template, Path(name)) as town:
            keyrings.install(ring)
            for shown in PICTURES:
                for language in ("ko", "en"):
                    _take(browser, town, shown, language)
        browser.close()
    return 0


def _take(browser: Browser, town: LivingTown, name: str, language: str) -> None:
    show, shape = PICTURES[name]
    context = context_of(browser, town, language, **SHAPES[shape])
    page = context.new_page()
    show(page, town)
    read_in(page, language)
    page.screenshot(path=FOLDER / f"{name}-{language}-{shape}.png")
    context.close()


def _open_resident(page: Page) -> None:
    page.goto(f"/residents?q={ASSESSED}")
    page.locator("main td a", has_text=ASSESSED).first.click()
    page.wait_for_url("**/residents/*")


if __name__ == "__main__":
    sys.exit(main())
