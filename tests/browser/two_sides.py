"""Both sides of a referral: a social worker at a desk, and an office with telephones alone."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from playwright.sync_api import Browser, Page, expect

from hopecare.domain.receiver_links import RECEIVER_PATH
from tests.browser.conftest import Screen, watched
from tests.browser.living_town import (
    DESK_SIZE,
    PHONE,
    LivingTown,
    context_of,
    read_in,
    sign_in_staff,
)

NAME = "송가을"
SERVICE = "Emergency livelihood support"
AGAINST_DOUBTS = "Send it all the same"
SENDS = re.compile(f"Refer with this|{AGAINST_DOUBTS}")
CENTRE_PHONE = "031-010-0004"


def sends_what_was_seen(page: Page) -> None:
    """Send what the page shows; where something speaks against it, say why all the same."""
    sends = page.get_by_role("button", name=SENDS)
    if sends.inner_text() == AGAINST_DOUBTS:
        page.get_by_text(f"{AGAINST_DOUBTS}, with a reason").click()
        page.locator("#despite_reason").select_option("no_other_service")
        page.locator("#despite_words").fill("다른 곳이 없습니다.")
    sends.click()


class TwoSides:
    """One referral as both see it; the office reads its pages in `language`."""

    def __init__(self, browser: Browser, town: LivingTown, language: str) -> None:
        self._browser, self._town, self.language = browser, town, language
        self.screens: list[Screen] = []
        self._open = [context_of(browser, town, "en", **DESK_SIZE)]
        self.desk = self._open[0].new_page()
        sign_in_staff(self.desk, "socialworker")
        self.case = self.referral = ""
        self.runs_scripts = True
        """Whether the office's telephones do; old ones, and careful offices, do not."""

    def close(self) -> None:
        """Put every window away."""
        for context in self._open:
            context.close()

    def telephone(self) -> Page:
        """Give a telephone that was never here before."""
        shape = {**PHONE, "java_script_enabled": self.runs_scripts}
        self._open.append(context_of(self._browser, self._town, self.language, **shape))
        self.screens.append(watched(self._open[-1], self._town.address))
        return self.screens[-1].page

    def opens_case(self) -> None:
        """Find the resident by name, and go to their case."""
        self.desk.goto(f"/telephone?q={NAME}")
        self.desk.locator("main a[href*='/residents/']", has_text=NAME).first.click()
        self.desk.locator("main a[href*='/cases/']").first.click()
        self.desk.wait_for_url("**/cases/*")
        self.case = self.desk.url

    def refers(self, service: str = SERVICE, without: str | None = None) -> None:
        """Choose what leaves, look at exactly that, send it."""
        page = self.desk
        page.goto(self.case)
        page.get_by_role("link", name="Refer to an office").click()
        option = page.locator("#service_id option", has_text=service).first
        page.locator("#service_id").select_option(value=option.get_attribute("value"))
        if without:
            page.locator("#items").get_by_label(without).uncheck()
        page.get_by_role("button", name="See what would be shared").last.click()
        expect(page.locator("article.sheet")).to_contain_text(NAME)
        expect(page.locator("article.sheet")).to_contain_text("given on")  # the consent
        sends_what_was_seen(page)
        page.wait_for_url("**/referrals/*")
        self.referral = page.url.partition("#")[0]

    def makes_link(self, button: str = "Make a link") -> str:
        """Make a link and read it where it is shown this once; gives its path."""
        self.desk.goto(self.referral)
        self.desk.get_by_role("button", name=button).click()
        address = self.desk.locator("#address").input_value()
        return RECEIVER_PATH + PurePosixPath(address).name

    def looks(self, phone: Page, path: str) -> None:
        """Open an address of ours on a telephone, in the language this office reads."""
        phone.goto(path)
        read_in(phone, self.language)
        expect(phone.locator("html")).to_have_attribute("lang", self.language)
        expect(phone.locator("main")).not_to_contain_text(NAME)

    def opens(self, phone: Page, path: str) -> None:
        """Look at a link's cover, and press to see the referral."""
        self.looks(phone, path)
        phone.locator("main form .btn-primary").tap()
        expect(phone.locator("article.sheet")).to_contain_text(NAME)

    def stands(self) -> str:
        """How the referral's own page says it stands."""
        self.desk.goto(self.referral)
        return self.desk.locator("main .pill").first.inner_text()

    def code(self) -> str:
        """The code by which an office knows the referral."""
        self.desk.goto(self.referral)
        term = self.desk.locator("dl.facts div", has_text="Referral code")
        return term.locator("dd").inner_text()

    def column(self) -> str:
        """In which column of the board the resident stands."""
        self.desk.goto("/referrals/board")
        section = self.desk.locator("section.people", has_text=NAME)
        return section.locator("h2").inner_text()

    def waiting(self) -> int:
        """How many cases wait for an office, as the desk counts them."""
        self.desk.goto("/desk")
        tile = self.desk.locator(".stat", has_text="Wait for an office")
        return int(tile.locator(".stat-number").inner_text())

    def story(self) -> str:
        """Everything the case's timeline tells."""
        self.desk.goto(self.case)
        return self.desk.locator("ol.timeline").last.inner_text()


def press(phone: Page, value: str) -> None:
    """Press the button that says this, wherever it is folded away."""
    button = phone.locator(f"button[value={value}]")
    fold = phone.locator("details", has=button)
    if fold.count() and fold.get_attribute("open") is None:
        fold.locator("summary").tap()
    with phone.expect_navigation():  # a tap by itself waits for nothing
        button.tap()
