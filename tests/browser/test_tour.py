"""The README's first walk, walked in a real browser: each sentence of it happens as it says."""

from __future__ import annotations

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.living_town import DESK_SIZE, LivingTown, context_of, handset_of, sign_in_staff
from tests.browser.two_sides import sends_what_was_seen

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
NAME = "김별하"
ADDRESS = "경기도 남양주시 오남읍 별하로 7, 102호"
SEOUL = ZoneInfo("Asia/Seoul")
COORDINATOR = "이담비"
A_MINUTE = timedelta(minutes=1)
STORY = (
    "A report came in",
    "They agreed",
    "Support was looked into",
    "The case was opened",
    "Referred to an agency",
    "A neighbour said yes",
    "A visit was logged",
    "The case was closed",
)
KNOWN = {
    "members-0-age": "71",
    "members-0-pay": "0",
    "income-benefits": "318000",
    "home-deposit": "45000000",
    "property-savings": "3200000",
}


class Tour:
    """A newcomer with two tabs: the product, and the handset."""

    def __init__(self, browser: Browser, town: LivingTown) -> None:
        self.town = town
        self._open = [context_of(browser, town, "en", **DESK_SIZE) for _ in range(4)]
        self.neighbour, self.coordinator, self.worker, self.volunteer = (
            context.new_page() for context in self._open
        )
        self.handset = self._open[0].new_page()

    def close(self) -> None:
        for context in self._open:
            context.close()

    def later(self, by: timedelta) -> None:
        """Time passes, and the worker does what falls due."""
        self.town.clock.advance(by)
        for _ in range(3):  # asked, sent, heard of
            self.town.work()

    def shows(self, name: str) -> str:
        """What somebody's telephone shows."""
        self.handset.goto(handset_of(self.handset, name))
        return self.handset.locator("section.handset").inner_text()


@pytest.fixture
def tour(browser, town):
    tour = Tour(browser, town)
    yield tour
    tour.close()


def test_the_tour_is_true(tour):
    code = tell_us(tour.neighbour)
    resident = open_the_resident(tour.coordinator)
    assert what_became(tour.neighbour, code)
    see_who_may_receive_what(tour.worker, resident)
    case = open_the_case(tour.worker, resident)
    refer(tour.worker, case)
    asked = ask_neighbours(tour.worker, case)
    helper = the_text_says_nothing_of_them(tour, asked)
    say_yes(tour, *helper)
    answer_a_check_in(tour, resident)
    let_one_ring(tour, resident)
    close_the_case(tour.worker, case, resident)


def tell_us(page: Page) -> str:
    page.goto("/")
    page.get_by_role("link", name="A neighbour may need help").click()
    page.locator("#words").fill("She has not been seen at the market for two weeks.")
    page.locator("#name").fill(NAME)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/thanks**")
    return page.locator(".big-code").inner_text()


def what_became(page: Page, code: str) -> str:
    page.goto("/")
    page.get_by_role("link", name="See what became of my report").click()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Look").click()
    answer = page.locator(".answer")
    expect(answer).not_to_be_empty()
    return answer.inner_text()


def open_the_resident(page: Page) -> str:
    sign_in_staff(page, "coordinator")
    page.goto("/triage")
    first = page.locator(".rows tbody tr").first
    expect(first).to_contain_text("Crisis")
    first.locator("a").first.click()
    expect(page.locator("main")).to_contain_text("Why it is urgent")
    page.goto("/triage")
    page.get_by_role("link", name=NAME).click()
    expect(page.locator("main")).to_contain_text("Perhaps known already")
    page.get_by_role("link", name="Open as a resident").click()
    page.locator("#phone").fill("010-0000-0999")
    page.locator("#area_id").select_option(label="Onam-eup")
    page.locator("#address").fill(ADDRESS)
    for box in page.locator("#purposes input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Open the resident").click()
    expect(page.locator("h1")).to_have_text(NAME)
    return page.url


def see_who_may_receive_what(page: Page, resident: str) -> None:
    sign_in_staff(page, "socialworker")
    page.goto(resident)
    page.get_by_role("link", name="Look into support").first.click()
    page.locator("#household-size").fill("1")
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".just-said")).to_contain_text("number of people in the household 1")
    page.get_by_role("button", name="All questions on one page").click()
    for name, known in KNOWN.items():
        page.locator(f"#{name}").fill(known)
    page.get_by_role("button", name="Keep the answer").click()
    page.wait_for_url("**/assessments/*")
    answer = page.locator("main").inner_text()
    assert re.search(r"the limit is KRW [\d,]+", answer)
    assert re.search(r"Act art\. \d", answer)


def open_the_case(page: Page, resident: str) -> str:
    page.goto(resident)
    page.get_by_role("link", name="Open a case").first.click()
    page.get_by_label("Side dishes").check()
    page.get_by_role("button", name="Open the case").click()
    page.wait_for_url("**/cases/*")
    return page.url


def refer(page: Page, case: str) -> None:
    page.goto(case)
    page.get_by_role("link", name="Refer to an office").click()
    page.locator("#service_id").select_option(index=1)
    page.get_by_role("button", name="See what would be shared").last.click()
    expect(page.locator(".sheet")).to_contain_text(NAME)
    sends_what_was_seen(page)
    expect(page.get_by_role("link", name="Sheet to print").first).to_be_visible()


def ask_neighbours(page: Page, case: str) -> list[str]:
    page.goto(case)
    page.get_by_role("link", name="Choose whom to ask").click()
    ticked = page.locator("#helper_ids .option:has(input:checked) .option-words")
    names = [re.split(r"[\s]", each.strip())[1] for each in ticked.all_inner_texts()]
    if not names:  # whoever is being asked elsewhere is left in peace, unless one ticks them
        page.locator("#helper_ids .option").first.locator("label").click()
        names = [re.split(r"[\s]", each.strip())[1] for each in ticked.all_inner_texts()]
    assert names
    page.get_by_role("button", name="Ask the ticked neighbours").click()
    page.wait_for_url(lambda url: "/ask" not in url)
    return names


def the_text_says_nothing_of_them(tour: Tour, asked: list[str]) -> tuple[str, str]:
    tour.later(A_MINUTE)
    name = asked[0]
    shown = tour.shows(name)
    last = tour.handset.locator(".handset-lines .line-body").last.inner_text()
    assert NAME not in last
    assert "별하로" not in last
    assert "http" not in last
    number = re.search(r"010-0000-\d{4}", shown) or re.search(r"010-\d{4}-\d{4}", shown)
    assert number is not None
    return name, number.group()


def say_yes(tour: Tour, name: str, number: str) -> None:
    page = tour.volunteer
    page.goto("/sign-in/phone")
    page.locator("#phone").fill(number)
    page.get_by_role("button", name="Text me a number").click()
    page.locator("#code").wait_for()
    tour.later(timedelta(seconds=5))
    codes = re.findall(r"(?<!\d)\d{6}(?!\d)", tour.shows(name))
    page.locator("#code").fill(codes[-1])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/my/**")
    assert ADDRESS not in page.locator("main").inner_text()
    page.get_by_role("button", name="I will do it").first.click()
    expect(page.locator("main")).to_contain_text(ADDRESS)
    expect(page.locator("main")).to_contain_text("010-0000-0999")
    page.get_by_role("link", name="Write down a visit").click()
    for group in ("result", "when", "minutes"):
        page.locator(f"#{group} label").first.click()
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("main")).to_contain_text("My last visits")


def plan_in_minutes(tour: Tour, resident: str) -> None:
    page = tour.coordinator
    page.goto(resident)
    page.get_by_role("link", name="When and how they are asked").click()
    soon = (tour.town.clock() + 3 * A_MINUTE).astimezone(SEOUL)
    for box in page.locator("#weekdays input[type=checkbox]").all():
        box.check()
    page.locator("#local_time").fill(f"{soon:%H:%M}")
    page.get_by_role("button", name="Save the plan").click()
    tour.later(4 * A_MINUTE)


def answer_a_check_in(tour: Tour, resident: str) -> None:
    plan_in_minutes(tour, resident)
    assert "It rings" in tour.shows(NAME)
    tour.handset.get_by_role("link", name="Pick up").click()
    tour.handset.get_by_role("button", name="1", exact=True).click()
    expect(tour.handset.locator(".handset-lines")).to_contain_text("Key pressed: 1")


def let_one_ring(tour: Tour, resident: str) -> None:
    plan_in_minutes(tour, resident)
    assert "It rings" in tour.shows(NAME)
    tour.handset.get_by_role("button", name="Let it ring").click()
    tour.later(timedelta(minutes=30))
    assert "It rings" in tour.shows(NAME)
    tour.handset.get_by_role("button", name="Let it ring").click()
    tour.later(timedelta(hours=2))
    assert tour.handset.goto(handset_of(tour.handset, COORDINATOR))
    last = tour.handset.locator(".handset-lines li").last
    now = tour.town.clock().astimezone(SEOUL)
    expect(last.locator(".line-at")).to_contain_text(f"{now:%M}")
    page = tour.coordinator
    page.goto("/alerts")
    page.get_by_role("row").filter(has_text=NAME).get_by_role("link").first.click()
    page.get_by_role("button", name="I take it").click()
    page.get_by_text("All-clear", exact=True).click()
    page.get_by_role("button", name="End the alert").click()
    expect(page.locator("main")).to_contain_text("Ended")


def close_the_case(page: Page, case: str, resident: str) -> None:
    page.goto(case)
    page.get_by_role("link", name="Close the case").click()
    page.locator("#outcome label").first.click()
    page.get_by_label("I have seen what is still open").check()
    page.get_by_role("button", name="Close the case").click()
    page.goto(resident)
    story = page.locator("main").text_content() or ""  # also what is folded away
    missing = [told for told in STORY if told not in story]
    assert missing == []
